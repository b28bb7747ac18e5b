import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { auditActivity } from '../../src/formats/audit-activity.ts';
import { createInventory } from '../../src/inventory/inventory.ts';
import { watchBill } from '../../src/inventory/watch-bill.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { isObject, numberAt, stringAt } from '../../src/model/json.ts';
import type { BillRow, WatchBill } from '../../src/model/watch-bill.ts';
import { damaged, withoutBodies } from '../support/damaged-log.ts';

const folder = join(import.meta.dirname, '../../recordings/harbor');
const events = linesOf(gunzipSync(readFileSync(join(folder, 'audit.log.gz'))).toString());
const truth = linesOf(readFileSync(join(folder, 'truth.jsonl'), 'utf8'));

const standing = new Set(['CronJob', 'Deployment', 'DaemonSet', 'CronWorkflow']);

interface Expected {
  /** Audit id of the request that created it. */
  readonly created: string;
  readonly deleted: boolean;
}

/** What the players made, by `Kind namespace/name`, and what of it they deleted. */
const expected = expectedWorkloads();
const present = [...expected].filter(([, { deleted }]) => !deleted).map(([name]) => name);
/** Dropped on a node as a file: no request of a player tells of it. */
const staticPod = 'Pod kube-system/kube-proxy-helper-node-1';

describe('the watch bill at the end of the recording', () => {
  it('knows what to expect', () => {
    assert.equal(expected.size, 34);
    assert.equal(present.length, 24);
  });

  for (const [level, log] of [
    ['whole bodies', events],
    ['headers alone', events.map(withoutBodies)],
  ] as const) {
    it(`from ${level}: every workload that exists, and nothing else`, () => {
      assert.deepEqual(billOf(log).rows.map(nameOf).toSorted(), [...present, staticPod].toSorted());
    });

    it(`from ${level}: who put it there, for certain`, () => {
      for (const row of billOf(log).rows) {
        const made = expected.get(nameOf(row));
        if (made === undefined) continue;
        assert.equal(row.created.evidence?.auditID, made.created, nameOf(row));
        assert.equal(row.created.confidence, 'certain');
      }
    });

    it(`from ${level}: what was deleted, and who wrote it`, () => {
      const gone = billOf(log, { deleted: true }).rows.filter(({ state }) => state === 'deleted');
      assert.deepEqual(
        gone.map(nameOf).toSorted(),
        [...expected]
          .filter(([, { deleted }]) => deleted)
          .map(([name]) => name)
          .toSorted(),
      );
      for (const row of gone) assert.equal(row.deleted?.confidence, 'certain');
    });
  }

  for (const seed of [1, 2, 3]) {
    it(`shuffled, doubled and with gaps (seed ${seed}): nothing that never was, and no wrong author`, () => {
      for (const log of [events, events.map(withoutBodies)]) checkDamaged(damaged(log, seed));
    });
  }

  it('says what it does not know where bodies are not logged', () => {
    const whole = billOf(events).rows.filter(({ body }) => body !== 'whole');
    assert.deepEqual(whole.map(nameOf), ['CronWorkflow data/etl-sync']);
    for (const row of billOf(events.map(withoutBodies)).rows) {
      assert.equal(row.body, 'unseen');
      assert.deepEqual(row.containers, []);
      assert.ok(row.unknown.length > 0);
      assert.notEqual(row.author.confidence === 'certain' && row.changed !== null, true, nameOf(row));
    }
  });

  it('what a controller made counts for its owner', () => {
    const settlement = billOf(events).rows.find(({ name }) => name === 'settlement');
    assert.deepEqual(settlement?.started.counts, { Job: 4, Pod: 4 });
  });

  it('the same input gives the same bill', () => {
    assert.deepEqual(billOf(events), billOf(events));
  });
});

function checkDamaged(log: readonly JsonObject[]): void {
  const { rows } = billOf(log, { deleted: true });
  const known = new Set([...expected.keys(), staticPod]);
  assert.deepEqual(
    rows.map(nameOf).filter(name => !known.has(name)),
    [],
  );
  assert.ok(rows.length >= 0.9 * known.size, `${rows.length}`);
  for (const row of rows.filter(({ created }) => created.evidence !== null)) {
    if (nameOf(row) === staticPod) continue;
    assert.equal(row.created.evidence?.auditID, expected.get(nameOf(row))?.created);
  }
}

function billOf(log: readonly JsonObject[], options: { readonly deleted?: boolean } = {}): WatchBill {
  const inventory = createInventory();
  for (const [index, event] of log.entries()) {
    const origin = { source: 'audit-file', file: 'audit.log', line: index + 1 };
    inventory.take(auditActivity({ event, origin, cluster: '', format: 'kubernetes-audit' }));
  }
  return watchBill(inventory, options);
}

const nameOf = ({ kind, namespace, name }: BillRow): string => `${kind} ${namespace}/${name}`;

function expectedWorkloads(): ReadonlyMap<string, Expected> {
  const found = new Map<string, Expected>();
  for (const line of truth) {
    const [kind = '', namespace = '', name = '', verb = '', auditID = ''] = [
      'kind',
      'namespace',
      'name',
      'verb',
      'auditID',
    ].map(key => stringAt(line, key));
    const status = numberAt(line, 'status') ?? 0;
    if (!standing.has(kind) || status >= 300) continue;
    const key = `${kind} ${namespace}/${name}`;
    const before = found.get(key);
    if (status === 201) found.set(key, { created: auditID, deleted: false });
    else if (verb === 'delete' && before !== undefined) found.set(key, { ...before, deleted: true });
  }
  return found;
}

function linesOf(text: string): readonly JsonObject[] {
  return text
    .split('\n')
    .filter(line => line !== '')
    .map((line): unknown => JSON.parse(line))
    .filter(isObject);
}
