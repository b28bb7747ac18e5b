import type { JsonObject } from '../model/json.ts';
import { booleanAt, listAt, stringAt } from '../model/json.ts';
import { mapAt, namesAt, textAt } from './fields.ts';
import type { PodView } from './pods/pod-view.ts';
import type { Strings, Toleration, WorkloadDetail } from './workload-change.ts';

export type PodFields = Pick<
  WorkloadDetail,
  | 'serviceAccount'
  | 'automountServiceAccountToken'
  | 'hostNetwork'
  | 'hostPID'
  | 'hostIPC'
  | 'hostUsers'
  | 'nodeName'
  | 'nodeSelector'
  | 'tolerations'
  | 'priorityClassName'
  | 'runtimeClassName'
  | 'restartPolicy'
  | 'schedulerName'
  | 'imagePullSecrets'
  | 'shareProcessNamespace'
  | 'podLabels'
  | 'podAnnotations'
>;

const limits = { tolerations: 64, pullSecrets: 64, pods: 200 } as const;

/** The fields of the pod; of several pods, what the most dangerous has: see `WorkloadDetail`. */
export function readPodFields(views: readonly PodView[]): PodFields {
  const [first, ...others] = views.slice(0, limits.pods);
  if (first === undefined) return readPod({}, {});
  let fields = readPod(first.spec, first.metadata);
  for (const { spec, metadata } of others) fields = united(fields, readPod(spec, metadata));
  return fields;
}

function readPod(spec: JsonObject, metadata: JsonObject): PodFields {
  return {
    // `serviceAccount` is the field's deprecated name; the API server keeps both equal.
    serviceAccount: textAt(spec, 'serviceAccountName') || textAt(spec, 'serviceAccount'),
    automountServiceAccountToken: booleanAt(spec, 'automountServiceAccountToken') ?? false,
    hostNetwork: booleanAt(spec, 'hostNetwork') ?? false,
    hostPID: booleanAt(spec, 'hostPID') ?? false,
    hostIPC: booleanAt(spec, 'hostIPC') ?? false,
    hostUsers: booleanAt(spec, 'hostUsers') ?? false,
    nodeName: textAt(spec, 'nodeName'),
    nodeSelector: mapAt(spec, 'nodeSelector'),
    tolerations: listAt(spec, 'tolerations').slice(0, limits.tolerations).map(readToleration),
    priorityClassName: textAt(spec, 'priorityClassName'),
    runtimeClassName: textAt(spec, 'runtimeClassName'),
    restartPolicy: textAt(spec, 'restartPolicy'),
    schedulerName: textAt(spec, 'schedulerName'),
    imagePullSecrets: namesAt(spec, 'imagePullSecrets', limits.pullSecrets),
    shareProcessNamespace: booleanAt(spec, 'shareProcessNamespace') ?? false,
    podLabels: mapAt(metadata, 'labels'),
    podAnnotations: mapAt(metadata, 'annotations'),
  };
}

function united(a: PodFields, b: PodFields): PodFields {
  return {
    serviceAccount: a.serviceAccount || b.serviceAccount,
    automountServiceAccountToken: a.automountServiceAccountToken || b.automountServiceAccountToken,
    hostNetwork: a.hostNetwork || b.hostNetwork,
    hostPID: a.hostPID || b.hostPID,
    hostIPC: a.hostIPC || b.hostIPC,
    hostUsers: a.hostUsers || b.hostUsers,
    nodeName: a.nodeName || b.nodeName,
    nodeSelector: both(a.nodeSelector, b.nodeSelector),
    tolerations: distinct([...a.tolerations, ...b.tolerations]).slice(0, limits.tolerations),
    priorityClassName: a.priorityClassName || b.priorityClassName,
    runtimeClassName: a.runtimeClassName || b.runtimeClassName,
    restartPolicy: a.restartPolicy || b.restartPolicy,
    schedulerName: a.schedulerName || b.schedulerName,
    imagePullSecrets: [...new Set([...a.imagePullSecrets, ...b.imagePullSecrets])].slice(
      0,
      limits.pullSecrets,
    ),
    shareProcessNamespace: a.shareProcessNamespace || b.shareProcessNamespace,
    podLabels: both(a.podLabels, b.podLabels),
    podAnnotations: both(a.podAnnotations, b.podAnnotations),
  };
}

/** The first pod's value counts where both have one. */
function both(a: Strings, b: Strings): Strings {
  return b.size === 0 ? a : new Map([...b, ...a]);
}

function distinct(tolerations: readonly Toleration[]): readonly Toleration[] {
  return [...new Map(tolerations.map(each => [JSON.stringify(each), each])).values()];
}

function readToleration(from: unknown): Toleration {
  return {
    key: stringAt(from, 'key') ?? '',
    // An absent operator means Equal.
    operator: stringAt(from, 'operator') ?? 'Equal',
    value: stringAt(from, 'value') ?? '',
    effect: stringAt(from, 'effect') ?? '',
  };
}
