import { createChains } from './chains.ts';
import type { Alternatives, Correlation } from './correlation.ts';
import { verdictOf } from './temporal-watch.ts';
import type { Entry, Judgement, Watch } from './watch.ts';
import { createQueue } from './window-watch.ts';

type Alternative = Alternatives[number];

/** An alternative with a `not`: only when a timespan is over can one say what did not happen in it. */
export function createAbsenceWatch(correlation: Correlation, alternative: Alternative): Watch {
  const named = [...alternative.present, ...alternative.absent];
  const window = createQueue<Entry>();
  return {
    add(entries) {
      for (const entry of entries) if (entry.slots.some(slot => named.includes(slot))) window.push(entry);
    },
    forget(before) {
      for (let oldest = window.first(); oldest !== undefined && oldest.time < before; oldest = window.first())
        window.shift();
    },
    forgetOldest: () => {
      window.shift();
    },
    size: window.size,
    judge: () => undefined,
    begins: entry => entry.slots.some(slot => alternative.present.includes(slot)),
    judgeFrom(start) {
      const end = start + correlation.span;
      const entries = window.last(window.size()).filter(entry => entry.time >= start && entry.time <= end);
      return judgeWindow(entries, alternative, correlation);
    },
  };
}

function judgeWindow(
  entries: readonly Entry[],
  { present, absent }: Alternative,
  { type, span }: Correlation,
): Judgement | undefined {
  if (entries.some(entry => entry.slots.some(slot => absent.includes(slot)))) return undefined;
  if (type === 'temporal') {
    const links = present.flatMap(slot => {
      const entry = entries.find(candidate => candidate.slots.includes(slot));
      return entry === undefined ? [] : [{ slot, entry }];
    });
    const ordered = links.toSorted((a, b) => a.entry.time - b.entry.time || a.slot - b.slot);
    return links.length === present.length ? () => verdictOf(ordered) : undefined;
  }
  const chains = createChains(present, span);
  for (const entry of entries) chains.add(entry);
  const links = chains.longest();
  return links.length === present.length ? () => verdictOf(links) : undefined;
}
