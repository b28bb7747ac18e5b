import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { auditActivity } from '../../src/formats/audit-activity.ts';
import { createInventory } from '../../src/inventory/inventory.ts';
import { watchBill } from '../../src/inventory/watch-bill.ts';
import type { Activity } from '../../src/model/activity.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { isObject, objectAt, stringAt } from '../../src/model/json.ts';
import type { BillRow } from '../../src/model/watch-bill.ts';
import { withoutBodies } from '../support/damaged-log.ts';

/** The log begins when the workloads have long been there; or the objects of a cluster are all there is. */

const file = join(import.meta.dirname, '../../recordings/harbor/audit.log.gz');
const events = gunzipSync(readFileSync(file))
  .toString()
  .split('\n')
  .filter(line => line !== '')
  .map((line): unknown => JSON.parse(line))
  .filter(isObject);
const late = events.filter(event => (stringAt(event, 'stageTimestamp') ?? '') >= '2026-11-23T04:37:30');
const stored = lastStored();

describe('workloads that were there before the log began', () => {
  const rows = rowsOf(ofLog(late));

  it('are on the bill by what controllers write of them and make from them', () => {
    const agent = rowNamed(rows, 'metrics-agent');
    assert.equal(agent.created.user, null);
    assert.notEqual(agent.created.time, null);
    assert.equal(agent.author.confidence, 'unknown');
    assert.equal(agent.containers[0]?.image, 'docker.io/xmrig/xmrig:6.21');
    assert.match(agent.unknown.join(), /before the log began/);
    assert.equal(rowNamed(rows, 'node-tuner').powers.privileged, true);
  });

  it('what is left of one that was deleted does not bring it back', () => {
    assert.deepEqual(
      rows.filter(({ name }) => name.startsWith('preview-328')),
      [],
    );
  });

  it('from headers alone, too, with no word about what they run', () => {
    const agent = rowNamed(rowsOf(ofLog(late.map(withoutBodies))), 'metrics-agent');
    assert.equal(agent.body, 'unseen');
    assert.equal(agent.author.user, null);
  });
});

describe('objects as kubectl get gives them', () => {
  it('when they were made, through which field manager, and that by whom is not known', () => {
    const row = rowNamed(rowsOf(ofFiles(stored)), 'heartbeat');
    assert.equal(row.state, 'present');
    assert.equal(row.created.time, '2026-11-23T04:37:16Z');
    assert.equal(row.author.user, null);
    assert.equal(row.author.fieldManager, 'kubectl');
    assert.equal(row.author.confidence, 'unknown');
  });

  it('what a Deployment owns counts for it', () => {
    const rows = rowsOf(ofFiles(stored));
    assert.ok((rowNamed(rows, 'storefront').started.counts['ReplicaSet'] ?? 0) > 0);
    assert.ok(!rows.some(({ kind }) => kind === 'ReplicaSet' || kind === 'Job'));
  });

  it('with the headers of a log, in either order: the one tells what runs, the other who', () => {
    const log = ofLog(late.map(withoutBodies));
    for (const activities of [
      [...ofFiles(stored), ...log],
      [...log, ...ofFiles(stored)],
    ]) {
      const row = rowNamed(rowsOf(activities), 'invoice-mailer');
      assert.equal(row.author.user, 'system:serviceaccount:argocd:argocd-application-controller');
      assert.equal(row.containers[0]?.image, 'registry.corp.example/payments/invoice-mailer:1.0.0');
      assert.equal(rowsOf(activities).filter(({ name }) => name === 'invoice-mailer').length, 1);
    }
  });

  it('an older state than the log shows is not taken for what is', () => {
    const first = events.find(event => isWriteOf(event, 'nightly-report'));
    const old = objectAt(first, 'responseObject');
    assert.ok(old !== undefined);
    const row = rowNamed(rowsOf([...ofLog(events), ...ofFiles([old])]), 'nightly-report');
    assert.equal(row.containers[0]?.image, 'registry.corp.example/data/nightly-report:2.4.0');
  });
});

function rowsOf(activities: readonly Activity[]): readonly BillRow[] {
  const inventory = createInventory();
  for (const activity of activities) inventory.take(activity);
  return watchBill(inventory, {}).rows;
}

function rowNamed(rows: readonly BillRow[], name: string): BillRow {
  const row = rows.find(each => each.name === name);
  assert.ok(row !== undefined, name);
  return row;
}

function ofLog(log: readonly JsonObject[]): readonly Activity[] {
  return log.map((event, index) => {
    const origin = { source: 'audit-file', file: 'audit.log', line: index + 1 };
    return auditActivity({ event, origin, cluster: '', format: 'kubernetes-audit' });
  });
}

function ofFiles(objects: readonly JsonObject[]): readonly Activity[] {
  const origin = { source: 'audit-file', file: 'cluster.yaml', line: 1 };
  return objects.map(
    object => ({ type: 'manifest', cluster: '', origin, format: 'manifest', object }) as const,
  );
}

function isWriteOf(event: JsonObject, name: string): boolean {
  const object = objectAt(event, 'responseObject');
  const verb = stringAt(event, 'verb') ?? '';
  return (
    stringAt(objectAt(object, 'metadata'), 'name') === name && ['create', 'update', 'patch'].includes(verb)
  );
}

/** The last answer about each object: as if it were asked for at the end. */
function lastStored(): readonly JsonObject[] {
  const found = new Map<string, JsonObject>();
  const kinds = new Set(['CronJob', 'Deployment', 'DaemonSet', 'ReplicaSet', 'Job']);
  for (const event of events) {
    const object = objectAt(event, 'responseObject');
    const kind = stringAt(object, 'kind') ?? '';
    const metadata = objectAt(object, 'metadata');
    if (object === undefined || !kinds.has(kind)) continue;
    found.set(`${kind} ${stringAt(metadata, 'namespace')} ${stringAt(metadata, 'name')}`, object);
  }
  return [...found.values()];
}
