import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JsonObject } from '../../model/json.ts';
import { objectAt, stringAt } from '../../model/json.ts';
import { succeed } from '../../model/result.ts';
import type { Position } from '../../model/store.ts';
import type { Deliveries } from './change-queue.ts';
import type { FakeApi } from './fake-api.ts';
import { startFakeApi, tidy } from './fake-api.ts';
import { kubernetesWatch } from './kubernetes-watch.ts';

let api: FakeApi;
const running: Running[] = [];
beforeEach(async () => {
  api = await startFakeApi();
});
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
  await api.close();
});

interface Running {
  /** `known ADDED tidy 1`: how it was observed, what happened, its name and schedule; or a refusal's detail. */
  readonly told: readonly string[];
  positions(): readonly Position[];
  stop(): Promise<void>;
}

interface Start {
  readonly from?: readonly Position[];
  readonly deliveries?: Deliveries;
  readonly once?: boolean;
}

function start({ from = [], deliveries, once = false }: Start = {}): Running {
  const source = kubernetesWatch({
    name: 'kubernetes-watch:test',
    cluster: 'c',
    access: () => succeed({ server: api.url, insecure: false }),
    kinds: [
      { resource: 'cronjobs', kind: 'CronJob', groups: ['batch', 'old'] },
      { resource: 'jobs', kind: 'Job', groups: ['batch'] },
    ],
    once,
    ...(deliveries && { deliveries }),
  });
  const told: string[] = [];
  const stored = new Map(from.map(position => [position.key, position]));
  const ending = new AbortController();
  const reading = (async () => {
    for await (const { pieces, positions } of source.read(from, ending.signal)) {
      told.push(...pieces.map(piece => ('reason' in piece ? piece.detail : lineOf(piece.bytes))));
      for (const position of positions) stored.set(position.key, position);
    }
  })();
  const begun: Running = {
    told,
    positions: () => [...stored.values()].filter(({ value }) => value !== null),
    stop: async () => {
      ending.abort();
      await reading;
    },
  };
  running.push(begun);
  return begun;
}

function lineOf(bytes: Buffer): string {
  const line: JsonObject = JSON.parse(bytes.toString());
  const object = objectAt(line, 'object');
  const texts = [stringAt(line, 'observed'), stringAt(line, 'type'), stringAt(object, 'kind')];
  return [...texts, stringAt(objectAt(object, 'spec'), 'schedule') ?? '-'].join(' ');
}

async function until(check: () => boolean): Promise<void> {
  for (let tries = 0; !check(); tries += 1) {
    assert.ok(tries < 1_000, 'gave up');
    await sleep(10);
  }
}

const lists = (): number =>
  api.asked.filter(
    ({ pathname, searchParams }) => pathname.endsWith('/cronjobs') && !searchParams.has('watch'),
  ).length;
const watched = (): readonly (string | null)[] =>
  api.asked
    .filter(({ searchParams }) => searchParams.has('watch'))
    .map(url => url.searchParams.get('resourceVersion'));

describe('the source kubernetes-watch', () => {
  it('asks for what is wanted and served alone, and never for Secrets', async () => {
    const watch = start();
    await until(() => api.watchers() === 1);
    await watch.stop();
    const paths = new Set(api.asked.map(({ pathname }) => pathname));
    assert.deepEqual([...paths].toSorted(), [
      '/apis',
      '/apis/batch/v1',
      '/apis/batch/v1/cronjobs',
      '/apis/batch/v2',
    ]);
  });

  it('lists page by page and tells what was there as known, what comes as seen alone', async () => {
    api.pages = [[tidy('5')], [{ ...tidy('6', '2'), metadata: { name: 'b', namespace: 'shop', uid: 'u2' } }]];
    const watch = start();
    await until(() => api.watchers() === 1);
    api.tell('MODIFIED', tidy('101', '3'));
    api.tell('DELETED', tidy('102', '3'));
    await until(() => watch.told.length === 4);
    assert.deepEqual(watch.told, [
      'known ADDED CronJob 1',
      'known ADDED CronJob 2',
      'sole MODIFIED CronJob 3',
      'sole DELETED CronJob -',
    ]);
  });

  it('tells nothing of what changes in its status alone, or is read again', async () => {
    api.pages = [[tidy('5')]];
    const watch = start();
    await until(() => api.watchers() === 1);
    api.tell('MODIFIED', { ...tidy('101'), status: { active: 1 } });
    api.tell('MODIFIED', tidy('102', '1', { managedFields: [{ manager: 'x' }] }));
    api.tell('MODIFIED', tidy('103', '2'));
    await until(() => watch.told.length === 2);
    assert.deepEqual(watch.told, ['known ADDED CronJob 1', 'sole MODIFIED CronJob 2']);
  });

  it('goes on after a restart where it was, without a list and without telling anything twice', async () => {
    api.pages = [[tidy('5')]];
    const first = start();
    await until(() => api.watchers() === 1 && first.positions().length === 2);
    await first.stop();
    const second = start({ from: first.positions() });
    await until(() => api.watchers() === 1);
    assert.deepEqual([lists(), watched().at(-1)], [1, '100']);
    api.tell('ADDED', tidy('5'));
    api.tell('MODIFIED', tidy('104', '4'));
    await until(() => second.told.length > 0);
    assert.deepEqual(second.told, ['sole MODIFIED CronJob 4']);
  });

  it('lists anew when its version is too old, and tells what came, changed and went meanwhile', async () => {
    api.pages = [[tidy('5'), { ...tidy('6'), metadata: { name: 'b', namespace: 'shop', uid: 'u2' } }]];
    const watch = start();
    await until(() => api.watchers() === 1);
    api.pages = [
      [tidy('120', '2'), { ...tidy('121', '9'), metadata: { name: 'c', namespace: 'shop', uid: 'u3' } }],
    ];
    api.tell('ERROR', { kind: 'Status', code: 410, message: 'too old' });
    await until(() => watch.told.length === 5);
    assert.deepEqual(watch.told.slice(2), [
      'sole MODIFIED CronJob 2',
      'sole ADDED CronJob 9',
      'sole DELETED CronJob -',
    ]);
  });

  it('asks again when a connection breaks within a line, from where it was', async () => {
    const watch = start();
    await until(() => api.watchers() === 1);
    api.tell('ADDED', tidy('130'));
    await until(() => watch.told.length === 1);
    api.cut('broken');
    await until(() => watched().length === 2 && api.watchers() === 1);
    assert.equal(watched()[1], '130');
    assert.match(watch.told[1] ?? '', /^cronjobs\.batch: /);
    api.tell('MODIFIED', tidy('131', '2'));
    await until(() => watch.told.length === 3);
  });

  it('says once that it may not, and goes on with the rest', async () => {
    api.refusal = 403;
    const watch = start();
    await until(() => watch.told.length === 1);
    assert.match(watch.told[0] ?? '', /^cronjobs\.batch: 403/);
  });

  it('holds a change back until the audit log had the time to tell of it', async () => {
    let until_ = 0;
    api.pages = [[tidy('5')]];
    const watch = start({ deliveries: { grace: 50, since: 0, until: () => until_ } });
    await until(() => api.watchers() === 1);
    const seenAt = Date.now();
    api.tell('MODIFIED', tidy('101', '2'));
    await sleep(500);
    assert.deepEqual(watch.told, ['known ADDED CronJob 1']);
    const kept = watch.positions().find(({ key }) => key === 'cronjobs.batch');
    assert.equal(kept?.value, '100');
    until_ = seenAt + 60_000;
    await until(() => watch.told.length === 2);
    assert.deepEqual(watch.told[1], 'awaited MODIFIED CronJob 2');
    assert.equal(watch.positions().find(({ key }) => key === 'cronjobs.batch')?.value, '101');
  });

  it('does not ask the audit log about what was before it listened', async () => {
    const created = { creationTimestamp: '2026-01-01T00:00:00Z' };
    const deliveries = { grace: 50, since: Date.now() - 1_000, until: () => Date.now() + 60_000 };
    const watch = start({ deliveries });
    await until(() => api.watchers() === 1);
    api.tell('ADDED', tidy('101', '2', created));
    await until(() => watch.told.length === 1);
    assert.deepEqual(watch.told, ['sole ADDED CronJob 2']);
  });

  it('ends after the list, if that is all that is wanted', async () => {
    api.pages = [[tidy('5')]];
    const watch = start({ once: true });
    await until(() => watch.told.length === 1 && watch.positions().length === 2);
    await sleep(100);
    assert.equal(api.watchers(), 0);
  });
});
