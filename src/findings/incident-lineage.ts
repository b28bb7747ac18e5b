import type { Origin } from '../lineage/origin.ts';
import { lineageOf } from '../lineage/origin.ts';
import type { Progeny } from '../lineage/progeny.ts';
import type { StartedWork, WorkloadLineage } from '../model/lineage.ts';
import type { Workload } from '../model/workload.ts';
import type { Group } from './incident-group.ts';

/** What incidents ask of the log's own objects. */
export interface AskLineage {
  /** undefined: nothing of it is in the log. */
  originOf(workload: Workload): Origin | undefined;
  /** undefined: nothing is known of what it made. */
  progenyOf(workload: Workload): Progeny | undefined;
  /** Does the log tell at all when something of this kind starts what it runs? */
  logsProductsOf(workload: Workload): boolean;
}

/** Where the incident's workload comes from, and what was made of it since. */
export function incidentLineage({ origin, progeny, first }: Group): WorkloadLineage | undefined {
  if (origin === undefined) return undefined;
  const started = first.time === null ? undefined : progeny?.since(first.at * 1000);
  return { ...lineageOf(origin), ...(started && { started }) };
}

/** Of the origins of an incident's findings the one that tells of most objects: a pod's, rather than its CronJob's. */
export const deeper = (a: Origin | undefined, b: Origin | undefined): Origin | undefined =>
  a === undefined || (b !== undefined && b.chain.levels.length >= a.chain.levels.length) ? b : a;

/** Since what, and what came of it: `3 Jobs and 3 pods`. */
export const startedCount = ({ byKind }: StartedWork): number =>
  byKind.reduce((sum, { count }) => sum + count, 0);
