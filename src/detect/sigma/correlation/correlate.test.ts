import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestEvent } from '../../../../test/support/correlations.ts';
import { eventOf, rulesFor, run, summary } from '../../../../test/support/correlations.ts';
import { auditActivity } from '../../../formats/audit-activity.ts';
import { parseRuleFile } from '../../rules/parse-rule-file.ts';
import { compileSigma } from '../compile-sigma.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';

interface Case {
  readonly name: string;
  /** The correlation section, in one line. */
  readonly correlation: string;
  readonly events: readonly TestEvent[];
  /** `C@second of the event that set it off`. */
  readonly fires: readonly string[];
}

const verbs = ['create', 'delete', 'get', 'patch'];

function signalsOf(correlation: string, events: readonly TestEvent[]) {
  const yaml = rulesFor(verbs, `title: C\nid: c\nstatus: test\nlevel: high\ncorrelation: ${correlation}\n`);
  const { signals, blind } = run(yaml, events.map(eventOf));
  return { signals: signals.filter(signal => signal.detector.title === 'C'), blind };
}

const seconds = (verb: string, ...times: readonly number[]): readonly TestEvent[] =>
  times.map(at => ({ at, verb }));

const byUser = (at: number, user: string, rest: { readonly [key: string]: unknown } = {}): TestEvent => ({
  at,
  verb: 'create',
  user,
  ...rest,
});

const count = (condition: string, more = '') =>
  `{type: event_count, rules: [create], timespan: 10s, condition: {${condition}}${more}}`;

const cases: readonly Case[] = [
  {
    name: 'event_count: fires with the event that makes it true',
    correlation: count('gte: 3'),
    events: seconds('create', 0, 5, 10),
    fires: ['C@10'],
  },
  {
    name: 'event_count: both ends of the timespan belong to it, a microsecond more does not',
    correlation: count('gte: 2'),
    events: seconds('create', 0, 10, 100, 110.000001),
    fires: ['C@10'],
  },
  {
    name: 'event_count: once while it stays true, again when it still is after the timespan',
    correlation: count('gte: 2'),
    events: seconds('create', 0, 1, 2, 5, 8, 11, 11.5, 15, 20),
    fires: ['C@1', 'C@11.5'],
  },
  {
    name: 'event_count: again after it was false',
    correlation: count('gte: 3'),
    events: seconds('create', 0, 1, 2, 15, 16, 17),
    fires: ['C@2', 'C@17'],
  },
  {
    name: 'event_count: a range is left on both sides',
    correlation: count('gt: 1, lte: 2'),
    events: seconds('create', 0, 1, 2, 3, 30, 31),
    fires: ['C@1', 'C@31'],
  },
  {
    name: 'event_count: eq, judged once for all events of one microsecond',
    correlation: count('eq: 2'),
    events: seconds('create', 0, 0, 0, 30, 30),
    fires: ['C@30'],
  },
  {
    name: 'event_count: neq',
    correlation: count('neq: 1'),
    events: seconds('create', 0, 1),
    fires: ['C@1'],
  },
  {
    name: 'event_count: other rules do not count',
    correlation: count('gte: 2'),
    events: [...seconds('create', 0), ...seconds('delete', 1), ...seconds('create', 20)],
    fires: [],
  },
  {
    name: 'event_count: several rules count together',
    correlation: '{type: event_count, rules: [create, delete-id], timespan: 10s, condition: {gte: 2}}',
    events: [...seconds('create', 0), ...seconds('delete', 1)],
    fires: ['C@1'],
  },
  {
    name: 'group-by: each value for itself',
    correlation: count('gte: 2', ', group-by: user.username'),
    events: [byUser(0, 'alice'), byUser(1, 'bob'), byUser(2, 'carol'), byUser(3, 'bob')],
    fires: ['C@3'],
  },
  {
    name: 'group-by: several fields must all agree',
    correlation: count('gte: 2', ', group-by: [user.username, objectRef.namespace]'),
    events: [
      byUser(0, 'alice', { objectRef: { namespace: 'a' } }),
      byUser(1, 'alice', { objectRef: { namespace: 'b' } }),
      byUser(2, 'bob', { objectRef: { namespace: 'a' } }),
      byUser(3, 'alice', { objectRef: { namespace: 'b' } }),
    ],
    fires: ['C@3'],
  },
  {
    name: 'group-by: letters have a case, as names in Kubernetes have',
    correlation: count('gte: 2', ', group-by: user.username'),
    events: [byUser(0, 'alice'), byUser(1, 'Alice')],
    fires: [],
  },
  {
    name: 'group-by: an event without the field belongs to no group',
    correlation: count('gte: 2', ', group-by: objectRef.namespace'),
    events: [
      byUser(0, 'a'),
      byUser(1, 'a', { objectRef: { namespace: null } }),
      byUser(2, 'a', { objectRef: {} }),
    ],
    fires: [],
  },
  {
    name: 'group-by: an event is in the group of each element of a list',
    correlation: count('gte: 2', ', group-by: user.groups'),
    events: [
      byUser(0, 'a', { user: { groups: ['x', 'y'] } }),
      byUser(1, 'b', { user: { groups: ['y', 'z'] } }),
      byUser(2, 'c', { user: { groups: ['x', 'q'] } }),
    ],
    fires: ['C@1', 'C@2'],
  },
  {
    name: 'group-by: numbers and texts of the same digits are one value',
    correlation: count('gte: 2', ', group-by: responseStatus.code'),
    events: [
      byUser(0, 'a', { responseStatus: { code: 403 } }),
      byUser(1, 'a', { responseStatus: { code: '403' } }),
    ],
    fires: ['C@1'],
  },
  {
    name: 'value_count: different values, however often each',
    correlation:
      '{type: value_count, rules: [create], timespan: 10s, group-by: user.username, condition: {field: objectRef.name, gte: 3}}',
    events: ['a', 'a', 'b', 'b', 'c'].map((name, at) => byUser(at, 'alice', { objectRef: { name } })),
    fires: ['C@4'],
  },
  {
    name: 'value_count: values leave with their last event',
    correlation:
      '{type: value_count, rules: [create], timespan: 10s, condition: {field: objectRef.name, gte: 2}}',
    events: [
      byUser(0, 'a', { objectRef: { name: 'x' } }),
      byUser(11, 'a', { objectRef: { name: 'y' } }),
      byUser(12, 'a', { objectRef: { name: 'y' } }),
      byUser(21.5, 'a', { objectRef: { name: 'x' } }),
    ],
    fires: ['C@21.5'],
  },
  {
    name: 'value_count: every element of a list is a value; events without one do not count',
    correlation:
      '{type: value_count, rules: [create], timespan: 10s, condition: {field: user.groups, gte: 3}}',
    events: [
      byUser(0, 'a'),
      byUser(1, 'a', { user: { groups: ['x', 'y', 'x'] } }),
      byUser(2, 'a', { user: { groups: ['z'] } }),
    ],
    fires: ['C@2'],
  },
  {
    name: 'value_count: of several fields, the combinations',
    correlation:
      '{type: value_count, rules: [create], timespan: 10s, condition: {field: [objectRef.namespace, objectRef.name], gte: 3}}',
    events: [
      byUser(0, 'a', { objectRef: { namespace: 'n', name: 'x' } }),
      byUser(1, 'a', { objectRef: { namespace: 'm', name: 'x' } }),
      byUser(2, 'a', { objectRef: { namespace: 'm', name: 'x' } }),
      byUser(3, 'a', { objectRef: { namespace: 'm' } }),
      byUser(4, 'a', { objectRef: { namespace: 'm', name: 'y' } }),
    ],
    fires: ['C@4'],
  },
  {
    name: 'value_sum: numbers and texts of numbers; the rest is left out',
    correlation: '{type: value_sum, rules: [create], timespan: 10s, condition: {field: n, gt: 9.5}}',
    events: [
      byUser(0, 'a', { n: 4 }),
      byUser(1, 'a', { n: '5.5' }),
      byUser(2, 'a', { n: 'x' }),
      byUser(3, 'a', { n: 0.1 }),
    ],
    fires: ['C@3'],
  },
  {
    name: 'value_sum: 0.1 + 0.2 - 0.1 leaves no rounding error behind',
    correlation: '{type: value_sum, rules: [create], timespan: 10s, condition: {field: n, eq: 0.2}}',
    events: [byUser(0, 'a', { n: 0.1 }), byUser(5, 'a', { n: 0.2 }), byUser(11, 'a', { n: 0 })],
    fires: ['C@11'],
  },
  {
    name: 'value_avg',
    correlation: '{type: value_avg, rules: [create], timespan: 10s, condition: {field: n, gte: 5}}',
    events: [
      byUser(0, 'a', { n: 1 }),
      byUser(1, 'a', { n: 8 }),
      byUser(11, 'a', { n: 3 }),
      byUser(11.5, 'a', { n: 9 }),
    ],
    fires: ['C@11'],
  },
  {
    name: 'value_percentile: interpolated between two values',
    correlation:
      '{type: value_percentile, rules: [create], timespan: 10s, condition: {field: n, percentile: 90, gte: 10}}',
    events: [1, 1, 11, 1, 11].map((n, at) => byUser(at, 'a', { n })),
    fires: ['C@4'],
  },
  {
    name: 'value_median',
    correlation: '{type: value_median, rules: [create], timespan: 10s, condition: {field: n, gt: 5}}',
    events: [1, 9, 9].map((n, at) => byUser(at, 'a', { n })),
    fires: ['C@2'],
  },
  {
    name: 'temporal: all rules, in any order',
    correlation: '{type: temporal, rules: [create, delete, get], timespan: 10s}',
    events: [...seconds('get', 0), ...seconds('create', 4), ...seconds('delete', 10)],
    fires: ['C@10'],
  },
  {
    name: 'temporal: not if one is too long ago',
    correlation: '{type: temporal, rules: [create, delete, get], timespan: 10s}',
    events: [...seconds('get', 0), ...seconds('create', 4), ...seconds('delete', 10.000001)],
    fires: [],
  },
  {
    name: 'temporal: two of three',
    correlation: '{type: temporal, rules: [create, delete, get], timespan: 10s, condition: {gte: 2}}',
    events: [...seconds('get', 0, 1, 2), ...seconds('create', 3)],
    fires: ['C@3'],
  },
  {
    name: 'temporal: a boolean condition',
    correlation: '{type: temporal, timespan: 10s, condition: create and (delete or get)}',
    events: [...seconds('delete', 0), ...seconds('get', 1), ...seconds('create', 20), ...seconds('get', 21)],
    fires: ['C@21'],
  },
  {
    name: 'temporal with not: the timespan from the event on must be over and empty of the other',
    correlation: '{type: temporal, timespan: 10s, condition: create and not delete}',
    events: [
      ...seconds('create', 0),
      ...seconds('delete', 10),
      ...seconds('create', 20),
      ...seconds('delete', 30.000001),
      ...seconds('create', 40),
    ],
    fires: ['C@20'],
  },
  {
    name: 'temporal with not: what came before does not matter',
    correlation: '{type: temporal, timespan: 10s, condition: create and not delete}',
    events: [...seconds('delete', 0), ...seconds('create', 1), ...seconds('get', 30)],
    fires: ['C@1'],
  },
  {
    name: 'temporal_ordered: in the order of the list',
    correlation: '{type: temporal_ordered, rules: [create, delete, get], timespan: 10s}',
    events: [
      ...seconds('delete', 0),
      ...seconds('create', 1),
      ...seconds('get', 2),
      ...seconds('delete', 3),
      ...seconds('get', 4),
    ],
    fires: ['C@4'],
  },
  {
    name: 'temporal_ordered: the latest beginning counts',
    correlation: '{type: temporal_ordered, rules: [create, delete], timespan: 10s}',
    events: [...seconds('create', 0, 8), ...seconds('delete', 15)],
    fires: ['C@15'],
  },
  {
    name: 'temporal_ordered: events of one microsecond count as in order',
    correlation: '{type: temporal_ordered, rules: [create, delete], timespan: 10s}',
    events: [...seconds('delete', 5), ...seconds('create', 5)],
    fires: ['C@5'],
  },
  {
    name: 'temporal_ordered: two of three, in order',
    correlation: '{type: temporal_ordered, rules: [create, delete, get], timespan: 10s, condition: {gte: 2}}',
    events: [...seconds('get', 0), ...seconds('delete', 1), ...seconds('create', 2), ...seconds('get', 3)],
    fires: ['C@3'],
  },
  {
    name: 'temporal_ordered with not',
    correlation: '{type: temporal_ordered, timespan: 10s, condition: create and delete and not get}',
    events: [
      ...seconds('create', 0),
      ...seconds('delete', 1),
      ...seconds('get', 2),
      ...seconds('create', 20),
      ...seconds('delete', 21),
      ...seconds('delete', 40),
      ...seconds('create', 41),
      ...seconds('get', 60),
    ],
    fires: ['C@20'],
  },
  {
    name: 'aliases: one field is called differently in the events of two rules',
    correlation:
      '{type: temporal, rules: [create, delete], timespan: 10s, group-by: [who], aliases: {who: {create: user.username, delete: objectRef.name}}}',
    events: [
      byUser(0, 'alice'),
      byUser(1, 'bob'),
      { at: 2, verb: 'delete', user: 'eve', objectRef: { name: 'bob' } },
    ],
    fires: ['C@2'],
  },
  {
    name: 'duplicates: a request logged at two stages, or delivered twice, counts once',
    correlation: count('gte: 2'),
    events: [
      byUser(0, 'a', { auditID: 'x', stage: 'ResponseStarted' }),
      byUser(0, 'a', { auditID: 'x', stage: 'ResponseComplete' }),
      byUser(0, 'a', { auditID: 'x', stage: 'ResponseComplete' }),
    ],
    fires: [],
  },
  {
    name: 'duplicates: the same audit id at another time is another request',
    correlation: count('gte: 2'),
    events: [byUser(0, 'a', { auditID: 'x' }), byUser(1, 'a', { auditID: 'x' })],
    fires: ['C@1'],
  },
];

for (const { name, correlation, events, fires } of cases) {
  test(name, () => {
    const expected = summary(signalsOf(correlation, events));
    assert.deepEqual(expected, fires);
    // The same, whatever order the events come in.
    const { signals } = signalsOf(correlation, events.toReversed());
    assert.equal(signals.length, fires.length);
  });
}

test('a signal says what was measured, of what and when, and lists the events', () => {
  const correlation = count('gte: 2', ', group-by: user.username');
  const { signals } = signalsOf(correlation, [byUser(0, 'alice'), byUser(1, 'bob'), byUser(2.5, 'alice')]);
  const [signal] = signals;
  assert.ok(signal?.activity?.type === 'audit');
  assert.deepEqual(signal.detector, { type: 'sigma-correlation', id: 'c', title: 'C' });
  assert.equal(signal.severity, 'high');
  assert.deepEqual(signal.reasons, [
    '2 events of "Rule create" (asked: at least 2) within 10 seconds, all with user.username alice',
    '2 events, from 2026-11-23T00:00:00.000000Z to 2026-11-23T00:00:02.500000Z',
  ]);
  assert.deepEqual(
    signal.evidence.map(({ auditID, line }) => [auditID, line]),
    [
      ['id-0', 1],
      ['id-2', 3],
    ],
  );
  assert.equal(signal.activity.request.user.user, 'alice');
  assert.equal(signal.activity.request.auditId, 'id-2');
});

test('evidence is bounded; the last event set it off; the count is true', () => {
  const events = Array.from({ length: 50 }, (_, index) => byUser(index / 10, 'a'));
  const [signal] = signalsOf(count('gte: 50'), events).signals;
  assert.equal(signal?.evidence.length, 20);
  assert.equal(signal.evidence.at(-1)?.auditID, 'id-49');
  assert.match(signal.reasons.join(), /50 events, the last 20 of which are shown/);
});

test('values that may be secrets are counted, and never shown', () => {
  const secret = (value: string, at: number): TestEvent => ({
    at,
    verb: 'create',
    objectRef: { resource: 'secrets' },
    requestObject: { data: { password: value } },
  });
  const correlation =
    '{type: value_count, rules: [create], timespan: 10s, condition: {field: requestObject.data.password, gte: 2}}';
  const { signals } = signalsOf(correlation, [secret('aHVudGVy', 0), secret('c2VjcmV0', 1)]);
  assert.equal(signals.length, 1);
  assert.doesNotMatch(JSON.stringify(signals), /aHVudGVy|c2VjcmV0/);
  assert.match(signals[0]?.reasons.join() ?? '', /2 different values.*\(hidden\), \(hidden\)/);
});

test('one event that fires in two groups gives one signal', () => {
  const correlation = count('gte: 2', ', group-by: user.groups');
  const group = (at: number) => byUser(at, 'a', { user: { groups: ['x', 'y'] } });
  const { signals } = signalsOf(correlation, [group(0), group(1)]);
  assert.equal(signals.length, 1);
  assert.match(signals[0]?.reasons.join() ?? '', /user\.groups x.*user\.groups y/);
});

const chain = (generate: string) =>
  rulesFor(
    ['get', 'create'],
    `title: Many
name: many
status: test
correlation: {type: event_count, rules: [get], group-by: [user.username, verb], timespan: 10s, condition: {gte: 3}${generate}}
---
title: C
status: test
correlation: {type: temporal_ordered, rules: [many, create], group-by: user.username, timespan: 1m}
`,
  );

const failedThenDone: readonly TestEvent[] = [
  ...seconds('get', 0, 1, 2, 3),
  { at: 5, verb: 'create', user: 'bob' },
  { at: 6, verb: 'create', user: 'alice' },
  ...seconds('get', 100, 101),
];

test('a correlation of a correlation; what it is made of is silent', () => {
  const result = run(chain(''), failedThenDone.map(eventOf));
  assert.deepEqual(summary(result), ['C@6']);
  assert.deepEqual(
    result.signals[0]?.evidence.map(({ auditID }) => auditID),
    ['id-0', 'id-1', 'id-2', 'id-5'],
  );
});

test('generate: true lets the rules of a correlation fire on their own', () => {
  const result = run(chain(', generate: true'), failedThenDone.map(eventOf));
  assert.deepEqual(summary(result), [...[0, 1, 2, 3, 100, 101].map(at => `Rule get@${at}`), 'C@6']);
});

test('a correlation groups by other fields of the last event of the one below', () => {
  const yaml = rulesFor(
    ['get'],
    `title: Many
name: many
status: test
correlation: {type: event_count, rules: [get], timespan: 10s, condition: {gte: 2}}
---
title: C
status: test
correlation: {type: event_count, rules: [many], group-by: [objectRef.namespace], timespan: 1h, condition: {gte: 2}}
`,
  );
  const get = (at: number, namespace: string): TestEvent => ({ at, verb: 'get', objectRef: { namespace } });
  const events = [get(0, 'x'), get(1, 'y'), get(100, 'x'), get(101, 'z'), get(200, 'x'), get(201, 'y')];
  const result = run(yaml, events.map(eventOf));
  assert.deepEqual(summary(result), ['C@201']);
});

test('an event that completes a correlation below does not also follow it', () => {
  const yaml = rulesFor(
    ['get'],
    `title: Many
name: many
status: test
correlation: {type: event_count, rules: [get], timespan: 10s, condition: {gte: 2}}
---
title: C
status: test
correlation: {type: temporal_ordered, rules: [many, get], timespan: 1m}
`,
  );
  assert.deepEqual(summary(run(yaml, seconds('get', 0, 1).map(eventOf))), []);
  assert.deepEqual(summary(run(yaml, seconds('get', 0, 1, 2).map(eventOf))), ['C@2']);
});

test('an absence below is seen above, at the end of its timespan', () => {
  const yaml = rulesFor(
    ['create', 'delete', 'get'],
    `title: Stays
name: stays
status: test
correlation: {type: temporal, timespan: 10s, condition: create and not delete}
---
title: C
status: test
correlation: {type: temporal_ordered, rules: [stays, get], timespan: 1m}
`,
  );
  const early = [...seconds('create', 0), ...seconds('get', 9), ...seconds('patch', 90)];
  assert.deepEqual(summary(run(yaml, early.map(eventOf))), []);
  const late = [...seconds('create', 0), ...seconds('get', 11), ...seconds('patch', 90)];
  assert.deepEqual(summary(run(yaml, late.map(eventOf))), ['C@11']);
});

test('group-by and fields are mapped as the fields of the rules are', () => {
  const yaml = rulesFor(
    ['create'],
    `title: C
status: test
correlation: {type: value_count, rules: [create], group-by: [who], timespan: 10s, condition: {field: what, gte: 2}}
`,
  );
  const { documents } = parseRuleFile(yaml, 'rules.yml');
  const mapping = { who: 'user.username', what: ['objectRef.name', 'objectRef.resource'] };
  const pipeline: Pipeline = {
    name: 'p',
    priority: 1,
    transformations: [{ type: 'field_name_mapping', mapping }],
  };
  const { detector } = compileSigma(documents, { pipelines: [pipeline] });
  const events = ['x', 'y', 'y'].map((name, at) =>
    eventOf(byUser(at, at === 0 ? 'bob' : 'alice', { objectRef: { name, resource: 'pods' } }), at),
  );
  for (const event of events)
    detector.inspect(
      auditActivity({ event, origin: { source: 's', file: 'f', line: 1 }, cluster: 'c', format: 'f' }),
    );
  const signals = detector.finish?.() ?? [];
  assert.deepEqual(
    signals.map(signal => signal.reasons[0]),
    ['bob', 'alice'].map(
      who => `2 different values of what (asked: at least 2) within 10 seconds, all with who ${who}`,
    ),
  );
});
