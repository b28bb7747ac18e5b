import type { Activity, AuditedRequest } from '../model/activity.ts';
import type { Actor } from '../model/actor.ts';
import type { Action, Finding } from '../model/finding.ts';
import type { NodeActivity } from '../model/node-activity.ts';
import type { Evidence, Signal } from '../model/signal.ts';
import type { Workload } from '../model/workload.ts';
import { readActor } from '../workloads/read-actor.ts';
import { workloadOf } from '../workloads/workload-reference.ts';
import { visibilityOf } from './visibility.ts';

/** The finding that a signal is, seen with the activity that set it off. */
export function findingOf(signal: Signal, activity: Activity | undefined, id: string): Finding {
  const request = activity?.type === 'audit' ? activity.request : undefined;
  return {
    type: 'finding',
    id,
    time: timeOf(signal, request),
    title: signal.detector.title,
    severity: signal.severity,
    detector: signal.detector,
    attack: signal.attack,
    workload: signal.workload ?? (activity === undefined ? unknownWorkload : workloadOf(activity)),
    actor: request === undefined ? null : actorOf(request),
    action: actionOf(activity),
    reasons: signal.reasons,
    evidence: evidenceOf(signal),
    visibility: visibilityOf(signal, activity),
    ...(signal.score && { score: signal.score }),
  };
}

const unknownWorkload: Workload = { cluster: '', group: '', kind: '', namespace: '', name: '', uid: '' };

function actorOf(request: AuditedRequest): Actor {
  const { user, effectiveUser, groups, userAgent, sourceIPs, pod } = readActor(request);
  return { user, effectiveUser, groups, userAgent, sourceIPs, pod: pod === '' ? null : pod };
}

function actionOf(activity: Activity | undefined): Action {
  if (activity === undefined) return { verb: '', subresource: '', outcome: 'unanswered' };
  if (activity.type === 'manifest') return { verb: 'create', subresource: '', outcome: 'proposed' };
  if (activity.type !== 'audit') return { verb: seenVerb(activity), subresource: '', outcome: 'observed' };
  const { verb, object, outcome } = activity.request;
  return { verb, subresource: object?.subresource ?? '', outcome };
}

/** In the words of the API, where it has one for it. */
function seenVerb(activity: NodeActivity): string {
  if (activity.type === 'flow') return 'connect';
  if (activity.type === 'process' && activity.act === 'started') return 'execute';
  return seenVerbs[activity.act];
}

const seenVerbs = {
  created: 'create',
  started: 'start',
  ended: 'end',
  removed: 'delete',
  written: 'write',
  read: 'read',
  seen: 'see',
} as const;

/** What is no time is no time, whatever a log says. */
function timeOf(signal: Signal, request: AuditedRequest | undefined): string | null {
  const time = signal.evidence.at(-1)?.time || request?.receivedAt || request?.at || '';
  return isTime(time) ? time : null;
}

function evidenceOf({ evidence }: Signal): readonly Evidence[] {
  if (evidence.every(({ time }) => time === null || isTime(time))) return evidence;
  return evidence.map(one => (one.time === null || isTime(one.time) ? one : { ...one, time: null }));
}

const rfc3339 =
  /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,20})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/i;

/** RFC 3339, section 5.6, without leap seconds, which no Kubernetes component writes. */
export function isTime(text: string): boolean {
  // A finding's time is that of its evidence.
  if (text !== lastTime) lastTime = isTimeOfDate(text) ? text : undefined;
  return text === lastTime;
}

let lastTime: string | undefined;

function isTimeOfDate(text: string): boolean {
  const parts = rfc3339.exec(text);
  if (parts === null) return false;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  return day <= 28 || new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day;
}
