import type { AuditActivity } from '../../model/activity.ts';
import type { Severity } from '../../model/severity.ts';
import type { Evidence, Signal } from '../../model/signal.ts';
import type { SilenceName } from './kinds.ts';
import { silenceId, silenceKinds } from './kinds.ts';

/** What one request shows: it has an actor and an object. */
export function activitySignal(
  name: SilenceName,
  severity: Severity,
  {
    activity,
    reasons,
    before = [],
  }: {
    readonly activity: AuditActivity;
    readonly reasons: readonly string[];
    readonly before?: readonly Evidence[];
  },
): Signal {
  const { title, attack } = silenceKinds[name];
  return {
    detector: { type: 'silence', id: silenceId(name), title, author: 'Watchbill' },
    severity,
    attack,
    reasons,
    evidence: [...before, evidenceOf(activity)],
    missing: [],
  };
}

export function evidenceOf({ origin, request }: AuditActivity): Evidence {
  const { source, file, line } = origin;
  return { source, file, line, auditID: request.auditId, time: request.at || null };
}
