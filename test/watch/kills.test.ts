import assert from 'node:assert/strict';
import { once } from 'node:events';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { seededRandom } from '../../bench/generate/random.ts';
import { newFolder, objectsIn, recording, root, start, watchbill } from '../cli/run-watchbill.ts';
import { freePort, post } from '../cli/watch.ts';

const lines = gunzipSync(readFileSync(recording))
  .toString('utf8')
  .trimEnd()
  .split('\n')
  .filter(line => !/"verb":"(get|list|watch)"|"resource":"(leases|events)"/.test(line));
/** Half of it is followed in a file, the other half comes by webhook, of two clusters. */
const half = lines.length >> 1;
const bodies = Array.from({ length: Math.ceil((lines.length - half) / 20) }, (_, index) => {
  const items = lines.slice(half + index * 20, half + index * 20 + 20);
  return `{"kind":"EventList","apiVersion":"audit.k8s.io/v1","items":[${items.join(',')}]}`;
});

/**
 * For so long the watch is killed; `WATCHBILL_KILL_SECONDS` makes it longer, for a thousand kills and more. Each life begins with loading Node
 * and the rules, so a slow machine sees fewer.
 */
const killingFor = 1_000 * Number(process.env['WATCHBILL_KILL_SECONDS'] ?? 30);
/** The longest life, in milliseconds. */
const longestLife = Number(process.env['WATCHBILL_KILL_LIFE'] ?? 3_000);

interface Setting {
  readonly words: readonly string[];
  readonly log: string;
  readonly port: number;
  readonly state: string;
}

async function newSetting(): Promise<Setting> {
  const [state, log, port] = [join(newFolder(), 'state'), join(newFolder(), 'audit.log'), await freePort()];
  writeFileSync(log, '');
  const rules = ['execution', 'persistence'].flatMap(area => ['--rules', join(root, 'rules', area)]);
  const sources = [`audit-file:${log},cluster=file`, `audit-webhook:127.0.0.1:${port},cluster=webhook`];
  const words = [
    'run',
    '--anomaly',
    '--state',
    state,
    ...rules,
    ...sources.flatMap(source => ['--source', source]),
  ];
  return { words, log, port, state };
}

/** As an API server does: again until it is answered with success. */
async function send(port: number, every: number): Promise<void> {
  for (const body of bodies) {
    while ((await post({ port, body })) !== 200) await sleep(20);
    await sleep(every);
  }
}

async function write(log: string, every: number): Promise<void> {
  for (let at = 0; at < half; at += 25) {
    appendFileSync(log, `${lines.slice(at, Math.min(half, at + 25)).join('\n')}\n`);
    await sleep(every);
  }
}

/** Evidence names the file that was followed: of each setting another, so here it is called alike. */
const stored = ({ state, log }: Setting): ReadonlyMap<string, string> => {
  const of = (what: string) => objectsIn(watchbill([what, '--state', state, '-o', 'ndjson']).out);
  const all = [...of('findings'), ...of('incidents')];
  return new Map(
    all.map(object => [
      `${String(object['type'])} ${String(object['id'])}`,
      JSON.stringify(object).replaceAll(log, 'audit.log'),
    ]),
  );
};

/** Waits until two looks in a row see the same, and the log is read to its end. */
async function settled(setting: Setting): Promise<ReadonlyMap<string, string>> {
  for (let before = stored(setting); ; ) {
    await sleep(1_500);
    const now = stored(setting);
    if (now.size === before.size && now.size > 0) return now;
    before = now;
  }
}

it('killed at any moment under load: the same findings and incidents, none lost, none twice', {
  timeout: 400_000 + 3 * killingFor,
}, async context => {
  const calm = await newSetting();
  const undisturbed = start(calm.words);
  await Promise.all([send(calm.port, 0), write(calm.log, 0)]);
  const expected = await settled(calm);
  const ended = once(undisturbed, 'close');
  undisturbed.kill('SIGTERM');
  assert.equal((await ended)[0], 0);

  const disturbed = await newSetting();
  const { words, log, port } = disturbed;
  const random = seededRandom(11);
  const until = Date.now() + killingFor;
  const every = killingFor / Math.max(bodies.length, half / 25);
  const load = Promise.all([send(port, every), write(log, every)]);
  let kills = 0;
  while (Date.now() < until) {
    const child = start(words);
    const gone = once(child, 'close');
    await sleep(random.below(longestLife));
    child.kill('SIGKILL');
    await gone;
    kills += 1;
  }
  context.diagnostic(`${kills} kills in ${killingFor / 1_000} s`);
  const last = start(words);
  await load;
  const found = await settled(disturbed);
  const closed = once(last, 'close');
  last.kill('SIGTERM');
  assert.equal((await closed)[0], 0);
  assert.ok(kills >= 5, `${kills} kills`);
  assert.deepEqual([...found.keys()].toSorted(), [...expected.keys()].toSorted());
  const changed = [...found].filter(([key, text]) => key.startsWith('finding') && expected.get(key) !== text);
  assert.deepEqual(changed, []);
});
