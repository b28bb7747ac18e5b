import type { Activity } from '../../model/activity.ts';
import { objectAt, stringAt } from '../../model/json.ts';
import type { Signal } from '../../model/signal.ts';
import { workloadOf } from '../../workloads/workload-reference.ts';

const id = 'b0d3c7a4-5f0e-4a53-9a57-2f3f0d1c8e61';

/** A workload that no request explains. */
export function unexplainedSignal(activity: Activity): Signal {
  const { source, file, line } = activity.origin;
  const request = activity.type === 'audit' ? activity.request : undefined;
  const workload = workloadOf(activity);
  const metadata = objectAt(request?.responseObject, 'metadata');
  const isMade = request?.verb === 'create';
  const since = stringAt(metadata, 'creationTimestamp') ?? '';
  const manager = request?.fieldManager ?? '';
  return {
    detector: {
      type: 'corroboration',
      id,
      title: isMade
        ? 'Workload that no audit event explains'
        : 'Change of a workload that no audit event explains',
    },
    severity: 'medium',
    attack: [{ technique: 'T1053.007', tactics: ['execution', 'persistence', 'privilege-escalation'] }],
    reasons: [
      isMade
        ? `the API server shows ${workload.kind} ${workload.namespace}/${workload.name}, created ${since}, and no audit event tells of a request that made it`
        : `the spec of ${workload.kind} ${workload.namespace}/${workload.name} is another, and no audit event tells of a request that changed it`,
      'the audit log had the time to tell: it was written past the API server, by one whose log is not read, or the log has a gap',
      ...(manager === '' ? [] : [`its managed fields name ${manager} as the last that wrote it`]),
    ],
    evidence: [{ source, file, line, auditID: '', time: request?.at || null }],
    workload,
    missing: ['user'],
  };
}
