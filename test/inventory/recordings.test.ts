import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
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

const folder = join(import.meta.dirname, '../../recordings');
const names = readdirSync(folder, { withFileTypes: true })
  .filter(entry => entry.isDirectory())
  .map(({ name }) => name);

const standing = new Set(['CronJob', 'Deployment', 'DaemonSet', 'StatefulSet', 'CronWorkflow']);

interface Expected {
  /** Audit id of the request that created it. */
  readonly created: string;
  readonly deleted: boolean;
}

type Lives = ReadonlyMap<string, readonly Expected[]>;

interface Recording {
  readonly events: readonly JsonObject[];
  /** What the players made, by `Kind namespace/name`, one after the other, and what of it they deleted. */
  readonly expected: Lives;
}

it('there are recordings, and what to expect of one is known', () => {
  assert.ok(names.includes('harbor'));
  const { expected } = recordingOf('harbor');
  assert.equal(expected.size, 34);
  assert.equal(presentOf(expected).length, 24);
});

for (const name of names) {
  describe(`the watch bill at the end of ${name}`, () => {
    const { events, expected } = recordingOf(name);
    for (const [level, log] of [
      ['whole bodies', events],
      ['headers alone', events.map(withoutBodies)],
    ] as const) {
      it(`from ${level}: every workload that exists, and nothing else but static pods`, () => {
        const { rows } = billOf(log);
        const others = rows.filter(({ type }) => type !== 'static');
        assert.deepEqual(others.map(nameOf).toSorted(), presentOf(expected).toSorted());
        for (const row of rows.filter(({ type }) => type === 'static')) assert.equal(row.author.user, null);
      });

      it(`from ${level}: who put it there, for certain`, () => {
        for (const row of billOf(log).rows) {
          const made = expected.get(nameOf(row))?.at(-1);
          if (made === undefined) continue;
          assert.equal(row.created.evidence?.auditID, made.created, nameOf(row));
          assert.equal(row.created.confidence, 'certain');
        }
      });

      it(`from ${level}: what was deleted`, () => {
        const gone = billOf(log, true).rows.filter(({ state }) => state === 'deleted');
        const deleted = [...expected].flatMap(([key, lives]) =>
          lives.filter(made => made.deleted).map(() => key),
        );
        assert.deepEqual(gone.map(nameOf).toSorted(), deleted.toSorted());
        for (const row of gone) assert.equal(row.deleted?.confidence, 'certain');
      });
    }
  });
}

describe('harbor, damaged', () => {
  const { events, expected } = recordingOf('harbor');
  for (const seed of [1, 2, 3])
    it(`shuffled, doubled and with gaps (seed ${seed}): nothing that never was, and no wrong author`, () => {
      for (const log of [events, events.map(withoutBodies)]) checkDamaged(damaged(log, seed), expected);
    });
});

describe('harbor', () => {
  const { events } = recordingOf('harbor');

  it('has the static pod, which a file on a node made', () => {
    const row = billOf(events).rows.find(({ type }) => type === 'static');
    assert.equal(row && nameOf(row), 'Pod kube-system/kube-proxy-helper-node-1');
    assert.match(row?.author.what ?? '', /a file on the node/);
  });

  it('says what it does not know where bodies are not logged', () => {
    const hidden = billOf(events).rows.filter(({ body }) => body !== 'whole');
    assert.deepEqual(hidden.map(nameOf), ['CronWorkflow data/etl-sync']);
    for (const row of billOf(events.map(withoutBodies)).rows) {
      assert.equal(row.body, 'unseen');
      assert.deepEqual(row.containers, []);
      assert.ok(row.unknown.length > 0);
      assert.ok(row.author.confidence !== 'certain' || row.changed === null, nameOf(row));
    }
  });

  it('names everybody who wrote a container', () => {
    const ledger = billOf(events).rows.find(({ name }) => name === 'ledger');
    assert.deepEqual(
      ledger?.containers.map(({ name, by }) => `${name} ${by.user}`),
      [
        'log-agent contractor@corp.example',
        'main system:serviceaccount:argocd:argocd-application-controller',
      ],
    );
  });

  it('what a controller made counts for its owner', () => {
    const settlement = billOf(events).rows.find(({ name }) => name === 'settlement');
    assert.deepEqual(settlement?.started.counts, { Job: 4, Pod: 4 });
  });

  it('the same input gives the same bill', () => {
    assert.deepEqual(billOf(events), billOf(events));
  });
});

function recordingOf(name: string): Recording {
  const events = linesOf(gunzipSync(readFileSync(join(folder, name, 'audit.log.gz'))).toString());
  return {
    events,
    expected: expectedWorkloads(linesOf(readFileSync(join(folder, name, 'truth.jsonl'), 'utf8'))),
  };
}

const presentOf = (expected: Lives): readonly string[] =>
  [...expected].filter(([, lives]) => lives.at(-1)?.deleted === false).map(([name]) => name);

function checkDamaged(log: readonly JsonObject[], expected: Lives): void {
  const rows = billOf(log, true).rows.filter(({ type }) => type !== 'static');
  assert.deepEqual(
    rows.map(nameOf).filter(name => !expected.has(name)),
    [],
  );
  assert.ok(rows.length >= 0.9 * expected.size, `${rows.length}`);
  for (const row of rows.filter(({ created }) => created.evidence !== null))
    assert.ok(expected.get(nameOf(row))?.some(({ created }) => created === row.created.evidence?.auditID));
}

function billOf(log: readonly JsonObject[], deleted = false): WatchBill {
  const inventory = createInventory();
  for (const [index, event] of log.entries()) {
    const origin = { source: 'audit-file', file: 'audit.log', line: index + 1 };
    inventory.take(auditActivity({ event, origin, cluster: '', format: 'kubernetes-audit' }));
  }
  return watchBill(inventory, { deleted });
}

const nameOf = ({ kind, namespace, name }: BillRow): string => `${kind} ${namespace}/${name}`;

function expectedWorkloads(truth: readonly JsonObject[]): Lives {
  const found = new Map<string, readonly Expected[]>();
  for (const line of truth) {
    const text = (key: string): string => stringAt(line, key) ?? '';
    const status = numberAt(line, 'status') ?? 0;
    if (!standing.has(text('kind')) || status >= 300) continue;
    const key = `${text('kind')} ${text('namespace')}/${text('name')}`;
    const lives = found.get(key) ?? [];
    const last = lives.at(-1);
    if (status === 201) found.set(key, [...lives, { created: text('auditID'), deleted: false }]);
    else if (text('verb') === 'delete' && last !== undefined)
      found.set(key, [...lives.slice(0, -1), { ...last, deleted: true }]);
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
