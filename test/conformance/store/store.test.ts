import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { describe, it } from 'node:test';
import type { Finding, Incident } from '../../../src/model/finding.ts';
import type { Refusal } from '../../../src/model/refusal.ts';
import type { Commit, JournalEntry, Store } from '../../../src/model/store.ts';
import { memoryStore } from '../../../src/stores/memory/memory-store.ts';
import { sqliteStore } from '../../../src/stores/sqlite/sqlite-store.ts';

/** How to make one, and how to make it again after its process has ended: a store that does not outlive it gives itself back. */
interface Maker {
  readonly open: () => Store;
  readonly again: (store: Store) => Store;
}

const makers: Readonly<Record<string, (context: TestContext) => Maker>> = {
  memory: () => ({ open: () => memoryStore('salt'), again: store => store }),
  sqlite: context => {
    const folder = mkdtempSync(join(tmpdir(), 'watchbill-store-'));
    context.after(() => rmSync(folder, { recursive: true, force: true }));
    const open = (): Store => sqliteStore({ folder, newSalt: () => 'salt' });
    return {
      open,
      again: store => {
        store.close();
        return open();
      },
    };
  },
};

const nothing: Commit = {
  at: 1_000,
  findings: [],
  incidents: [],
  refusals: [],
  journal: [],
  memory: new Map(),
  seen: [],
  positions: [],
  counts: new Map(),
};

const finding = (id: string, time: string | null = '2026-11-23T04:00:00Z'): Finding => ({
  type: 'finding',
  id,
  time,
  title: 'A title with "quotes", \u001b and ü',
  severity: 'high',
  detector: { type: 'sigma', id: 'rule', title: 'Rule' },
  attack: [],
  workload: { cluster: 'c', group: 'batch', kind: 'CronJob', namespace: 'n', name: 'x', uid: '' },
  actor: null,
  action: { verb: 'create', subresource: '', outcome: 'allowed' },
  reasons: ['because'],
  evidence: [],
  visibility: { level: 'Request', missing: [] },
});

const incident = (id: string, findings: readonly string[]): Incident => ({
  type: 'incident',
  id,
  severity: 'medium',
  title: 't',
  story: 's',
  workload: finding('').workload,
  actor: null,
  attack: [],
  findings,
  evidence: [],
  firstSeen: '2026-11-23T04:00:00Z',
  lastSeen: '2026-11-23T05:00:00Z',
  moments: [],
});

const entry = (object: string, changes: Partial<JournalEntry> = {}): JournalEntry => ({
  object,
  whole: false,
  gone: false,
  body: `{"about":"${object}"}`,
  ...changes,
});

const refusal = (line: number): Refusal => ({
  reason: 'not-json',
  detail: `line ${line}`,
  origin: { source: 'audit-file', file: 'a.log', line },
});

const items = <Item>(stored: Iterable<{ readonly item: Item }>): readonly Item[] =>
  [...stored].map(({ item }) => item);

for (const [name, make] of Object.entries(makers)) {
  describe(`the ${name} store`, () => {
    it('gives back the very findings and incidents, in the order of storing, after a restart too', context => {
      const { open, again } = make(context);
      const first = open();
      const made = [finding('b'), finding('a', null)];
      first.commit({ ...nothing, findings: made, incidents: [incident('i', ['b'])] });
      const store = again(first);
      assert.deepEqual(items(store.findings({})), made);
      assert.deepEqual(items(store.incidents({})), [incident('i', ['b'])]);
      store.close();
    });

    it('stores a finding once, and an incident as it is last, at a later place', context => {
      const store = make(context).open();
      store.commit({
        ...nothing,
        findings: [finding('a')],
        incidents: [incident('i', ['a']), incident('j', ['a'])],
      });
      const last = [...store.incidents({})].at(-1)?.place ?? 0;
      store.commit({
        ...nothing,
        findings: [finding('a'), finding('b')],
        incidents: [incident('i', ['a', 'b'])],
      });
      assert.deepEqual(
        items(store.findings({})).map(({ id }) => id),
        ['a', 'b'],
      );
      assert.deepEqual(
        items(store.incidents({})).map(({ id, findings }) => [id, findings.length]),
        [
          ['j', 1],
          ['i', 2],
        ],
      );
      const later = () => items(store.incidents({ after: last })).map(({ id }) => id);
      assert.deepEqual(later(), ['i']);
      store.commit({ ...nothing, incidents: [incident('j', ['a'])] });
      assert.deepEqual(later(), ['i'], 'the same once more is no change');
      store.close();
    });

    it('is asked by place, time and severity; what has no time is always among it', context => {
      const store = make(context).open();
      const made = [
        finding('old', '2026-01-01T00:00:00Z'),
        finding('new'),
        finding('none', null),
        { ...finding('low'), severity: 'low' as const },
      ];
      store.commit({ ...nothing, findings: made });
      const ids = (query: Parameters<Store['findings']>[0]) =>
        items(store.findings(query)).map(({ id }) => id);
      assert.deepEqual(ids({ since: '2026-11-01T00:00:00Z' }), ['new', 'none', 'low']);
      assert.deepEqual(ids({ severity: 'medium' }), ['old', 'new', 'none']);
      const [, second] = store.findings({});
      assert.deepEqual(ids({ after: second?.place ?? 0 }), ['none', 'low']);
      store.close();
    });

    it('remembers the last value of each entry by part, in the order of last change, and forgets', context => {
      const { open, again } = make(context);
      const first = open();
      const change = (key: string, value: string | null) => ({ key, value });
      first.commit({
        ...nothing,
        memory: new Map([
          ['cel', [change('a', '1'), change('b', '2'), change('c', '3')]],
          ['other', [change('a', '9')]],
        ]),
      });
      first.commit({ ...nothing, memory: new Map([['cel', [change('a', '4'), change('c', null)]]]) });
      const store = again(first);
      assert.deepEqual([...store.memory('cel')], [change('b', '2'), change('a', '4')]);
      assert.deepEqual([...store.memory('other')], [change('a', '9')]);
      assert.deepEqual([...store.memory('nothing')], []);
      store.close();
    });

    it('keeps positions by source, counts, refusals with the first examples, and what was seen', context => {
      const { open, again } = make(context);
      const first = open();
      const position = (source: string, key: string, value: string | null) => ({ source, key, value });
      first.commit({
        ...nothing,
        positions: [position('s', 'k', '1'), position('s', 'l', '2'), position('t', 'k', '3')],
        counts: new Map([['events', 3]]),
        refusals: [1, 2, 3, 4].map(refusal),
        seen: ['x', 'y'],
      });
      first.commit({
        ...nothing,
        positions: [position('s', 'k', '4'), position('s', 'l', null)],
        counts: new Map([['events', 4]]),
        refusals: [refusal(5)],
        seen: ['z'],
      });
      const store = again(first);
      assert.deepEqual(store.positions('s'), [position('s', 'k', '4')]);
      assert.deepEqual(store.positions('t'), [position('t', 'k', '3')]);
      assert.equal(store.counts().get('events'), 7);
      assert.deepEqual(store.refusals(), [
        { source: 'audit-file', reason: 'not-json', count: 5, examples: [1, 2, 3].map(refusal) },
      ]);
      assert.deepEqual([...store.seen()], ['x', 'y', 'z']);
      assert.equal(store.salt, 'salt');
      store.close();
    });

    it('keeps the journal in order; of what is old, only what tells how an object is now', context => {
      const { open, again } = make(context);
      const first = open();
      first.commit({
        ...nothing,
        at: 10,
        journal: [
          entry('a', { whole: true }),
          entry('a'),
          entry('', { body: '{"match":1}' }),
          entry('b', { whole: true }),
          entry('c', { whole: true }),
        ],
      });
      first.commit({
        ...nothing,
        at: 20,
        journal: [entry('a', { whole: true, body: '{"a":2}' }), entry('b', { gone: true })],
      });
      first.commit({ ...nothing, at: 30, journal: [entry('a', { body: '{"a":3}' })] });
      assert.equal([...first.journal()].length, 8);
      first.retain({ journalBefore: 25 });
      const store = again(first);
      assert.deepEqual(
        [...store.journal()].map(({ object, body }) => [object, body]),
        [
          ['c', '{"about":"c"}'],
          ['a', '{"a":2}'],
          ['a', '{"a":3}'],
        ],
      );
      store.retain({ maxJournal: 1 });
      assert.deepEqual(
        [...store.journal()].map(({ body }) => body),
        ['{"a":3}'],
      );
      store.close();
    });

    it('forgets findings and incidents by the time of storing', context => {
      const store = make(context).open();
      store.commit({ ...nothing, at: 10, findings: [finding('a')], incidents: [incident('i', ['a'])] });
      store.commit({ ...nothing, at: 20, findings: [finding('b')], incidents: [incident('j', ['b'])] });
      assert.equal(store.retain({ findingsBefore: 15 }), 2);
      assert.deepEqual(
        items(store.findings({})).map(({ id }) => id),
        ['b'],
      );
      assert.deepEqual(
        items(store.incidents({})).map(({ id }) => id),
        ['j'],
      );
      store.close();
    });
  });
}
