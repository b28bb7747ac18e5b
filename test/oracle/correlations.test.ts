import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { eventOf, rulesFor, run, summary, type TestEvent } from '../support/correlations.ts';
import { findPysigma } from './pysigma.ts';
import type { Random } from './random.ts';
import { createRandom } from './random.ts';
import { runPython } from './run-python.ts';

/** The same correlations on the same events, by the stream and by the SQL that pySigma's SQLite backend makes of them. */

const seed = Number(process.env['ORACLE_SEED'] ?? 1);
const perCorrelation = Number(process.env['ORACLE_CORRELATIONS'] ?? 12);

const found = findPysigma();
const skip = 'missing' in found && process.env['CI'] !== 'true' ? found.missing : false;

const span = 10;
const verbs: readonly string[] = ['create', 'delete', 'get'];

interface Correlation {
  readonly section: string;
  /** Windows begin with an event, because of a `not`, instead of ending with one. */
  readonly forward?: boolean;
  /** Events of one moment would make a difference (differences.md). */
  readonly distinctTimes?: boolean;
}

const section = (type: string, condition: string): string =>
  `{type: ${type}, rules: [create, delete, get], group-by: [user.username], timespan: ${span}s, condition: ${condition}}`;

const correlations: readonly Correlation[] = [
  { section: section('event_count', '{gte: 3}') },
  { section: section('event_count', '{gt: 2}') },
  { section: section('event_count', '{eq: 2}') },
  { section: section('event_count', '{lt: 3}') },
  { section: section('event_count', '{neq: 1}') },
  { section: `{type: event_count, rules: [create], timespan: ${span}s, condition: {gte: 2}}` },
  { section: section('value_count', '{field: n, gte: 3}') },
  { section: section('value_count', '{field: n, lte: 1}') },
  { section: section('value_sum', '{field: n, gt: 6}') },
  { section: section('value_avg', '{field: n, gte: 2}') },
  { section: section('value_median', '{field: n, gt: 1}') },
  { section: section('value_percentile', '{field: n, percentile: 75, gte: 2.5}') },
  { section: section('temporal', '{gte: 3}') },
  { section: section('temporal', '{eq: 2}') },
  { section: `{type: temporal, rules: [create, delete], group-by: [user.username], timespan: ${span}s}` },
  { section: section('temporal', 'create and (delete or get)') },
  { section: section('temporal', 'create and not delete and not get'), forward: true },
  { section: section('temporal_ordered', '{gte: 3}'), distinctTimes: true },
  { section: section('temporal_ordered', '{gte: 2}'), distinctTimes: true },
  { section: section('temporal_ordered', 'create and delete and get'), distinctTimes: true },
  {
    section: section('temporal_ordered', 'create and get and not delete'),
    forward: true,
    distinctTimes: true,
  },
  {
    section: `{type: temporal, rules: [create, delete], group-by: [who], timespan: ${span}s, aliases: {who: {create: user.username, delete: name}}}`,
  },
];

interface Case extends Correlation {
  readonly id: string;
  readonly rules: string;
  readonly events: readonly TestEvent[];
}

function generateCases(): readonly Case[] {
  const random = createRandom(seed);
  return correlations.flatMap((correlation, number) =>
    Array.from({ length: perCorrelation }, (_, index) => ({
      ...correlation,
      id: `correlation ${number}, events ${index}`,
      rules: rulesFor(verbs, `title: C\nstatus: test\ncorrelation: ${correlation.section}\n`, uuids),
      events: generateEvents(random, correlation.distinctTimes === true),
    })),
  );
}

/** pySigma takes no other ids. */
const uuids = (verb: string): string => `00000000-0000-4000-8000-00000000000${verbs.indexOf(verb)}`;

function generateEvents(random: Random, distinctTimes: boolean): readonly TestEvent[] {
  const times = new Set<number>();
  const event = (): TestEvent => {
    let at = random.below(80) / 2;
    while (distinctTimes && times.has(at)) at += 0.5;
    times.add(at);
    const user = random.pick(['alice', 'bob']);
    const n = random.chance(0.9) ? random.below(4) : undefined;
    return { at, verb: random.pick(verbs), user, n, name: random.pick(['alice', 'bob']) };
  };
  return random.list(1, 16, event);
}

const answer = z.union([
  z.object({ id: z.string(), error: z.string() }),
  z.object({
    id: z.string(),
    windows: z.array(
      z.object({ start: z.number(), end: z.number(), group: z.record(z.string(), z.unknown()) }),
    ),
  }),
]);
type Windows = Extract<z.infer<typeof answer>, { windows: unknown }>['windows'];

test(`${correlations.length * perCorrelation} correlations on generated events, by SQL`, { skip }, () => {
  if ('missing' in found) throw new Error(found.missing);
  const cases = generateCases();
  const asked = cases.map(({ id, rules, events }) => ({
    id,
    rules,
    events: events.map(rowOf),
    fields: ['n'],
  }));
  const answers = runPython(found.python, 'evaluate_correlations.py', { cases: asked });
  let signals = 0;
  for (const [index, each] of cases.entries()) {
    const their = answer.parse(answers[index]);
    assert.ok('windows' in their, `${each.id}: ${JSON.stringify(their)}\n${each.rules}`);
    const ours = summary(run(each.rules, each.events.map(eventOf))).filter(text => text.startsWith('C@'));
    const theirs = stretches(each, their.windows);
    assert.deepEqual(ours.toSorted(), theirs, `${each.id}: ${each.section}\n${JSON.stringify(each.events)}`);
    signals += ours.length;
  }
  assert.ok(signals > cases.length / 2, `${signals} signals`);
});

function rowOf({ at, verb, user, n, name }: TestEvent) {
  return { ts: at, verb, 'user.username': user, n, name };
}

/** SQL lists every window; a signal is the first of a stretch, and again what still holds after the timespan. */
function stretches({ section: text, forward, events }: Case, windows: Windows): readonly string[] {
  const grouped = text.includes('group-by');
  const alias = text.includes('aliases');
  const groups = grouped ? ['alice', 'bob'] : [undefined];
  const last = Math.max(...events.map(({ at }) => at));
  return groups
    .flatMap(group => {
      const own = windows.filter(
        window => group === undefined || Object.values(window.group).includes(group),
      );
      const anchors = new Set(own.map(({ start, end }) => (forward === true ? start : end)));
      const key = ({ verb, user, name }: TestEvent) => (alias && verb === 'delete' ? name : user);
      const moments = events.filter(
        each => isWatched(text, each) && (group === undefined || key(each) === group),
      );
      return firesOf(moments, anchors, forward === true ? last - span : last);
    })
    .map(at => `C@${at}`)
    .toSorted();
}

/** The events at which the window is judged: all that the correlation watches; with `not`, those that must occur. */
function isWatched(text: string, { verb, n }: TestEvent): boolean {
  if (text.includes('field: n') && n === undefined) return false;
  if (text.includes('rules: [create]')) return verb === 'create';
  if (text.includes('rules: [create, delete],')) return verb !== 'get';
  const [, absent = ''] = /and not (.*)/.exec(text) ?? [];
  return !absent.includes(verb);
}

function firesOf(
  moments: readonly TestEvent[],
  anchors: ReadonlySet<number>,
  last: number,
): readonly number[] {
  const fires: number[] = [];
  let firedAt = Number.NEGATIVE_INFINITY;
  const times = [...new Set(moments.map(({ at }) => at))].toSorted((a, b) => a - b);
  for (const at of times.filter(time => time <= last)) {
    if (!anchors.has(at)) firedAt = Number.NEGATIVE_INFINITY;
    else if (at - firedAt > span) {
      fires.push(at);
      firedAt = at;
    }
  }
  return fires;
}
