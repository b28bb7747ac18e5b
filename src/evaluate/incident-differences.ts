import type { Incident } from '../model/finding.ts';
import type { Severity } from '../model/severity.ts';
import { atLeast } from '../model/severity.ts';
import { differenceReasons } from './difference-reasons.ts';
import type { IncidentPair, RunRecord } from './run-record.ts';
import { requestsOf } from './run-record.ts';

export const differenceTypes = ['new', 'gone', 'severity'] as const;

/** One incident that two runs over the same history see differently. */
export interface IncidentDifference {
  /** `new`: as proposed alone; `gone`: as configured alone; `severity`: both, at other severities. */
  readonly type: (typeof differenceTypes)[number];
  /** As proposed; as configured if it is gone. */
  readonly incident: Incident;
  readonly before: Severity | null;
  readonly after: Severity | null;
  /** Sentences. */
  readonly reasons: readonly string[];
}

/** What a proposal changes: the gravest first, then the oldest. */
export function incidentDifferences(before: RunRecord, after: RunRecord): readonly IncidentDifference[] {
  const pairs = pairsOf(before, after);
  const differences = pairs.flatMap(pair => {
    const type = typeOf(pair);
    return type === undefined ? [] : [differenceOf(type, pair, { before, after })];
  });
  return differences.toSorted(byWeight);
}

/** Does it reach, or fall below, what a person should be told of? */
export const isLouder = ({ before, after }: IncidentDifference): boolean => isTold(after) && !isTold(before);
export const isQuieter = ({ before, after }: IncidentDifference): boolean => isTold(before) && !isTold(after);

const isTold = (severity: Severity | null): boolean => severity !== null && atLeast(severity, 'medium');

function typeOf({ before, after }: IncidentPair): IncidentDifference['type'] | undefined {
  if (before === undefined) return 'new';
  if (after === undefined) return 'gone';
  return before.severity === after.severity ? undefined : 'severity';
}

function differenceOf(
  type: IncidentDifference['type'],
  pair: IncidentPair,
  runs: { readonly before: RunRecord; readonly after: RunRecord },
): IncidentDifference {
  const incident = pair.after ?? pair.before;
  if (incident === undefined) throw new Error('a pair without an incident');
  return {
    type,
    incident,
    before: pair.before?.severity ?? null,
    after: pair.after?.severity ?? null,
    reasons: differenceReasons(pair, runs),
  };
}

/** The same id first; else the one that shares most requests: with other rules an incident may begin with another finding. */
function pairsOf(before: RunRecord, after: RunRecord): readonly IncidentPair[] {
  const byId = new Map(after.incidents.map(incident => [incident.id, incident]));
  const left = new Set(after.incidents);
  const pairs: IncidentPair[] = [];
  const unmatched: Incident[] = [];
  for (const incident of before.incidents) {
    const same = byId.get(incident.id);
    if (same === undefined) unmatched.push(incident);
    else {
      left.delete(same);
      pairs.push({ before: incident, after: same });
    }
  }
  const nearest = finderOf(left, after);
  for (const incident of unmatched) {
    const near = nearest(requestsOf(incident, before), left);
    if (near !== undefined) left.delete(near);
    pairs.push({ before: incident, ...(near && { after: near }) });
  }
  return [...pairs, ...[...left].map(incident => ({ after: incident }))];
}

function finderOf(candidates: Iterable<Incident>, run: RunRecord) {
  const byRequest = new Map<string, Incident[]>();
  for (const incident of candidates)
    for (const request of requestsOf(incident, run))
      byRequest.set(request, [...(byRequest.get(request) ?? []), incident]);
  return (requests: ReadonlySet<string>, free: ReadonlySet<Incident>): Incident | undefined => {
    const shared = new Map<Incident, number>();
    for (const request of requests)
      for (const incident of byRequest.get(request) ?? [])
        if (free.has(incident)) shared.set(incident, (shared.get(incident) ?? 0) + 1);
    return [...shared].toSorted((a, b) => b[1] - a[1])[0]?.[0];
  };
}

const order: readonly (Severity | null)[] = ['critical', 'high', 'medium', 'low', 'informational', null];

function byWeight(a: IncidentDifference, b: IncidentDifference): number {
  const rank = ({ before, after }: IncidentDifference): number =>
    Math.min(order.indexOf(before), order.indexOf(after));
  const time = ({ incident }: IncidentDifference): string => incident.firstSeen ?? '';
  return rank(a) - rank(b) || (time(a) < time(b) ? -1 : 1);
}
