import type { Activity } from '../../model/activity.ts';
import type { Actor } from '../../model/actor.ts';
import type { Finding } from '../../model/finding.ts';
import type { SuppressionCount } from '../../model/summary.ts';
import type { Workload } from '../../model/workload.ts';
import { isLiteral, matchesGlob } from './glob.ts';
import type { Content } from './suppressed-content.ts';
import { contentMatches, contentOf } from './suppressed-content.ts';
import type { Suppression, SuppressionScope } from './suppression.ts';

/** The workload that a controller made the finding's object of, and who wrote what it runs. */
export interface Behind {
  readonly workload: Workload;
  readonly actor: Actor;
}

/** A finding with what else decides whether it is covered. */
export interface Asked {
  readonly finding: Finding;
  readonly activity: Activity | undefined;
  /** Asked only where the finding itself is not covered. */
  readonly behind?: () => Behind | undefined;
}

export interface Suppressor {
  /** The suppression that hides the finding, the first that covers it; it counts it. */
  hides(asked: Asked): Suppression | undefined;
  counts(): readonly SuppressionCount[];
}

/** Suppressions by a clock (RFC 3339): an expired one hides nothing and is listed as expired. */
export function createSuppressor(suppressions: readonly Suppression[], now: () => string): Suppressor {
  const all = suppressions.map(suppression => ({ suppression, hidden: 0 }));
  // If the time of now cannot be read, nothing is in force: rather too loud than silent.
  const isExpired = ({ expiresAt }: Suppression): boolean => !(Date.parse(now()) < expiresAt);
  const covering = (asked: Asked) => {
    const about = readOnce(asked);
    return all.find(({ suppression }) => covers(suppression.scope, about) && !isExpired(suppression));
  };
  return {
    hides: asked => {
      const entry = all.length === 0 ? undefined : covering(asked);
      if (entry !== undefined) entry.hidden += 1;
      return entry?.suppression;
    },
    counts: () =>
      all.map(({ suppression, hidden }) => {
        const { id, owner, reason, expires } = suppression;
        return { id, owner, reason, expires, expired: isExpired(suppression), hidden };
      }),
  };
}

/** Both are looked up when they are first needed, and then known. */
function readOnce({ finding, activity, behind }: Asked): About {
  let content: { readonly seen: Content | undefined } | undefined;
  let made: { readonly by: Behind | undefined } | undefined;
  return {
    finding,
    content: () => {
      content ??= { seen: contentOf(activity) };
      return content.seen;
    },
    behind: () => {
      made ??= { by: behind?.() };
      return made.by;
    },
  };
}

/** What decides whether a scope covers a finding. */
export interface About {
  readonly finding: Finding;
  readonly content: () => Content | undefined;
  readonly behind: () => Behind | undefined;
}

/** Does the scope cover it, itself or as a part of what it was made of? */
export function covers(scope: SuppressionScope, { finding, content, behind }: About): boolean {
  if (!rulesMatch(scope, finding)) return false;
  if (subjectMatches(scope, finding) && contentMatches(scope, content, false)) return true;
  const made = behind();
  return made !== undefined && subjectMatches(scope, made) && contentMatches(scope, content, true);
}

const rulesMatch = ({ rules }: SuppressionScope, { detector }: Finding): boolean =>
  oneMatches(rules, detector.id) || oneMatches(rules, detector.title);

function subjectMatches(
  scope: SuppressionScope,
  { workload, actor }: { readonly workload: Workload; readonly actor: Actor | null },
): boolean {
  return (
    oneMatches(scope.cluster, workload.cluster) &&
    oneMatches(scope.namespace, workload.namespace) &&
    oneMatches(scope.kind, workload.kind) &&
    oneMatches(scope.name, workload.name) &&
    userMatches(scope.user, actor)
  );
}

function oneMatches(patterns: readonly string[] | undefined, text: string): boolean {
  return patterns === undefined || patterns.some(pattern => matchesGlob(pattern, text));
}

function userMatches(patterns: readonly string[] | undefined, actor: Actor | null): boolean {
  if (patterns === undefined) return true;
  return actor !== null && oneMatches(patterns, actor.user) && oneMatches(patterns, actor.effectiveUser);
}

/** Who, which object, of what and running what: each is named, with nothing left open. */
export function isExact({
  namespace,
  kind,
  name,
  user,
  image,
  repository,
  command,
}: SuppressionScope): boolean {
  return [namespace, kind, name, user, image ?? repository, command].every(
    patterns => patterns?.every(isLiteral) === true,
  );
}
