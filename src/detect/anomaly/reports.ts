import { createBoundedMap } from '../cel/bounded-map.ts';
import type { Fact } from './evidence/weights.ts';
import type { Observation } from './observation.ts';

/**
 * What was said before of the same workload and the same identity. Weak signs about one workload add up over days; where something was
 * reported already, what follows is less news.
 */
export interface Reports {
  facts(observation: Observation, bits: number): readonly Fact[];
  note(observation: Observation, bits: number, threshold: number): void;
  /** Somebody said that it was right. */
  settle(observation: Observation): void;
}

const hour = 3_600_000;
const day = 24 * hour;

/** Weak signs count half after so long. */
const halfLife = 3 * day;
/** So much of what a single change scores is everyday. */
const everyday = 2;
/** Earlier signs by themselves are worth no report. */
const mostBits = 4;
/** After so many reports about one identity within an hour, somebody looks at all that it did. */
const flood = 3;

/** A report that nobody answered stays open so long. */
const openFor = 28 * day;

interface Signs {
  readonly sum: number;
  readonly at: number;
  readonly changes: number;
}

interface Reported {
  readonly caller: string;
  readonly at: number;
}

export function createReports(limit: number): Reports {
  const signs = createBoundedMap<Signs>(limit);
  const workloads = createBoundedMap<Reported>(limit);
  const callers = createBoundedMap<readonly number[]>(limit);
  const faded = (known: Signs, at: number): number =>
    known.sum * 2 ** (-Math.max(0, at - known.at) / halfLife);
  const recent = ({ cluster, caller, at }: Observation): readonly number[] =>
    (callers.get(JSON.stringify([cluster, caller.name])) ?? []).filter(time => at - time <= hour);

  const earlierSigns = (observation: Observation): readonly Fact[] => {
    const known = signs.get(keyOf(observation));
    const sum = known === undefined ? 0 : Math.min(mostBits, faded(known, observation.at) / 2);
    const says = `${known?.changes} earlier changes to it were odd, too`;
    return sum < 1 ? [] : [{ name: 'earlier-signs', says, bits: sum }];
  };
  const ofHidden = (observation: Observation): readonly Fact[] => {
    const reported = workloads.get(keyOf(observation));
    const isReported = reported !== undefined && observation.at - reported.at <= day;
    return [
      ...(isReported ? [followsReport(reported.caller === observation.caller.name)] : []),
      ...(recent(observation).length >= flood ? [reportedAlready] : []),
    ];
  };
  const isOpen = (observation: Observation): boolean => {
    const reported = workloads.get(keyOf(observation));
    return reported?.caller === observation.caller.name && observation.at - reported.at <= openFor;
  };

  return {
    settle: observation => workloads.delete(keyOf(observation)),
    facts(observation, bits) {
      const isOdd = bits >= everyday;
      const earlier = isOdd ? earlierSigns(observation) : [];
      if (observation.step === 'hidden') return [...earlier, ...ofHidden(observation)];
      return isOdd && isOpen(observation) ? [...earlier, reportedBefore] : earlier;
    },
    note(observation, bits, threshold) {
      const { cluster, caller, at } = observation;
      const key = keyOf(observation);
      if (bits >= threshold) {
        workloads.set(key, { caller: caller.name, at });
        callers.set(JSON.stringify([cluster, caller.name]), [...recent(observation), at].slice(-flood));
        signs.delete(key);
        return;
      }
      if (bits <= everyday) return;
      const known = signs.get(key);
      const sum = (known === undefined ? 0 : faded(known, at)) + bits - everyday;
      signs.set(key, { sum, at, changes: (known?.changes ?? 0) + 1 });
    },
  };
}

const reportedBefore: Fact = {
  name: 'reported-before',
  says: 'a change to it by the same identity was reported in the last weeks, and nobody said that it was right',
};

const followsReport = (bySame: boolean): Fact => ({
  name: 'follows-report',
  says: bySame
    ? 'a change to it by the same identity was reported within the day'
    : "another one's change to it was reported within the day: who looks after it puts it right",
});

const reportedAlready: Fact = {
  name: 'reported-already',
  says: 'the same identity was reported three times within the hour',
};

const keyOf = ({ cluster, namespace, group, kind, family }: Observation): string =>
  JSON.stringify([cluster, namespace, group, kind, family]);
