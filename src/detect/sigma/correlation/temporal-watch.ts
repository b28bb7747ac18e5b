import type { Chains, Link } from './chains.ts';
import { createChains } from './chains.ts';
import type { Correlation } from './correlation.ts';
import type { Microseconds } from './event-time.ts';
import { holds } from './threshold.ts';
import type { Entry, Judgement, Verdict, Watch } from './watch.ts';

/** temporal: which of the rules matched within the timespan. */
export function createPresenceWatch(correlation: Correlation): Watch {
  const latest = new Map<number, Entry>();
  const links = (slots: readonly number[]): readonly Link[] =>
    slots.flatMap(slot => {
      const entry = latest.get(slot);
      return entry === undefined ? [] : [{ slot, entry }];
    });
  return {
    add(entries) {
      for (const entry of entries) for (const slot of entry.slots) latest.set(slot, entry);
    },
    forget(before) {
      for (const [slot, { time }] of latest) if (time < before) latest.delete(slot);
    },
    forgetOldest() {
      const [oldest] = [...latest].toSorted(([, a], [, b]) => a.time - b.time);
      if (oldest !== undefined) latest.delete(oldest[0]);
    },
    size: () => latest.size,
    judge: () =>
      judge(correlation, slots => {
        const found = links(slots ?? [...latest.keys()]);
        return found.toSorted((a, b) => a.entry.time - b.entry.time || a.slot - b.slot);
      }),
  };
}

/** temporal_ordered: the same, in the order of the list. */
export function createSequenceWatch(correlation: Correlation): Watch {
  const { alternatives, slots, span } = correlation;
  const all = slots.map((_, slot) => slot);
  const sets = alternatives?.filter(isPositive).map(({ present }) => present) ?? [all];
  const chains = new Map(sets.map(set => [set.join(), createChains(set, span)]));
  const each = (act: (chain: Chains) => void) => chains.forEach(act);
  let newest: Microseconds = 0;
  return {
    add(entries) {
      for (const entry of entries) {
        newest = entry.time;
        each(chain => chain.add(entry));
      }
    },
    forget: before => each(chain => chain.forget(before)),
    // Its memory is bounded by the number of rules: there is nothing to gain by forgetting one event.
    forgetOldest: () => each(chain => chain.forget(newest)),
    size: () => chains.values().reduce((sum, chain) => sum + chain.size(), 0),
    judge: () => judge(correlation, set => chains.get((set ?? all).join())?.longest() ?? []),
  };
}

const isPositive = ({ absent }: { readonly absent: readonly number[] }): boolean => absent.length === 0;

type Find = (slots: readonly number[] | undefined) => readonly Link[];

/** `find` gives the links for some rules, or for all of them. */
function judge({ alternatives, threshold }: Correlation, find: Find): Judgement | undefined {
  if (alternatives === undefined) {
    const links = find(undefined);
    return links.length > 0 && holds(threshold, links.length)
      ? () => verdictOf(links, links.length)
      : undefined;
  }
  for (const { present } of alternatives.filter(isPositive)) {
    const links = find(present);
    if (links.length === present.length) return () => verdictOf(links);
  }
  return undefined;
}

export function verdictOf(links: readonly Link[], measured?: number): Verdict {
  const entries = [...new Set(links.map(({ entry }) => entry))];
  return {
    ...(measured === undefined ? {} : { measured }),
    events: entries.length,
    entries,
    slots: links.map(({ slot }) => slot),
    sample: [],
  };
}
