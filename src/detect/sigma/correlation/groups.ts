import type { Microseconds } from './event-time.ts';
import type { FieldValue } from './occurrence.ts';
import type { Watch } from './watch.ts';

/** The state of one correlation for one combination of group-by values. */
export interface Group {
  readonly key: string;
  readonly values: readonly FieldValue[];
  readonly watched: readonly Watched[];
  lastTime: Microseconds;
  /** Entries, as last counted. */
  size: number;
  /** False once it was forgotten. */
  alive: boolean;
}

/** A watch and when it last fired while its condition went on holding. */
export interface Watched {
  readonly watch: Watch;
  firedAt: Microseconds | undefined;
}

/** Groups of one correlation, the one that was quiet longest first. */
export interface GroupStore {
  /** The group; a new one where there is none. */
  touch(key: string, values: readonly FieldValue[], time: Microseconds): Group;
  /** Forgets the groups whose last event is older: their time is over, nothing is lost. */
  expire(before: Microseconds): void;
  oldest(): Group | undefined;
  remove(group: Group): void;
}

export interface Limits {
  readonly maxGroups: number;
  readonly maxEvents: number;
}

/** Counts groups and entries of all correlations together and forgets the quietest where there are too many. */
export interface Budget {
  readonly evicted: { groups: number; events: number };
  createStore(createWatches: () => readonly Watch[]): GroupStore;
  /** Counts a group's entries again and makes room; this group goes last. */
  settle(group: Group): void;
}

export function createBudget({ maxGroups, maxEvents }: Limits): Budget {
  const stores: GroupStore[] = [];
  const held = { groups: 0, events: 0 };
  const evicted = { groups: 0, events: 0 };
  const forget = (group: Group) => {
    held.groups -= 1;
    held.events -= group.size;
    group.alive = false;
  };
  const evictOldest = (keep: Group): boolean => {
    const found = quietest(stores, keep);
    if (found === undefined) return false;
    evicted.groups += 1;
    evicted.events += found.group.size;
    found.store.remove(found.group);
    return true;
  };
  return {
    evicted,
    createStore(createWatches) {
      const store = createStore(createWatches, { created: () => (held.groups += 1), forget });
      stores.push(store);
      return store;
    },
    settle(group) {
      recount(group, held);
      while (held.groups > maxGroups && evictOldest(group));
      while (held.events > maxEvents) {
        if (evictOldest(group)) continue;
        for (const { watch } of group.watched) watch.forgetOldest();
        evicted.events += group.size - recount(group, held);
      }
    },
  };
}

function recount(group: Group, held: { events: number }): number {
  const size = group.watched.reduce((sum, { watch }) => sum + watch.size(), 0);
  held.events += size - group.size;
  group.size = size;
  return size;
}

function quietest(stores: readonly GroupStore[], keep: Group) {
  let found: { readonly store: GroupStore; readonly group: Group } | undefined;
  for (const store of stores) {
    const group = store.oldest();
    if (group === undefined || group === keep) continue;
    if (found === undefined || group.lastTime < found.group.lastTime) found = { store, group };
  }
  return found;
}

interface Bookkeeping {
  readonly created: () => void;
  readonly forget: (group: Group) => void;
}

function createStore(createWatches: () => readonly Watch[], { created, forget }: Bookkeeping): GroupStore {
  const groups = new Map<string, Group>();
  const remove = (group: Group) => {
    groups.delete(group.key);
    forget(group);
  };
  return {
    touch(key, values, time) {
      const known = groups.get(key);
      const watched = known?.watched ?? createWatches().map(watch => ({ watch, firedAt: undefined }));
      const group = known ?? { key, values, watched, lastTime: time, size: 0, alive: true };
      if (known === undefined) created();
      group.lastTime = time;
      // A Map keeps the order of insertion: the touched group moves to its end.
      groups.delete(key);
      groups.set(key, group);
      return group;
    },
    expire(before) {
      for (const group of groups.values()) {
        if (group.lastTime >= before) return;
        remove(group);
      }
    },
    oldest: () => groups.values().next().value,
    remove,
  };
}
