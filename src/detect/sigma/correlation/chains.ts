import type { Microseconds } from './event-time.ts';
import type { Entry } from './watch.ts';

/**
 * Finds the longest chain of different events that match rules in the order of the list, rules left out allowed. Events of
 * one moment count as in order. A new event can extend chains that began at most `span` before it.
 */
export interface Chains {
  add(entry: Entry): void;
  forget(before: Microseconds): void;
  longest(): readonly Link[];
  size(): number;
}

export interface Link {
  readonly entry: Entry;
  readonly slot: number;
}

/** The chain of `length` events that ends with one rule and began last: it stays alive longest. */
interface Chain extends Link {
  readonly start: Microseconds;
  readonly length: number;
  readonly before: Chain | undefined;
}

export function createChains(slots: readonly number[], span: Microseconds): Chains {
  /** By the last rule's place in `slots`, then by length - 1. */
  const table: (Chain | undefined)[][] = slots.map(() => []);
  const cells = () => table.flatMap(row => row.filter(chain => chain !== undefined));

  const extend = (entry: Entry, place: number): void => {
    const slot = slots[place] ?? -1;
    const row = table[place] ?? [];
    row[0] = { entry, slot, start: entry.time, length: 1, before: undefined };
    for (let length = 1; length <= place; length += 1) {
      const before = latest(table.slice(0, place), length, entry.time - span);
      if (before === undefined) continue;
      row[length] = { entry, slot, start: before.start, length: length + 1, before };
    }
  };
  return {
    add(entry) {
      // Later rules first: they must not extend a chain that this very event has just ended.
      for (let place = slots.length - 1; place >= 0; place -= 1)
        if (entry.slots.includes(slots[place] ?? -1)) extend(entry, place);
    },
    forget(before) {
      for (const row of table)
        for (const [length, chain] of row.entries())
          if (chain !== undefined && chain.start < before) row[length] = undefined;
    },
    longest: () => links(cells().reduce<Chain | undefined>(longer, undefined)),
    size: () => cells().length,
  };
}

function latest(rows: readonly (Chain | undefined)[][], length: number, since: Microseconds) {
  let best: Chain | undefined;
  for (const row of rows) {
    const chain = row[length - 1];
    if (chain === undefined || chain.start < since) continue;
    if (best === undefined || chain.start > best.start) best = chain;
  }
  return best;
}

function longer(best: Chain | undefined, chain: Chain): Chain {
  if (best === undefined || chain.length > best.length) return chain;
  return chain.length === best.length && chain.start > best.start ? chain : best;
}

function links(chain: Chain | undefined): readonly Link[] {
  const found: Link[] = [];
  for (let link = chain; link !== undefined; link = link.before)
    found.push({ entry: link.entry, slot: link.slot });
  return found.toReversed();
}
