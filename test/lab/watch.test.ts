/**
 * A real API server whose audit events reach a watch by webhook and by file, while people work: what is planted is found live. The planted
 * object names documentation addresses and is suspended.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringAt } from '../../src/model/json.ts';
import { sqliteReader } from '../../src/stores/sqlite/sqlite-store.ts';
import { newFolder } from '../cli/run-watchbill.ts';
import type { Watching } from '../cli/watch.ts';
import { freePort, startWatch } from '../cli/watch.ts';
import { skipWithout } from './cluster.ts';
import type { ControlPlane } from './control-plane.ts';
import { findControlPlane, startControlPlane, until } from './control-plane.ts';
import { planted } from './planted.ts';
import { request } from './request.ts';

const policy = `
apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
- {level: None, resources: [{group: "", resources: [events]}, {group: coordination.k8s.io}]}
- {level: RequestResponse, verbs: [create, update, patch, delete], resources: [{group: batch}, {group: apps}, {group: "", resources: [pods]}]}
- {level: Metadata}
`;

const found = findControlPlane();
const skip = skipWithout(found);

describe('a watch on a real API server', { skip }, () => {
  let plane: ControlPlane;
  let watching: Watching;
  let words: readonly string[] = [];
  const state = join(newFolder(), 'state');

  const whereFound = (name: string): readonly string[] => {
    const reader = sqliteReader(state);
    const clusters = [...reader.findings({ severity: 'high' })]
      .filter(({ item }) => item.workload.name === name && item.detector.type === 'cel')
      .map(({ item }) => item.workload.cluster);
    reader.close();
    return [...new Set(clusters)].toSorted();
  };
  const create = (name: string) =>
    request(`${plane.url}/apis/batch/v1/namespaces/default/cronjobs`, {
      token: 'alice-token',
      method: 'POST',
      body: planted(name),
    });
  /** Milliseconds from the server's answer until the finding is stored, for each way. */
  const timed = async (name: string): Promise<ReadonlyMap<string, number>> => {
    const answer = await create(name);
    assert.equal(answer.code, 201, answer.body);
    const began = performance.now();
    const times = new Map<string, number>();
    while (times.size < 2 && performance.now() - began < 30_000) {
      for (const cluster of whereFound(name))
        if (!times.has(cluster)) times.set(cluster, performance.now() - began);
      await sleep(10);
    }
    return times;
  };

  before(async () => {
    assert.ok('path' in found, 'missing' in found ? found.missing : '');
    const port = await freePort();
    const auditWebhook = JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'watch',
      clusters: [{ name: 'watch', cluster: { server: `http://127.0.0.1:${port}/lab` } }],
      users: [{ name: 'apiserver', user: {} }],
      contexts: [{ name: 'watch', context: { cluster: 'watch', user: 'apiserver' } }],
    });
    plane = await startControlPlane(found.path, { auditPolicy: policy, auditWebhook });
    words = [
      ...['--state', state],
      ...['--source', `audit-file:${plane.auditLog},cluster=by-file`],
      ...['--source', `audit-webhook:127.0.0.1:${port},cluster=by-webhook,path=/lab`],
    ];
    watching = await startWatch(words);
    plane.kubectl('admin', [
      ...['create', 'clusterrolebinding', 'alice'],
      ...['--clusterrole', 'cluster-admin', '--user', 'alice@corp.example'],
    ]);
  });

  after(async () => {
    await watching?.kill('SIGTERM');
    await plane?.stop();
  });

  test('what is planted is found by file and by webhook, soon after the answer', async context => {
    const ways = new Map<string, number[]>([
      ['by-file', []],
      ['by-webhook', []],
    ]);
    for (let number = 0; number < 10; number += 1) {
      const times = await timed(`planted-${number}`);
      for (const [way, all] of ways) all.push(times.get(way) ?? Number.POSITIVE_INFINITY);
    }
    for (const [way, times] of ways) {
      const sorted = times.toSorted((a, b) => a - b);
      assert.ok(times.every(Number.isFinite), `${way}: found every time`);
      context.diagnostic(
        `${way}: median ${Math.round(sorted[5] ?? 0)} ms, worst ${Math.round(sorted[9] ?? 0)} ms`,
      );
    }
  });

  test('killed and away while it is planted: found when it is back, in the file and sent again by the server', async () => {
    const gone = once(watching.child, 'close');
    watching.child.kill('SIGKILL');
    await gone;
    await create('while-away');
    await sleep(2_000);
    watching = await startWatch(words);
    await until('both ways', () => whereFound('while-away').length === 2);
    assert.deepEqual(whereFound('while-away'), ['by-file', 'by-webhook']);
  });

  test('a person is named, and the story is told', () => {
    const reader = sqliteReader(state);
    const incident = [...reader.incidents({})].find(({ item }) => item.workload.name === 'planted-0')?.item;
    reader.close();
    assert.equal(stringAt(incident?.actor, 'user'), 'alice@corp.example');
    assert.ok((incident?.findings.length ?? 0) > 1);
    assert.ok(readFileSync(join(state, 'watchbill.db')).length > 0);
  });
});
