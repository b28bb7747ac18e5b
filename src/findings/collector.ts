import type { Activity } from '../model/activity.ts';
import type { Finding, Incident } from '../model/finding.ts';
import type { DescribeRule } from '../model/rule-description.ts';
import type { Severity } from '../model/severity.ts';
import { severities } from '../model/severity.ts';
import type { Signal } from '../model/signal.ts';
import type { MemoryChange } from '../model/store.ts';
import type { SuppressionCount } from '../model/summary.ts';
import type { CollectorChanges, CollectorMemory } from './collector-memory.ts';
import { collectorMemory } from './collector-memory.ts';
import { findingOf } from './finding-of.ts';
import { identityOf } from './identity.ts';
import type { AskLineage } from './incidents/incident-lineage.ts';
import { createIncidents } from './incidents/incidents.ts';
import { createRequestMemory } from './request-memory.ts';
import { createSuppressor } from './suppressions/suppress.ts';
import type { Suppression } from './suppressions/suppression.ts';

export interface CollectorOptions {
  /** RFC 3339: decides which suppressions have expired; a clock for what runs longer than they may last. */
  readonly now: string | (() => string);
  readonly suppressions?: readonly Suppression[];
  /** Told of what is hidden, and by which suppression. */
  readonly onHidden?: (finding: Finding, by: Suppression) => void;
  /** What the rules say of themselves, for advice in incidents. */
  readonly describe?: DescribeRule;
  /** Findings of one workload and actor further apart than this are different incidents; 60 if absent. */
  readonly gapMinutes?: number;
  /** What the log tells of objects: incidents then know who wrote what controllers made, and what came of it. */
  readonly lineage?: AskLineage;
  /** At least so many findings back a duplicate is recognised; 10,000 if absent. */
  readonly memory?: number;
  /** For a watch: incidents are told as they grow, and what is remembered can be kept. */
  readonly live?: CollectorMemory;
}

export interface Collector {
  /**
   * The finding that a signal is; undefined if it is a duplicate or suppressed (both are counted). `activity` is the one
   * under inspection; a signal that carries its own activity is about that one.
   */
  take(signal: Signal, activity?: Activity): Finding | undefined;
  /** The incidents, most severe first; call it once, after the last signal. */
  finish(): Iterable<Incident>;
  counts(): CollectorCounts;
  /** With `live`: the incidents that are new or have grown since the last call, and what to keep with them. */
  takeChanges(): CollectorChanges;
  /** With `live`, before the first signal and after `lineage` was fed with what it knew: what was kept. */
  restore(entries: Iterable<MemoryChange>): void;
}

export interface CollectorCounts {
  readonly findings: number;
  readonly duplicates: number;
  /** Hidden by suppressions. */
  readonly hidden: number;
  /** Findings, every severity named. */
  readonly bySeverity: { readonly [severity in Severity]: number };
  readonly suppressions: readonly SuppressionCount[];
}

const none: readonly never[] = [];

export function createCollector(options: CollectorOptions): Collector {
  const { describe, gapMinutes = 60, lineage, memory = 10_000, live } = options;
  const { now, onHidden } = options;
  const suppressor = createSuppressor(
    options.suppressions ?? none,
    typeof now === 'string' ? () => now : now,
  );
  const incidents = createIncidents({
    gapMinutes,
    ...(describe && { describe }),
    ...(lineage && { lineage }),
    ...(live && { live: live.incidents }),
  });
  const requests = createRequestMemory(memory, live?.requests);
  const bySeverity = new Map<Severity, number>(severities.map(severity => [severity, 0]));
  const totals = { findings: 0, duplicates: 0, hidden: 0 };

  return {
    take: (signal, inspected) => {
      const activity = signal.activity ?? inspected;
      const identity = requests.firstTime(identityOf(signal, activity), activity);
      if (identity === undefined) {
        totals.duplicates += 1;
        return undefined;
      }
      const finding = findingOf(signal, activity, identity.slice(0, 16));
      const hidden = suppressor.hides({
        finding,
        activity,
        behind: () => incidents.behind(finding, activity),
      });
      if (hidden !== undefined) {
        totals.hidden += 1;
        onHidden?.(finding, hidden);
        return undefined;
      }
      totals.findings += 1;
      bySeverity.set(finding.severity, (bySeverity.get(finding.severity) ?? 0) + 1);
      incidents.add(finding, activity, signal.changes ?? none);
      return finding;
    },
    finish: () => incidents.finish(),
    ...collectorMemory({ incidents, requests, gapMinutes, live, suppressions: suppressor.counts }),
    counts: () => ({
      ...totals,
      bySeverity: countsBySeverity(bySeverity),
      suppressions: suppressor.counts(),
    }),
  };
}

function countsBySeverity(counts: ReadonlyMap<Severity, number>): CollectorCounts['bySeverity'] {
  const of = (severity: Severity) => counts.get(severity) ?? 0;
  return {
    informational: of('informational'),
    low: of('low'),
    medium: of('medium'),
    high: of('high'),
    critical: of('critical'),
  };
}
