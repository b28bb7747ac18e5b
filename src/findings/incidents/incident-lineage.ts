import type { IdentityFacts } from '../../lineage/facts/lineage-facts.ts';
import type { Origin } from '../../lineage/origin.ts';
import { lineageOf } from '../../lineage/origin.ts';
import type { Progeny } from '../../lineage/progeny.ts';
import type { Activity } from '../../model/activity.ts';
import type { StartedWork, WorkloadLineage } from '../../model/lineage.ts';
import type { Workload } from '../../model/workload.ts';
import type { Group } from './incident-group.ts';

/** What incidents ask of the log's own objects. */
export interface AskLineage {
  /** undefined: nothing of it is in the log. */
  originOf(workload: Workload): Origin | undefined;
  /** undefined: nothing is known of what it made. */
  progenyOf(workload: Workload): Progeny | undefined;
  /** Does the log tell at all when something of this kind starts what it runs? */
  logsProductsOf(workload: Workload): boolean;
  /** Of the activity that was taken last; absent where identities are not followed. */
  factsOf?(activity: Activity): { readonly identity: IdentityFacts };
}

/** A controller's identity that comes with another program, or from where somebody else acts, is not used by the controller. */
export function isOddIdentity(lineage: AskLineage | undefined, activity: Activity): boolean {
  const identity = lineage?.factsOf?.(activity).identity;
  return identity?.agent === 'new' || (identity?.address === 'new' && identity.addressOf !== '');
}

/** Where the incident's workload comes from, and what was made of it since. */
export function incidentLineage(group: Group): WorkloadLineage | undefined {
  const told = toldLineage(group);
  if (told === undefined) return undefined;
  const { progeny, first } = group;
  const started = first.time === null ? undefined : progeny?.since(first.at * 1000);
  return { ...told.lineage, ...(started && { started }) };
}

/** What is told of an incident's lineage, as it was at its finding. */
export interface ToldLineage {
  readonly lineage: Omit<WorkloadLineage, 'started'>;
  /** How many objects its chain tells of. */
  readonly levels: number;
}

export function toldLineage({ origin, told }: Group): ToldLineage | undefined {
  return origin === undefined ? told : { lineage: lineageOf(origin), levels: origin.chain.levels.length };
}

/** The group with the origin of its latest finding, where that tells of as many objects as what is known. */
export function noteOrigin(group: Group, origin: Origin): void {
  if (group.told !== undefined && group.told.levels > origin.chain.levels.length) return;
  group.told = undefined;
  group.origin = deeper(group.origin, origin);
}

/** Of the origins of an incident's findings the one that tells of most objects: a pod's, rather than its CronJob's. */
const deeper = (a: Origin | undefined, b: Origin | undefined): Origin | undefined =>
  a === undefined || (b !== undefined && b.chain.levels.length >= a.chain.levels.length) ? b : a;

/** Since what, and what came of it: `3 Jobs and 3 pods`. */
export const startedCount = ({ byKind }: StartedWork): number =>
  byKind.reduce((sum, { count }) => sum + count, 0);
