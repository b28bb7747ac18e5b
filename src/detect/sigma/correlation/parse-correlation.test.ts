import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rulesFor } from '../../../../test/support/correlations.ts';
import { parseRuleFile } from '../../rules/parse-rule-file.ts';
import { resolveCorrelations } from './resolve.ts';

const head = 'title: C\nstatus: test\n';

function problemsOf(yaml: string): readonly string[] {
  const text = rulesFor(['create', 'delete', 'get'], head + yaml);
  const start = text.indexOf(head) === -1 ? 0 : text.slice(0, text.indexOf(head)).split('\n').length - 1;
  const { documents } = parseRuleFile(text, 'rules.yml');
  return resolveCorrelations(documents).problems.map(
    ({ line, column, code }) => `${line - start}:${column} ${code}`,
  );
}

const good: readonly string[] = [
  'correlation: {type: event_count, rules: create, timespan: 1h, condition: {gte: 10}}',
  'correlation: {type: event_count, rules: [create-id], group-by: user.username, timespan: 90m, condition: {gt: 1, lte: 5}}',
  'correlation: {type: value_count, rules: [create, delete], group-by: [a, b], timespan: 1d, condition: {field: [x, y], eq: 3}}',
  'correlation: {type: temporal, rules: [create, delete], timespan: 5m}',
  'correlation: {type: temporal, rules: [create, delete, get], timespan: 5m, condition: {gte: 2}}',
  'correlation: {type: temporal_ordered, timespan: 5m, condition: create and not delete}',
  'correlation: {type: temporal, rules: [create, delete], timespan: 5m, condition: create AND delete}',
  'correlation: {type: value_sum, rules: [create], timespan: 5m, condition: {field: a, gt: 1.5}}',
  'correlation: {type: value_avg, rules: [create], timespan: 5m, condition: {field: a, lt: 1}}',
  'correlation: {type: value_percentile, rules: [create], timespan: 5m, condition: {field: a, percentile: 95, neq: 1}}',
  'correlation: {type: value_median, rules: [create], timespan: 5m, condition: {field: a, gte: 1}}',
  'generate: true\ncorrelation: {type: temporal, rules: [create, delete], timespan: 2w, group-by: [who], aliases: {who: {create: a, delete: b}}}',
];

for (const yaml of good) test(`no problem: ${yaml}`, () => assert.deepEqual(problemsOf(yaml), []));

const bad: readonly (readonly [string, readonly string[]])[] = [
  ['correlation: {}', ['3:1 missing-type', '3:1 missing-timespan']],
  [
    'correlation:\n  type: event_cout\n  rules: [nope, 3]\n  timespan: 5 m\n  groupby: [a]\n  condition: {gte: many}\n  generate: 1',
    [
      '7:3 unknown-key',
      '4:9 unknown-correlation-type',
      '5:17 wrong-type',
      '6:13 invalid-timespan',
      '9:13 wrong-type',
    ],
  ],
  [
    'correlation:\n  type: event_count\n  rules: [create, create]\n  timespan: 5m\n  condition: {gte: x, max: 3, field: a}',
    ['5:19 duplicate-reference', '7:20 wrong-type', '7:23 unknown-key', '7:31 unused-field'],
  ],
  [
    'correlation:\n  type: event_count\n  rules: []\n  timespan: 0m\n  condition: {}',
    ['5:3 no-rules', '6:13 invalid-timespan', '7:3 no-threshold'],
  ],
  ['correlation:\n  type: event_count\n  rules: create\n  timespan: 5m', ['3:1 missing-condition']],
  [
    'correlation:\n  type: event_count\n  rules: create\n  timespan: 5m\n  condition: create and delete',
    ['7:14 wrong-type'],
  ],
  [
    'correlation:\n  type: event_count\n  rules: create\n  timespan: 5m\n  condition: {gt: 5, lt: 3}',
    ['7:3 impossible-condition'],
  ],
  [
    'correlation:\n  type: event_count\n  rules: create\n  timespan: 5m\n  condition: {lte: 5}',
    ['7:3 holds-at-once'],
  ],
  [
    'correlation:\n  type: temporal\n  rules: [create, delete]\n  timespan: 5m\n  condition: {gte: 3}',
    ['7:3 impossible-condition'],
  ],
  [
    'correlation:\n  type: value_sum\n  rules: create\n  timespan: 5m\n  condition: {gte: 5, field: [a, b]}',
    ['7:30 one-field'],
  ],
  [
    'correlation:\n  type: value_count\n  rules: create\n  timespan: 5m\n  condition: {gte: 5}',
    ['7:3 missing-field'],
  ],
  [
    'correlation:\n  type: value_percentile\n  rules: create\n  timespan: 5m\n  condition: {gte: 5, field: a}',
    ['7:3 missing-percentile'],
  ],
  [
    'correlation:\n  type: value_percentile\n  rules: create\n  timespan: 5m\n  condition: {gte: 5, field: a, percentile: 101}',
    ['7:45 wrong-type'],
  ],
  [
    'correlation:\n  type: temporal\n  rules: [create, delete]\n  timespan: 5m\n  condition: create and (get or',
    ['7:32 invalid-condition'],
  ],
  [
    'correlation:\n  type: temporal\n  rules: [create, delete]\n  timespan: 5m\n  condition: create and gte',
    ['7:25 unlisted-rule', '5:19 unused-rule'],
  ],
  [
    'correlation:\n  type: temporal\n  timespan: 5m\n  condition: create and not create',
    ['6:14 impossible-condition'],
  ],
  ['correlation:\n  type: temporal\n  timespan: 5m\n  condition: not create', ['6:14 nothing-to-watch']],
  ['correlation:\n  type: temporal\n  timespan: 5m', ['3:1 no-rules']],
  ['correlation:\n  type: temporal\n  rules: [create, crate]\n  timespan: 5m', ['5:19 unknown-rule']],
  [
    'correlation:\n  type: temporal\n  rules: [create, create-id]\n  timespan: 5m',
    ['5:19 duplicate-reference'],
  ],
  [
    'correlation:\n  type: temporal\n  rules: [create, delete]\n  timespan: 5m\n  group-by: [who]\n  aliases: {who: {create: a, get: b}, what: {create: c, delete: d}, bad: x}',
    ['8:74 wrong-type'],
  ],
  [
    'correlation:\n  type: temporal\n  rules: [create, delete]\n  timespan: 5m\n  group-by: [who]\n  aliases: {who: {create: a, get: b}, what: {create: c, delete: d}}',
    ['8:30 unknown-alias-rule', '8:13 incomplete-alias', '8:39 unused-alias'],
  ],
];

for (const [yaml, expected] of bad)
  test(`problems: ${yaml}`, () => assert.deepEqual(problemsOf(yaml), expected));

test('cycles, and correlations above a broken one, are reported and left out', () => {
  const correlation = (name: string, rules: string) =>
    `title: ${name}\nname: ${name}\nstatus: test\ncorrelation: {type: temporal, rules: [${rules}], timespan: 5m}\n`;
  const yaml = rulesFor(
    ['create'],
    [
      correlation('one', 'create, two'),
      correlation('two', 'create, one'),
      correlation('three', 'create, two'),
      correlation('four', 'create'),
      correlation('five', 'four, create'),
    ].join('---\n'),
  );
  const { correlations, problems } = resolveCorrelations(parseRuleFile(yaml, 'rules.yml').documents);
  assert.deepEqual(
    correlations.map(({ rule }) => rule.metadata.title),
    ['four', 'five'],
  );
  assert.deepEqual(
    problems.map(({ code }) => code),
    ['correlation-cycle', 'broken-reference', 'broken-reference'],
  );
});

test('a name that two rules share is ambiguous', () => {
  const yaml = rulesFor(
    ['create', 'create'],
    `${head}correlation: {type: temporal, rules: [create], timespan: 5m}`,
  );
  const { problems } = resolveCorrelations(parseRuleFile(yaml, 'rules.yml').documents);
  assert.deepEqual(
    problems.map(({ code }) => code),
    ['ambiguous-rule'],
  );
});
