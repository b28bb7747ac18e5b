import type { Activity } from '../model/activity.ts';
import type { Finding } from '../model/finding.ts';
import type { SuppressionCount } from '../model/summary.ts';
import { readWorkloadChange } from '../workloads/read-workload-change.ts';
import { matchesGlob } from './glob.ts';
import type { Suppression, SuppressionScope } from './suppression.ts';

export interface Suppressor {
  /** Is the finding hidden? Counts it for the first suppression that covers it. */
  hides(finding: Finding, activity: Activity | undefined): boolean;
  counts(): readonly SuppressionCount[];
}

/** Suppressions at the time `now` (RFC 3339): an expired one hides nothing and is listed as expired. */
export function createSuppressor(suppressions: readonly Suppression[], now: string): Suppressor {
  const time = Date.parse(now);
  const all = suppressions.map(suppression => ({
    suppression,
    // If the time of now cannot be read, nothing is in force: rather too loud than silent.
    expired: !(time < suppression.expiresAt),
    hidden: 0,
  }));
  const inForce = all.filter(entry => !entry.expired);
  return {
    hides: (finding, activity) => {
      const entry = inForce.find(({ suppression }) => covers(suppression.scope, finding, activity));
      if (entry !== undefined) entry.hidden += 1;
      return entry !== undefined;
    },
    counts: () =>
      all.map(({ suppression: { id, owner, reason, expires }, expired, hidden }) => ({
        id,
        owner,
        reason,
        expires,
        expired,
        hidden,
      })),
  };
}

function covers(scope: SuppressionScope, finding: Finding, activity: Activity | undefined): boolean {
  const { workload, detector } = finding;
  return (
    (oneMatches(scope.rules, detector.id) || oneMatches(scope.rules, detector.title)) &&
    oneMatches(scope.cluster, workload.cluster) &&
    oneMatches(scope.namespace, workload.namespace) &&
    oneMatches(scope.kind, workload.kind) &&
    oneMatches(scope.name, workload.name) &&
    usersMatch(scope.user, finding) &&
    imagesMatch(scope.image, activity)
  );
}

function oneMatches(patterns: readonly string[] | undefined, text: string): boolean {
  return patterns === undefined || patterns.some(pattern => matchesGlob(pattern, text));
}

function usersMatch(patterns: readonly string[] | undefined, { actor }: Finding): boolean {
  if (patterns === undefined) return true;
  return actor !== null && oneMatches(patterns, actor.user) && oneMatches(patterns, actor.effectiveUser);
}

function imagesMatch(patterns: readonly string[] | undefined, activity: Activity | undefined): boolean {
  if (patterns === undefined) return true;
  const change = activity === undefined ? undefined : readWorkloadChange(activity);
  if (change === undefined || !change.change.complete || change.missing.length > 0) return false;
  const { containers } = change.workload;
  return containers.length > 0 && containers.every(({ image }) => oneMatches(patterns, image));
}
