import type { ChangeLog } from '../model/change-log.ts';
import { createChangeLog } from '../model/change-log.ts';
import type { Incident } from '../model/finding.ts';
import type { MemoryChange } from '../model/store.ts';
import type { SuppressionCount } from '../model/summary.ts';
import type { Workload } from '../model/workload.ts';
import type { Incidents } from './incidents/incidents.ts';
import { keptGroup, readKeptGroup } from './incidents/kept-group.ts';
import type { LiveIncidents } from './incidents/live-incidents.ts';
import { createLiveIncidents, nameOf } from './incidents/live-incidents.ts';
import type { createRequestMemory } from './request-memory.ts';
import { countsOfSuppressions } from './suppressions/suppression-counts.ts';

/** What a collector remembers, to be kept across restarts. */
export interface CollectorMemory {
  readonly requests: ChangeLog;
  readonly groups: ChangeLog;
  readonly incidents: LiveIncidents;
}

export interface CollectorChanges {
  readonly incidents: readonly Incident[];
  readonly memory: readonly MemoryChange[];
  /** How many more findings each suppression hid; one that has hidden nothing is named once. */
  readonly counts: ReadonlyMap<string, number>;
}

export function createCollectorMemory(): CollectorMemory {
  const groups = createChangeLog();
  return { requests: createChangeLog(), groups, incidents: createLiveIncidents(createChangeLog(), groups) };
}

interface Parts {
  readonly incidents: Incidents;
  readonly requests: ReturnType<typeof createRequestMemory>;
  readonly gapMinutes: number;
  readonly live: CollectorMemory | undefined;
  readonly suppressions: () => readonly SuppressionCount[];
}

/** Findings may come late by this much beyond the gap and still find their group: a webhook is retried for minutes. */
const slackMinutes = 30;

export function collectorMemory({ incidents, requests, gapMinutes, live, suppressions }: Parts) {
  const takeCounts = countsOfSuppressions(suppressions);
  const keep = (gapMinutes + slackMinutes) * 60_000;
  let newest = 0;
  let forgotten = 0;

  const forgetOld = (): void => {
    if (newest - forgotten < keep + keep / 10) return;
    forgotten = newest - keep;
    incidents.forget(forgotten);
  };
  const takeGroups = (memory: CollectorMemory): readonly Incident[] => {
    const grown: Incident[] = [];
    for (const [group, keys] of memory.incidents.take()) {
      const incident = incidents.incident(group);
      if (incident !== undefined) grown.push(incident);
      memory.groups.note(nameOf(group), keptGroup({ keys, latest: incidents.isLatest(keys, group), group }));
      newest = Math.max(newest, group.last.at);
    }
    return grown;
  };
  return {
    takeChanges: (): CollectorChanges => {
      if (live === undefined) return { incidents: [], memory: [], counts: new Map() };
      const grown = takeGroups(live);
      forgetOld();
      return { incidents: grown, memory: [...changesOf(live)], counts: takeCounts() };
    },
    restore: (entries: Iterable<MemoryChange>): void => {
      for (const { key, value } of entries) if (value !== null) adopt(key, value);
    },
  };

  function adopt(key: string, value: string): void {
    const name = key.slice(1);
    if (key.startsWith('r')) requests.restore(name, Number(value));
    else if (key.startsWith('o')) incidents.adoptOwner(name, readOwner(value));
    else {
      const kept = readKeptGroup(value);
      newest = Math.max(newest, kept.group.last.at);
      incidents.adopt(kept);
    }
  }
}

/** The kinds of entries are told by their first letter. */
function* changesOf({ requests, incidents, groups }: CollectorMemory): Generator<MemoryChange> {
  for (const { key, value } of requests.take()) yield { key: `r${key}`, value };
  for (const { key, value } of incidents.owners.take()) yield { key: `o${key}`, value };
  for (const { key, value } of groups.take()) yield { key: `g${key}`, value };
}

/** What was written here comes back as it was. */
function readOwner(text: string): Workload {
  return JSON.parse(text);
}
