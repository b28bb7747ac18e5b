import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestEvent } from '../../../../test/support/correlations.ts';
import { eventOf, rulesFor, run, summary } from '../../../../test/support/correlations.ts';

const yaml = rulesFor(
  ['create'],
  `title: C
status: test
correlation: {type: event_count, rules: [create], group-by: user.username, timespan: 1h, condition: {gte: 3}}
`,
);

const create = (at: number, user = 'alice'): TestEvent => ({ at, verb: 'create', user });
const events = (...list: readonly TestEvent[]) => list.map(eventOf);

test('an event later than allowed is left out and counted, if something after it was judged', () => {
  const unjudged = run(yaml, events(create(0), create(100), create(39), create(101)), {
    allowedLateness: 60,
  });
  assert.deepEqual(summary(unjudged), ['C@100']);
  const late = run(yaml, events(create(10), create(100), create(5), create(101)), { allowedLateness: 60 });
  assert.deepEqual(late.blind, ['correlations left out 1 matches that came too late']);
  assert.deepEqual(summary(late), ['C@101']);
});

test('an event exactly as late as allowed is in time', () => {
  const result = run(yaml, events(create(100), create(40), create(101)), { allowedLateness: 60 });
  assert.deepEqual(result.blind, []);
  assert.deepEqual(summary(result), ['C@101']);
});

test('following a log, a signal comes as soon as event time allows, with any activity', () => {
  const given = [create(0), create(1), create(2), { at: 30, verb: 'list' }, { at: 63, verb: 'list' }];
  const early = run(yaml, events(...given.slice(0, 4)), { allowedLateness: 60 });
  assert.equal(early.signals.length, 1);
  assert.equal(early.signals[0]?.evidence.length, 3);
});

test('events without a time are left out and counted', () => {
  const untimed = { requestReceivedTimestamp: 'yesterday', stageTimestamp: '' };
  const result = run(yaml, events(create(0), { ...create(1), ...untimed }, create(2)));
  assert.deepEqual(result.signals, []);
  assert.deepEqual(result.blind, ['correlations left out 1 matches without a time']);
});

test("where only the stage's time was logged, it counts", () => {
  const result = run(
    yaml,
    events({ ...create(0), requestReceivedTimestamp: undefined }, create(1), create(2)),
  );
  assert.equal(result.signals.length, 1);
});

test('events without a value to group by are counted', () => {
  const result = run(yaml, events({ at: 0, verb: 'create', user: {} }, { at: 1, verb: 'create', user: {} }));
  assert.deepEqual(result.blind, ['correlations left out 2 matches without a value to group by']);
});

test('too many groups: the one that was quiet longest is forgotten and counted', () => {
  const given = events(
    create(0, 'a'),
    create(1, 'b'),
    create(2, 'a'),
    create(3, 'c'),
    create(4, 'a'),
    create(5, 'b'),
    create(6, 'b'),
  );
  const result = run(yaml, given, { maxGroups: 2 });
  assert.deepEqual(summary(result), ['C@4']);
  assert.deepEqual(result.blind, [
    'correlations forgot 2 groups and 2 events before their time: too many to remember',
  ]);
});

test('too many events: the quietest group goes first, then the oldest events of the only one', () => {
  const result = run(
    yaml,
    events(create(0, 'a'), create(1, 'b'), create(2, 'b'), create(3, 'b'), create(4, 'b')),
    { maxEvents: 3 },
  );
  assert.deepEqual(summary(result), ['C@3']);
  assert.deepEqual(result.blind, [
    'correlations forgot 1 groups and 2 events before their time: too many to remember',
  ]);
});

test('too many waiting matches: the earliest is judged; what comes after it but is older is late', () => {
  const result = run(yaml, events(create(10), create(11), create(12), create(5)), { maxPending: 2 });
  assert.deepEqual(summary(result), ['C@12']);
  assert.deepEqual(result.blind, ['correlations left out 1 matches that came too late']);
});

test('groups whose time is over cost nothing', () => {
  const given = Array.from({ length: 100 }, (_, index) => create(index * 4000, `user-${index}`));
  assert.deepEqual(run(yaml, events(...given), { maxGroups: 1, maxEvents: 1 }).blind, []);
});

test('a timespan with not that the input cuts off is counted', () => {
  const absence = rulesFor(
    ['create', 'delete'],
    'title: C\nstatus: test\ncorrelation: {type: temporal, timespan: 1m, condition: create and not delete}\n',
  );
  const result = run(absence, events(create(0), create(100)));
  assert.deepEqual(summary(result), ['C@0']);
  assert.deepEqual(result.blind, [
    '1 timespans of correlations with "not" were not over at the end of the input',
  ]);
});

test('an event with very many values joins some groups and is counted', () => {
  const crowded = yaml
    .replace('group-by: user.username', 'group-by: [user.groups, user.groups]')
    .replace('gte: 3', 'gte: 1');
  const groups = Array.from({ length: 20 }, (_, index) => `g${index}`);
  const event = { ...create(0), user: { username: 'a', groups } };
  const result = run(
    crowded,
    [eventOf(create(0), 0)].map(each => ({ ...each, user: event.user })),
  );
  assert.deepEqual(result.blind, []);
  const wide = crowded.replace('[user.groups, user.groups]', '[user.groups, user.extra.x]');
  const both = { ...eventOf(create(0), 0), user: { username: 'a', groups, extra: { x: groups } } };
  assert.deepEqual(run(wide, [both]).blind, [
    'correlations followed 1 matches only in part: too many values to group by',
  ]);
});
