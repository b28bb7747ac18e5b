import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { TestEvent } from '../../../../test/support/correlations.ts';
import { eventOf, rulesFor, run, summary } from '../../../../test/support/correlations.ts';
import type { JsonObject } from '../../../model/json.ts';

/** A correlation, and the same said again in the plainest way: does it hold in a window of events, oldest first? */
interface Kind {
  readonly correlation: string;
  readonly holds: (window: readonly TestEvent[]) => boolean;
  /** The window begins with an event for which this holds, and is judged when it is over. */
  readonly begins?: (event: TestEvent) => boolean;
}

const span = 10;
const verbs = ['create', 'delete', 'get'];
const isOf = (verb: string) => (event: TestEvent) => event.verb === verb;
const has = (window: readonly TestEvent[], verb: string) => window.some(isOf(verb));
const numbers = (window: readonly TestEvent[]) => window.map(event => Number(event['n']));
const sum = (list: readonly number[]) => list.reduce((total, number) => total + number, 0);
const place = ({ verb }: TestEvent) => verbs.indexOf(verb);

/** By trying all. */
function longestChain(window: readonly TestEvent[], from: number): number {
  const lengths = window.map((event, index) =>
    place(event) < from ? 0 : 1 + longestChain(window.slice(index + 1), place(event) + 1),
  );
  return Math.max(0, ...lengths);
}

function median(list: readonly number[]): number {
  const sorted = list.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
}

const value = (type: string, condition: string) =>
  `{type: ${type}, rules: [create, delete, get], group-by: user.username, timespan: ${span}s, condition: {field: n, ${condition}}}`;
const counted = (type: string, condition: string) =>
  `{type: ${type}, rules: [create, delete, get], group-by: user.username, timespan: ${span}s, condition: ${condition}}`;

const kinds: readonly Kind[] = [
  { correlation: counted('event_count', '{gte: 3}'), holds: window => window.length >= 3 },
  { correlation: counted('event_count', '{gt: 1, lt: 4}'), holds: ({ length }) => length > 1 && length < 4 },
  { correlation: counted('event_count', '{eq: 2}'), holds: window => window.length === 2 },
  { correlation: value('value_count', 'gte: 3'), holds: window => new Set(numbers(window)).size >= 3 },
  { correlation: value('value_count', 'neq: 2'), holds: window => new Set(numbers(window)).size !== 2 },
  { correlation: value('value_sum', 'gt: 6'), holds: window => sum(numbers(window)) > 6 },
  { correlation: value('value_avg', 'gte: 2'), holds: window => sum(numbers(window)) / window.length >= 2 },
  { correlation: value('value_median', 'gt: 1.5'), holds: window => median(numbers(window)) > 1.5 },
  { correlation: counted('temporal', '{gte: 3}'), holds: window => new Set(window.map(place)).size >= 3 },
  { correlation: counted('temporal', '{lte: 2}'), holds: window => new Set(window.map(place)).size <= 2 },
  {
    correlation: counted('temporal', 'create and (delete or get)'),
    holds: window => has(window, 'create') && (has(window, 'delete') || has(window, 'get')),
  },
  { correlation: counted('temporal_ordered', '{gte: 3}'), holds: window => longestChain(window, 0) >= 3 },
  { correlation: counted('temporal_ordered', '{eq: 2}'), holds: window => longestChain(window, 0) === 2 },
  {
    correlation: counted('temporal', 'create and not delete and not get'),
    holds: window => has(window, 'create') && !has(window, 'delete') && !has(window, 'get'),
    begins: isOf('create'),
  },
  {
    correlation: counted('temporal_ordered', 'create and get and not delete'),
    holds: window =>
      !has(window, 'delete') &&
      longestChain(
        window.filter(event => event.verb !== 'delete'),
        0,
      ) === 2,
    begins: event => event.verb !== 'delete',
  },
];

/** `C@second` of the events that begin stretches, by the definition. */
function model(kind: Kind, events: readonly TestEvent[]): readonly string[] {
  const end = Math.max(...events.map(({ at }) => at));
  return ['alice', 'bob']
    .flatMap(user =>
      modelOfGroup(
        kind,
        events.filter(each => each.user === user),
        end,
      ),
    )
    .map(at => `C@${at}`)
    .toSorted();
}

function modelOfGroup({ holds, begins }: Kind, events: readonly TestEvent[], end: number): readonly number[] {
  const own = events.toSorted((a, b) => a.at - b.at || place(a) - place(b));
  const moments = new Set(own.filter(each => begins?.(each) ?? true).map(({ at }) => at));
  const fires: number[] = [];
  let firedAt = Number.NEGATIVE_INFINITY;
  for (const at of moments) {
    const [from, to] = begins === undefined ? [at - span, at] : [at, at + span];
    if (to > end) continue;
    const satisfied = holds(own.filter(each => each.at >= from && each.at <= to));
    if (!satisfied) firedAt = Number.NEGATIVE_INFINITY;
    else if (at - firedAt > span) {
      fires.push(at);
      firedAt = at;
    }
  }
  return fires;
}

const event = fc.record({
  at: fc.nat(60).map(half => half / 2),
  verb: fc.constantFrom(...verbs),
  user: fc.constantFrom('alice', 'bob'),
  n: fc.nat(3),
});
const events = fc.array(event, { minLength: 1, maxLength: 14 });

const rules = ({ correlation }: Kind) =>
  rulesFor(verbs, `title: C\nstatus: test\ncorrelation: ${correlation}\n`);

for (const kind of kinds) {
  test(`what the definition says, in any order: ${kind.correlation}`, () => {
    const yaml = rules(kind);
    fc.assert(
      fc.property(events, list => {
        const { signals } = run(yaml, list.map(eventOf));
        assert.deepEqual(summary({ signals, blind: [] }).toSorted(), model(kind, list));
      }),
      { numRuns: 150 },
    );
  });
}

/** Events as they arrive, when each is delayed. */
function arriving(list: readonly JsonObject[], delays: readonly number[], times: readonly number[]) {
  const arrival = (index: number) => (times[index] ?? 0) + (delays[index] ?? 0);
  return list
    .map((_, index) => index)
    .toSorted((a, b) => arrival(a) - arrival(b))
    .map(index => list[index] ?? {});
}

test('disorder within the allowed lateness changes nothing', () => {
  const lateness = 7;
  const delay = fc.array(fc.double({ min: 0, max: lateness, noNaN: true }), { minLength: 40, maxLength: 40 });
  fc.assert(
    fc.property(
      fc.array(event, { minLength: 1, maxLength: 40 }),
      delay,
      fc.constantFrom(...kinds),
      (list, delays, kind) => {
        const built = list.map(eventOf);
        const times = list.map(({ at }) => at);
        const sorted = run(rules(kind), arriving(built, [], times), { allowedLateness: lateness });
        const shuffled = run(rules(kind), arriving(built, delays, times), { allowedLateness: lateness });
        assert.deepEqual(shuffled, sorted);
        const unlimited = run(rules(kind), arriving(built, delays, times));
        assert.deepEqual(unlimited, sorted);
      },
    ),
    { numRuns: 300 },
  );
});

test('events delivered again change nothing', () => {
  fc.assert(
    fc.property(
      events,
      fc.array(fc.nat(13), { maxLength: 6 }),
      fc.constantFrom(...kinds),
      (list, again, kind) => {
        const built = list.map(eventOf);
        const repeated = again.map(index => built[index]).filter(each => each !== undefined);
        assert.deepEqual(run(rules(kind), [...built, ...repeated]), run(rules(kind), built));
      },
    ),
    { numRuns: 200 },
  );
});

test('little memory: never a crash, never an unbounded state, and losses are counted', () => {
  const limits = { maxPending: 3, maxEvents: 3, maxGroups: 1 };
  fc.assert(
    fc.property(fc.array(event, { maxLength: 40 }), fc.constantFrom(...kinds), (list, kind) => {
      const full = run(rules(kind), list.map(eventOf));
      const small = run(rules(kind), list.map(eventOf), limits);
      if (small.blind.length === full.blind.length) assert.deepEqual(small.signals, full.signals);
    }),
    { numRuns: 200 },
  );
});
