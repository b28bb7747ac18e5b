/**
 * How many events a second a watch takes by webhook, each batch on the disk before it is answered: the watch on one processor, API servers
 * (this process) on the other. At the end the state folder is read, whether everything is there, once.
 *   node bench/watch.ts [--seconds N] [--connections N] [--rate EVENTS] [--rules PATH]... [--state FOLDER]
 * --rate: offer so many a second, not as many as it takes; --state: keep what was stored there.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { freePort } from '../test/cli/watch.ts';
import { batch } from './watch/event-lists.ts';
import type { Sent } from './watch/send-lists.ts';
import { startSending } from './watch/send-lists.ts';
import { startWatched } from './watch/watched.ts';
import { whatWasKept } from './watch/what-was-kept.ts';

const options = parseArgs({
  options: {
    seconds: { type: 'string', default: '20' },
    connections: { type: 'string', default: '4' },
    rate: { type: 'string', default: '0' },
    rules: { type: 'string', multiple: true, default: [] },
    state: { type: 'string' },
  },
}).values;

const state = options.state ?? mkdtempSync(join(tmpdir(), 'watchbill-bench-'));
const port = await freePort();
const rules = options.rules.flatMap(path => ['--rules', path]);
const watched = await startWatched([
  '--state',
  state,
  '--source',
  `audit-webhook:127.0.0.1:${port}`,
  ...rules,
]);
const [connections, seconds, rate] = [
  Number(options.connections),
  Number(options.seconds),
  Number(options.rate),
];
const before = watched.processorSeconds();
const began = performance.now();
const { so, done } = startSending({ port, connections, seconds, rate });
/** Once a second for a short run, once a minute for a long one. */
const every = seconds > 120 ? 60 : 1;
const memory: number[] = [];
const sampling = setInterval(sample, every * 1000);
await done;
clearInterval(sampling);
report(so, (performance.now() - began) / 1000, watched.processorSeconds() - before);
const code = await watched.stop();
const kept = whatWasKept(state, so.acknowledged);
console.log(
  `stored: ${[...kept.counts].map(([name, count]) => `${count} ${name}`).join(', ')}; exit code ${code}`,
);
const events = so.acknowledged.length * batch;
const dealt = ['inspected', 'skipped', 'refused', 'duplicates'].reduce(
  (sum, name) => sum + (kept.counts.get(name) ?? 0),
  0,
);
console.log(
  `${dealt} of ${events} acknowledged events accounted for; ${kept.findings} findings; of ${so.acknowledged.length} lists ${kept.lost} lost, ${kept.doubled} doubled`,
);
if (options.state === undefined) rmSync(state, { recursive: true, force: true });
process.exitCode = dealt === events && kept.lost + kept.doubled === 0 ? 0 : 1;

function sample(): void {
  memory.push(Math.round(watched.residentMiB()));
  if (every === 1) return;
  const minutes = Math.round((performance.now() - began) / 60_000);
  const lists = so.acknowledged.length;
  console.log(
    `minute ${minutes}: ${lists * batch} events acknowledged, ${memory.at(-1)} MiB, ${watched.processorSeconds().toFixed(0)} s of the processor`,
  );
}

function report({ acknowledged, times, bytes, turnedAway }: Sent, took: number, processor: number): void {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part: number): number => Math.round(sorted[Math.floor(part * (sorted.length - 1))] ?? 0);
  const events = acknowledged.length * batch;
  const size = Math.round(bytes / Math.max(1, events));
  console.log(
    `${events} events of ${size} bytes in ${took.toFixed(1)} s: ${Math.round(events / took)} events/s`,
  );
  console.log(
    `${processor.toFixed(1)} s of the processor: ${Math.round(events / processor)} events for each second of it`,
  );
  console.log(
    `answered in ${at(0.5)} ms (median), ${at(0.99)} ms (p99); ${turnedAway} times told to try again`,
  );
  console.log(`memory ${memory.join(' ')} MiB, a number ${every === 1 ? 'a second' : 'a minute'}`);
}
