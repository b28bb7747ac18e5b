import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { byFamily, figuresOf } from './figures.ts';
import type { Alert } from './judge.ts';
import { judge } from './judge.ts';
import { readTruth } from './truth.ts';

const at = (time: string): number => Date.parse(`2026-11-23T${time}Z`);

const lines = [
  {
    auditID: 'a1',
    label: 'malicious',
    scenario: 'made',
    verb: 'create',
    kind: 'CronJob',
    namespace: 'data',
    name: 'sync',
    time: '2026-11-23T10:00:00Z',
  },
  {
    auditID: 'a2',
    label: 'malicious',
    scenario: 'changed',
    style: 'quiet',
    verb: 'patch',
    kind: 'Deployment',
    namespace: 'web',
    name: 'shop',
    time: '2026-11-23T11:00:00Z',
  },
  {
    label: 'malicious',
    scenario: 'no-request',
    verb: 'create',
    kind: 'Pod',
    namespace: 'kube-system',
    name: 'proxy-node-1',
    time: '2026-11-23T12:00:00Z',
  },
  {
    auditID: 'b1',
    label: 'benign',
    scenario: 'rollout',
    verb: 'patch',
    kind: 'Deployment',
    namespace: 'web',
    name: 'shop',
    time: '2026-11-23T11:30:00Z',
  },
];
const truth = readTruth(lines.map(line => JSON.stringify(line)).join('\n'));
assert.ok(truth.ok);
const known = truth.value;

const alert = (more: Partial<Alert> & { kind?: string; namespace?: string; name?: string }): Alert => {
  const { kind = 'Deployment', namespace = 'web', name = 'shop', from = at('11:30:00'), ...rest } = more;
  const workload = { kind, namespace, name };
  return {
    id: 'i',
    title: 't',
    severity: 'medium',
    workload,
    auditIDs: [],
    from,
    to: from,
    raisedAt: from,
    ...rest,
  };
};
const judged = (...alerts: readonly Alert[]) =>
  judge({ world: 'w', truth: known, alerts, since: at('09:00:00'), until: at('21:00:00') });
const found = (...alerts: readonly Alert[]) =>
  judged(...alerts)
    .scenarios.filter(outcome => outcome.alert !== undefined)
    .map(({ scenario }) => scenario);

describe('what counts as found', () => {
  const cases: readonly (readonly [string, Alert, readonly string[]])[] = [
    [
      'evidence of its request, whatever the object',
      alert({ auditIDs: ['x', 'a2'], name: 'other' }),
      ['changed'],
    ],
    ['an honest request to the same object is not', alert({ auditIDs: ['b1'] }), []],
    [
      'the object that it made',
      alert({ kind: 'CronJob', namespace: 'data', name: 'sync', from: at('13:00:00') }),
      ['made'],
    ],
    [
      'the same name in another namespace is not',
      alert({ kind: 'CronJob', name: 'sync', from: at('13:00:00') }),
      [],
    ],
    [
      'the same object before the attack is not',
      alert({ kind: 'CronJob', namespace: 'data', name: 'sync', from: at('09:30:00') }),
      [],
    ],
    [
      'a Job that its CronJob started',
      alert({ kind: 'Job', namespace: 'data', name: 'sync-29923500', from: at('13:00:00') }),
      ['made'],
    ],
    [
      'a pod of that Job',
      alert({ kind: 'Pod', namespace: 'data', name: 'sync-29923500-x2k9z', from: at('13:00:00') }),
      ['made'],
    ],
    [
      'a neighbour whose name begins alike is not',
      alert({ kind: 'Job', namespace: 'data', name: 'sync-everything-else', from: at('13:00:00') }),
      [],
    ],
    [
      'what shows without a request',
      alert({ kind: 'Pod', namespace: 'kube-system', name: 'proxy-node-1', from: at('12:00:01') }),
      ['no-request'],
    ],
    ['below medium nobody was told', alert({ auditIDs: ['a2'], severity: 'low' }), []],
  ];
  for (const [name, given, expected] of cases) it(name, () => assert.deepEqual(found(given), expected));
});

it('what holds no malicious request is wrong, and what came before the end of learning is neither', () => {
  const { alerts, wrong, early } = judged(
    alert({ id: 'right', auditIDs: ['a1'] }),
    alert({ id: 'wrong', auditIDs: ['b1'] }),
    alert({ id: 'early', auditIDs: ['b0'], from: at('08:00:00') }),
    alert({ id: 'quiet', auditIDs: ['b1'], severity: 'low' }),
  );
  assert.equal(alerts, 2);
  assert.deepEqual(
    wrong.map(({ id, honest }) => [id, honest]),
    [['wrong', ['rollout']]],
  );
  assert.deepEqual(
    early.map(({ id }) => id),
    ['early'],
  );
});

it('the time to detect is that of the first alert', () => {
  const { scenarios: outcomes } = judged(
    alert({ id: 'later', auditIDs: ['a1'], from: at('12:00:00') }),
    alert({ id: 'first', auditIDs: ['a1'], from: at('10:01:30') }),
  );
  const made = outcomes.find(({ scenario }) => scenario === 'made');
  assert.equal(made?.alert?.id, 'first');
  assert.equal(made?.secondsToDetect, 90);
});

it('figures of two worlds are of both together', () => {
  const one = judged(alert({ auditIDs: ['a1'] }), alert({ auditIDs: ['b1'] }), alert({ auditIDs: ['b2'] }));
  const figures = figuresOf([one, judged()]);
  assert.equal(figures.clusterDays, 1);
  assert.deepEqual(figures.recall, { found: 1, of: 6 });
  assert.deepEqual(figures.loud, { found: 1, of: 4 });
  assert.deepEqual(figures.quiet, { found: 0, of: 2 });
  assert.equal(figures.wrongPerClusterWeek, 14);
  assert.equal(figures.precision, 1 / 3);
  assert.deepEqual(byFamily([one]).at(-1), ['made', { found: 1, of: 1 }]);
});

it('a truth that cannot be used says where', () => {
  for (const [text, problem] of [
    ['{"label":"benign"}\n{"label":"evil"}', /^line 2: .*label/],
    ['{"label":"benign"}\nnot json', /^line 2: /],
    ['{"label":"malicious","scenario":"s","time":"soon"}', /^line 1: .*time/],
  ] as const) {
    const read = readTruth(text);
    assert.ok(!read.ok);
    assert.match(read.error, problem);
  }
});
