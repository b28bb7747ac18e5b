import type { Activity } from './activity.ts';
import type { Evidence } from './signal.ts';

/** Where an activity can be read again. */
export function activityEvidence(activity: Activity): Evidence {
  const { source, file, line } = activity.origin;
  if (activity.type === 'audit')
    return { source, file, line, auditID: activity.request.auditId, time: activity.request.at || null };
  const time = activity.type === 'manifest' ? null : activity.at || null;
  return { source, file, line, auditID: '', time };
}
