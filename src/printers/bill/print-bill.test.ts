import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { BillAct, BillRow, WatchBill } from '../../model/watch-bill.ts';
import { columnsOf } from '../columns.ts';
import { billFormats, printBill } from './print-bill.ts';

const act: BillAct = {
  time: '2026-11-23T04:37:02.000000Z',
  user: 'dev@corp.example',
  effectiveUser: 'dev@corp.example',
  userAgent: 'kubectl/v1.37.2',
  sourceIPs: ['198.51.100.7'],
  pod: '',
  fieldManager: 'kubectl-create',
  confidence: 'certain',
  what: 'created it',
  evidence: null,
};

const row: BillRow = {
  cluster: '',
  group: 'batch',
  kind: 'CronJob',
  namespace: 'data',
  name: 'backup',
  uid: 'u-1',
  type: 'scheduled',
  state: 'present',
  body: 'whole',
  created: act,
  changed: null,
  author: act,
  deleted: null,
  schedule: {
    texts: ['30 2 * * *'],
    dialect: 'kubernetes',
    words: 'at 02:30',
    timeZone: 'Europe/Berlin',
    timeZoneAssumed: false,
    suspended: false,
    next: '2026-11-24T01:30:00Z',
    never: false,
    problem: '',
    runsPerDay: 1,
    notes: [],
  },
  replicas: null,
  everyNode: false,
  containers: [
    {
      name: 'main',
      role: 'container',
      image: 'registry.example/backup:1',
      command: 'sh -c "tar c /data"',
      by: { user: 'dev@corp.example', effectiveUser: 'dev@corp.example', time: act.time },
    },
  ],
  moreContainers: 0,
  powers: {
    privileged: true,
    hostNetwork: false,
    hostPID: false,
    hostIPC: false,
    hostPaths: ['/'],
    capabilities: ['SYS_ADMIN'],
    serviceAccount: 'backup',
  },
  provenance: null,
  through: [],
  file: '',
  owner: null,
  started: { counts: { Job: 2, Pod: 2 }, last: '2026-11-23T04:30:00.000000Z', confidence: 'certain' },
  unknown: [],
};

const at = '2026-11-23T04:40:00.000Z';
const billOf = (...rows: readonly BillRow[]): WatchBill => ({ at, rows, leftOut: {}, blind: [] });
const lineOf = (changed: Partial<BillRow>): string =>
  printBill(billOf({ ...row, ...changed }), 'table', 400)
    .split('\n')[1]
    ?.trim() ?? '';

describe('a line a workload', () => {
  it('says when, who, with what powers', () => {
    assert.equal(
      lineOf({}).replace(/ {2,}/g, ' | '),
      'data | CronJob/backup | in 20h50m | at 02:30 Europe/Berlin | dev@corp.example | 2m58s | privileged, SYS_ADMIN, hostPath / | registry.example/backup:1 | sh -c "tar c /data" | 2 Jobs, 2 Pods, last 10m | -',
    );
  });

  const when = row.schedule;
  assert.ok(when !== null);
  const runs: readonly (readonly [string, Partial<BillRow>])[] = [
    ['suspended', { schedule: { ...when, suspended: true, next: null } }],
    ['never', { schedule: { ...when, never: true, next: null } }],
    ['unreadable', { schedule: { ...when, problem: 'the wrong number of fields', next: null } }],
    ['not logged', { schedule: { ...when, texts: [], next: null }, body: 'unseen' }],
    ['always, 3x', { schedule: null, type: 'persistent', replicas: 3 }],
    ['scaled to 0', { schedule: null, type: 'persistent', replicas: 0 }],
    ['every node', { schedule: null, type: 'persistent', everyNode: true }],
    ['static pod', { schedule: null, type: 'static' }],
    ['on triggers', { schedule: null, type: 'triggered' }],
    ['once', { schedule: null, type: 'once' }],
  ];
  for (const [words, changed] of runs)
    it(words, () => assert.equal(lineOf(changed).split(/ {2,}/)[2], words));

  const people: readonly (readonly [string, Partial<BillRow>])[] = [
    ['dev@corp.example ?', { author: { ...act, confidence: 'probable' } }],
    ['dev@corp.example as admin', { author: { ...act, effectiveUser: 'admin' } }],
    ['unknown (kubectl-edit) +1', { author: { ...act, user: null, fieldManager: 'kubectl-edit' } }],
    ['unknown (a file on the node)', { author: { ...act, user: null }, type: 'static', schedule: null }],
    ['in cronjob.yaml:3', { author: { ...act, user: null }, state: 'proposed', file: '/srv/cronjob.yaml:3' }],
    [
      'sa:ci:deployer +1',
      { author: { ...act, user: 'system:serviceaccount:ci:deployer', effectiveUser: '' } },
    ],
  ];
  for (const [words, changed] of people)
    it(words, () => assert.ok(lineOf(changed).split(/ {2,}/).includes(words), lineOf(changed)));
});

it('wide: everybody who wrote a container', () => {
  const author = { ...act, user: 'system:serviceaccount:ci:deployer', effectiveUser: '' };
  assert.match(
    printBill(billOf({ ...row, author }), 'wide', 80),
    / {2}sa:ci:deployer and dev@corp\.example {2}/,
  );
});

/** What a terminal obeys, what reorders or hides, what ends a cell or begins a formula. */
const hostile = fc.oneof(
  fc.constantFrom(
    '\u001b[31mred',
    '\u009b2J',
    'a\u202eb',
    'a\u200bb',
    'a\nb',
    '=HYPERLINK("http://203.0.113.1")',
    '+1|2',
    '@SUM(1)',
    '-2+3',
    '\t=1',
    '"quoted"',
    '`code`|',
    '[x](http://203.0.113.1)',
    '<img src=x>',
    '界'.repeat(40),
    '\ud800',
  ),
  fc.string(),
);

const hostileRow = fc
  .record({
    name: hostile,
    namespace: hostile,
    user: hostile,
    image: hostile,
    command: hostile,
    what: hostile,
  })
  .map(
    ({ name, namespace, user, image, command, what }): BillRow => ({
      ...row,
      ...{ name, namespace },
      author: { ...act, user, effectiveUser: user, what },
      changed: { ...act, user, what },
      containers: [{ name, role: 'container', image, command, by: { user, effectiveUser: '', time: null } }],
    }),
  );

describe('names from the log are hostile', () => {
  for (const format of billFormats)
    it(`${format}: nothing reaches a terminal raw, and no row becomes two`, () => {
      fc.assert(
        fc.property(fc.array(hostileRow, { minLength: 1, maxLength: 3 }), rows => {
          const text = printBill(billOf(...rows), format, 120);
          const lines = text.split(/\r?\n/);
          assert.doesNotMatch(lines.join(''), /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
          const expected = { table: 1, wide: 1, csv: 1, markdown: 2, ndjson: 0 };
          if (format !== 'json') assert.equal(lines.length, rows.length + expected[format]);
          if (format === 'table') assert.ok(lines.every(line => columnsOf(line) <= 120));
        }),
        { numRuns: 200 },
      );
    });

  it('json and ndjson: any parser reads the same value', () => {
    fc.assert(
      fc.property(hostileRow, hostileOne => {
        const bill = billOf(hostileOne);
        assert.deepEqual(JSON.parse(printBill(bill, 'json', 80)), JSON.parse(JSON.stringify(bill)));
        assert.deepEqual(JSON.parse(printBill(bill, 'ndjson', 80)), JSON.parse(JSON.stringify(hostileOne)));
      }),
      { numRuns: 200 },
    );
  });

  it('csv: no cell is a formula', () => {
    fc.assert(
      fc.property(hostileRow, hostileOne => {
        const [, line = ''] = printBill(billOf(hostileOne), 'csv', 80).split('\r\n');
        const cells = [...line.matchAll(/"((?:[^"]|"")*)"/g)].map(([, cell = '']) => cell);
        for (const cell of cells) assert.ok(cell === '-' || !/^\s*[=+\-@\t\r]/.test(cell), cell);
      }),
      { numRuns: 200 },
    );
  });

  it('markdown: all of it is code', () => {
    fc.assert(
      fc.property(hostileRow, hostileOne => {
        const line = printBill(billOf(hostileOne), 'markdown', 80).split('\n').at(-1) ?? '';
        const prose = line.replace(/(`+)(?:(?!\1).|\1`)*?\1(?!`)/g, '');
        assert.doesNotMatch(prose.replaceAll('\\|', ''), /[<[@\]]/);
      }),
      { numRuns: 200 },
    );
  });
});
