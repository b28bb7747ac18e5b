import type { ChangeLog } from '../../model/change-log.ts';
import { createChangeLog, noChangeLog } from '../../model/change-log.ts';
import type { MemoryChange } from '../../model/store.ts';
import type { BoundedMap } from './bounded-map.ts';
import { createBoundedMap } from './bounded-map.ts';
import type { FindingMemory, Sighting } from './finding-memory.ts';
import { createFindingMemory } from './finding-memory.ts';
import type { Entry, LineageMemory } from './lineage-memory.ts';
import { createLineageMemory } from './lineage-memory.ts';

/** What the detector knows of workloads and of its own findings; of templates it keeps digests. */
export interface CelMemory {
  readonly lineage: LineageMemory;
  readonly findings: FindingMemory;
  restore(entries: Iterable<MemoryChange>): void;
  takeChanges(): readonly MemoryChange[];
}

/** Workloads, and findings of rules on workloads, that are remembered; the longest unused are forgotten first. */
export const limits = { workloads: 100_000, findings: 100_000 } as const;

interface Kind {
  readonly letter: string;
  readonly log: ChangeLog;
  restore(key: string, value: string): void;
}

/** Not `durable`: changes are not gathered. */
export function createCelMemory(durable: boolean): CelMemory {
  const newLog = durable ? createChangeLog : () => noChangeLog;
  const logs = { byUid: newLog(), byName: newLog(), sightings: newLog() };
  const byUid = createBoundedMap<Entry>(limits.workloads, logs.byUid);
  const byName = createBoundedMap<Entry>(limits.workloads, logs.byName);
  const sightings = createBoundedMap<Sighting>(limits.findings, logs.sightings);
  const kinds: readonly Kind[] = [
    { letter: 'u', log: logs.byUid, restore: restorer(byUid) },
    { letter: 'n', log: logs.byName, restore: restorer(byName) },
    { letter: 'f', log: logs.sightings, restore: restorer(sightings) },
  ];
  const takeChanges = (): readonly MemoryChange[] =>
    kinds.flatMap(({ letter, log }) => log.take().map(({ key, value }) => ({ key: letter + key, value })));
  return {
    lineage: createLineageMemory({ byUid, byName }),
    findings: createFindingMemory(sightings),
    takeChanges,
    restore: entries => {
      for (const { key, value } of entries)
        if (value !== null) kinds.find(({ letter }) => key.startsWith(letter))?.restore(key.slice(1), value);
      // What was just brought back is no change.
      for (const { log } of kinds) log.take();
    },
  };
}

/** What was written here comes back as it was. */
function restorer<Value>(map: BoundedMap<Value>): Kind['restore'] {
  return (key, text) => {
    const value: Value = JSON.parse(text);
    map.set(key, value);
  };
}
