import type { Activity, AuditedRequest } from '../../model/activity.ts';
import type { Detector } from '../../model/seams.ts';
import type { Signal } from '../../model/signal.ts';

export interface NewTermsRule {
  readonly id: string;
  readonly title: string;
  readonly severity: Signal['severity'];
  readonly verbs: ReadonlySet<string>;
  readonly resources: ReadonlySet<string>;
  readonly matches: (request: AuditedRequest) => boolean;
  /** The values of which only the combination must be new. */
  readonly terms: (request: AuditedRequest) => readonly string[];
  /** How long a combination counts as known after it was last seen. */
  readonly windowDays: number;
}

/**
 * Fires when a combination of values is seen for the first time within a window, as "new terms" rules do. Such a rule compares
 * with what is stored: without history, everything is new at first.
 */
export function newTerms(rule: NewTermsRule): Detector {
  const lastSeen = new Map<string, number>();
  const { id, title, severity, verbs, resources, windowDays } = rule;
  const isNew = (request: AuditedRequest): boolean => {
    const key = JSON.stringify(rule.terms(request));
    const at = Date.parse(request.receivedAt);
    const before = lastSeen.get(key);
    lastSeen.set(key, Math.max(at, before ?? at));
    return before === undefined || at - before > windowDays * 86_400_000;
  };
  return {
    name: id,
    interest: { pair: (verb, resource) => verbs.has(verb) && resources.has(resource), codes: new Set() },
    inspect: activity => {
      if (activity.type !== 'audit') return [];
      const { request } = activity;
      const { verb, object, stage } = request;
      if (stage !== 'ResponseComplete' || !verbs.has(verb) || !resources.has(object?.resource ?? ''))
        return [];
      if (!rule.matches(request) || !isNew(request)) return [];
      return [{ detector: { type: 'sigma', id, title }, severity, ...evidenceOf(activity, rule) }];
    },
  };
}

function evidenceOf(
  { origin, request }: Extract<Activity, { type: 'audit' }>,
  { terms }: NewTermsRule,
): Omit<Signal, 'detector' | 'severity'> {
  return {
    attack: [],
    reasons: [`first seen: ${terms(request).join(', ')}`],
    evidence: [{ ...origin, auditID: request.auditId, time: request.receivedAt }],
    missing: [],
  };
}
