/**
 * How many events a second a watch takes by webhook, each batch on the disk before it is answered: the watch on one processor, API servers
 * (this process) on the other.
 *   node bench/watch.ts [--seconds N] [--connections N] [--rate EVENTS] [--rules PATH]...   --rate: offer so many a second, not as many as it takes
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { auditLog } from './generate/audit-log.ts';

const options = parseArgs({
  options: {
    seconds: { type: 'string', default: '20' },
    connections: { type: 'string', default: '4' },
    rate: { type: 'string', default: '0' },
    rules: { type: 'string', multiple: true, default: [] },
  },
}).values;

/** As many as an API server sends at a time, by default. */
const batch = 400;
const seconds = Number(options.seconds);
const rate = Number(options.rate);
const state = mkdtempSync(join(tmpdir(), 'watchbill-bench-'));
const port = await freePort();
const agent = new Agent({ keepAlive: true, maxSockets: Number(options.connections) });
const lists = [...bodies(50_000)];
const child = start();
await ready();
const times: number[] = [];
const memory: number[] = [];
let refused = 0;
let sent = 0;
const processorBefore = processorSeconds();
const began = performance.now();
const end = began + seconds * 1000;
const sampling = setInterval(() => memory.push(residentMiB()), 1000);
await Promise.all(Array.from({ length: Number(options.connections) }, sendUntilEnd));
const took = (performance.now() - began) / 1000;
clearInterval(sampling);
const processor = processorSeconds() - processorBefore;
report();
child.kill('SIGTERM');
await once(child, 'close');
rmSync(state, { recursive: true, force: true });

/** Generated anew, so that no event comes twice: their Audit-IDs are changed for each sending. */
function* bodies(count: number): Generator<string> {
  let items: string[] = [];
  for (const line of auditLog(count, 1)) {
    items.push(line);
    if (items.length < batch) continue;
    yield `{"kind":"EventList","apiVersion":"audit.k8s.io/v1","metadata":{},"items":[${items.join(',')}]}`;
    items = [];
  }
}

function start() {
  const program = join(import.meta.dirname, '../bin/watchbill');
  const rules = options.rules.flatMap(path => ['--rules', path]);
  const words = ['run', '--state', state, '--source', `audit-webhook:127.0.0.1:${port}`, ...rules];
  const pinned = existsSync('/usr/bin/taskset') ? ['/usr/bin/taskset', '-c', '0', program] : [program];
  const [command = program, ...before] = pinned;
  return spawn(command, [...before, ...words], { stdio: ['ignore', 'ignore', 'pipe'] });
}

async function ready(): Promise<void> {
  for await (const text of child.stderr) if (/^ready$/m.test(String(text))) return void child.stderr.resume();
}

async function sendUntilEnd(): Promise<void> {
  while (performance.now() < end) {
    const number = sent;
    sent += 1;
    const due = rate === 0 ? 0 : began + (number * batch * 1000) / rate;
    if (due > performance.now()) await sleep(due - performance.now());
    await sendUntilStored(body(number));
  }
}

/** The same events again, at another time, with other Audit-IDs. */
function body(number: number): Buffer {
  const text = lists[number % lists.length] ?? '';
  const round = Math.floor(number / lists.length);
  return Buffer.from(text.replaceAll('"auditID":"', `"auditID":"${round}-`));
}

async function sendUntilStored(bytes: Buffer): Promise<void> {
  for (;;) {
    const from = performance.now();
    const status = await post(bytes);
    if (status === 200) return void times.push(performance.now() - from);
    refused += 1;
    await sleep(50);
  }
}

function post(bytes: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    const sending = request({ agent, port, host: '127.0.0.1', method: 'POST' }, response => {
      response.resume();
      response.once('end', () => resolve(response.statusCode ?? 0));
    });
    sending.once('error', reject);
    sending.end(bytes);
  });
}

function report(): void {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part: number): number => Math.round(sorted[Math.floor(part * (sorted.length - 1))] ?? 0);
  const events = times.length * batch;
  const kilobytes = Math.round(lists.reduce((sum, text) => sum + text.length, 0) / lists.length / 1024);
  console.log(
    `${events} events of ${kilobytes} KiB a batch of ${batch} in ${took.toFixed(1)} s: ${Math.round(events / took)} events/s`,
  );
  console.log(
    `${processor.toFixed(1)} s of the processor: ${Math.round(events / processor)} events for each second of it`,
  );
  console.log(`answered in ${at(0.5)} ms (median), ${at(0.99)} ms (p99); ${refused} times told to try again`);
  console.log(`memory ${memory.map(size => Math.round(size)).join(' ')} MiB, a number a second`);
}

/** User and system time, in hundredths of a second by proc_pid_stat(5). */
function processorSeconds(): number {
  const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function residentMiB(): number {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}
