import type { AuditActivity } from '../../model/activity.ts';
import type { FileActivity } from '../../model/node-activity.ts';
import type { ApiPod } from './api-pods.ts';
import type { Answer } from './judge-container.ts';
import type { Known } from './known.ts';
import { nodeSignal } from './node-signal.ts';
import { staticPodOf } from './static-files.ts';

const nothing = [] as const;

/** A manifest of a static pod: the kubelet makes a mirror of it, unless the API refuses that. */
export function judgeFile(activity: FileActivity, known: Known, final: boolean): Answer {
  const pod = staticPodOf(activity);
  if (pod === undefined || hasMirror(activity, known)) return nothing;
  if (!final) return undefined;
  const { cluster, node } = activity;
  const refused = refusedOf(activity, known);
  if (refused === undefined && !known.files.isThere(activity)) return nothing;
  // What was there before anybody looked may have a mirror that is older than the log.
  const isNew = activity.act === 'written' && known.api.covers(cluster, Date.parse(activity.at));
  if (refused === undefined && !isNew) {
    known.counts.beyond += 1;
    return nothing;
  }
  const { reasons, evidence } = known.files.words(activity);
  const name = node === '' ? pod.name : `${pod.name}-${node}`;
  return [
    nodeSignal({
      rule: 'fileHidden',
      activity,
      reasons: [
        ...reasons,
        refused === undefined
          ? `no mirror of ${pod.namespace}/Pod ${name} is in the log of the API`
          : `the kubelet of ${refused.node} asked for its mirror and was refused: ${refused.code} ${refused.message}`.trim(),
      ],
      evidence: [...evidence.slice(0, -1), ...(refused === undefined ? [] : [refused.evidence])],
    }),
  ];
}

function hasMirror(activity: FileActivity, { api }: Known): boolean {
  const pod = staticPodOf(activity);
  if (pod === undefined) return false;
  const { cluster, node } = activity;
  if (node === '') return api.mirrorsOf(cluster, pod.namespace, pod.name).length > 0;
  return api.find(cluster, { namespace: pod.namespace, name: `${pod.name}-${node}`, uid: '' }) !== undefined;
}

function refusedOf({ cluster, node, ...rest }: FileActivity, { api }: Known) {
  const pod = staticPodOf({ cluster, node, ...rest });
  return pod && node !== '' ? api.refusedMirror(cluster, pod.namespace, `${pod.name}-${node}`) : undefined;
}

export interface MirrorQuestion {
  readonly pod: ApiPod;
  /** A copy without bodies. */
  readonly activity: AuditActivity;
}

/** A mirror pod: its node must have the file, where somebody looks. */
export function judgeMirror({ pod, activity }: MirrorQuestion, known: Known, final: boolean): Answer {
  const { cluster, mirrorOn, namespace, name } = pod;
  if (known.files.find(cluster, pod, mirrorOn) !== undefined) return nothing;
  if (!final) return undefined;
  if (!known.files.watches(cluster, mirrorOn)) return nothing;
  const reasons = [
    `${activity.request.user.user} made the mirror of a static pod ${namespace}/${name}, and the watched folder of ${mirrorOn} holds no such manifest`,
  ];
  return [nodeSignal({ rule: 'mirrorForged', activity, reasons })];
}
