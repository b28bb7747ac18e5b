import { createAbsenceWatch } from './absence-watch.ts';
import type { Correlation } from './correlation.ts';
import type { Microseconds } from './event-time.ts';
import type { Budget, Group, Watched } from './groups.ts';
import type { Member, Membership } from './membership.ts';
import { membersOf } from './membership.ts';
import type { FieldValue, Occurrence } from './occurrence.ts';
import { createPresenceWatch, createSequenceWatch } from './temporal-watch.ts';
import type { Judgement, Verdict, Watch } from './watch.ts';
import { createQueue, createWindowWatch } from './window-watch.ts';

/** A correlation's condition began to hold in one group. */
export interface Fire {
  readonly correlation: Correlation;
  readonly time: Microseconds;
  /** In the order of group-by. */
  readonly groupValues: readonly FieldValue[];
  readonly verdict: Verdict;
  /** What set it off. */
  readonly trigger: Occurrence;
}

/**
 * Judges one correlation. Windows slide: at each event, the timespan up to and including it is judged, once for all
 * events of the same microsecond. A condition with `not` is judged when the timespan that an event began is over.
 */
export interface Evaluator {
  readonly correlation: Correlation;
  /** Occurrences of one moment; moments come in order. */
  take(time: Microseconds, occurrences: readonly Occurrence[]): readonly Fire[];
  /** The end of the next timespan to judge. */
  nextDeadline(): Microseconds | undefined;
  judgeDeadline(): readonly Fire[];
  /** Timespans that the end of the input left open. */
  open(): number;
  readonly counts: Membership['counts'];
}

interface Deadline {
  readonly start: Microseconds;
  readonly end: Microseconds;
  readonly group: Group;
  readonly watched: Watched;
  readonly judge: (start: Microseconds) => Judgement | undefined;
  readonly trigger: Occurrence;
}

export function createEvaluator(correlation: Correlation, budget: Budget): Evaluator {
  const { span } = correlation;
  const store = budget.createStore(() => createWatches(correlation));
  const deadlines = createQueue<Deadline>();
  const membership = { counts: { ungrouped: 0, crowded: 0 } };

  const takeGroup = (time: Microseconds, key: string, members: readonly Member[]): readonly Fire[] => {
    const [first] = members;
    const trigger = members.at(-1)?.occurrence;
    if (first === undefined || trigger === undefined) return [];
    const group = store.touch(key, first.groupValues, time);
    const fires: Fire[] = [];
    for (const watched of group.watched) {
      watched.watch.add(members.map(member => member.entry));
      watched.watch.forget(time - span);
      if (watched.watch.judgeFrom !== undefined) {
        schedule({ time, group, watched, members });
        continue;
      }
      const verdict = newVerdict(watched, watched.watch.judge(), { time, span });
      if (verdict !== undefined) fires.push(fireOf(correlation, { time, group, verdict, trigger }));
    }
    budget.settle(group);
    return fires;
  };
  const schedule = ({ time, group, watched, members }: Scheduling): void => {
    const { judgeFrom, begins } = watched.watch;
    if (judgeFrom === undefined || begins === undefined) return;
    const trigger = members.findLast(member => begins(member.entry))?.occurrence;
    if (trigger === undefined) return;
    deadlines.push({ start: time, end: time + span, group, watched, judge: judgeFrom, trigger });
  };
  return {
    correlation,
    counts: membership.counts,
    take(time, occurrences) {
      store.expire(time - span);
      const groups = membersOf(correlation, occurrences, membership);
      return [...groups].flatMap(([key, members]) => takeGroup(time, key, members));
    },
    nextDeadline: () => deadlines.first()?.end,
    judgeDeadline() {
      const deadline = deadlines.shift();
      if (!deadline?.group.alive) return [];
      const { start, end, group, watched, trigger } = deadline;
      const verdict = newVerdict(watched, deadline.judge(start), { time: end, span });
      return verdict === undefined ? [] : [fireOf(correlation, { time: end, group, verdict, trigger })];
    },
    open: deadlines.size,
  };
}

interface Scheduling {
  readonly time: Microseconds;
  readonly group: Group;
  readonly watched: Watched;
  readonly members: readonly Member[];
}

function createWatches(correlation: Correlation): readonly Watch[] {
  if (!correlation.type.startsWith('temporal')) return [createWindowWatch(correlation)];
  const { alternatives = [] } = correlation;
  const absences = alternatives.filter(({ absent }) => absent.length > 0);
  const later = absences.map(alternative => createAbsenceWatch(correlation, alternative));
  if (later.length > 0 && later.length === alternatives.length) return later;
  const now =
    correlation.type === 'temporal' ? createPresenceWatch(correlation) : createSequenceWatch(correlation);
  return [now, ...later];
}

/** One signal for a stretch: when the condition begins to hold, and again when it still holds after the timespan. */
function newVerdict(
  watched: Watched,
  judgement: Judgement | undefined,
  { time, span }: { readonly time: Microseconds; readonly span: Microseconds },
): Verdict | undefined {
  if (judgement === undefined) {
    watched.firedAt = undefined;
    return undefined;
  }
  if (watched.firedAt !== undefined && time - watched.firedAt <= span) return undefined;
  watched.firedAt = time;
  return judgement();
}

type FireParts = Pick<Fire, 'time' | 'verdict' | 'trigger'> & { readonly group: Group };

function fireOf(correlation: Correlation, { time, group, verdict, trigger }: FireParts): Fire {
  return { correlation, time, groupValues: group.values, verdict, trigger };
}

/** What a correlation that refers to this one sees: the group's values and, under other names, those of the last event. */
export function occurrenceOf({ correlation, time, groupValues, verdict, trigger }: Fire): Occurrence {
  const fields = new Map<string, readonly FieldValue[]>();
  for (const { fields: known } of trigger.matches.toReversed())
    for (const [index, name] of known.names.entries()) fields.set(name, known.values[index] ?? []);
  for (const [index, name] of correlation.groupBy.entries()) {
    const value = groupValues[index];
    if (value !== undefined) fields.set(name, [value]);
  }
  const found = { names: [...fields.keys()], values: [...fields.values()] };
  return {
    time,
    level: trigger.level + 1,
    cluster: trigger.cluster,
    matches: [{ rule: correlation.rule, fields: found }],
    evidence: verdict.entries.flatMap(entry => entry.evidence),
    activity: trigger.activity,
    workload: trigger.workload,
  };
}
