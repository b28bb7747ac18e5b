import type { Json, JsonObject } from '../../src/model/json.ts';

export const kinds = ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'Job', 'Pod'] as const;
export type Kind = (typeof kinds)[number];

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly ports?: readonly JsonObject[];
  readonly envFrom?: readonly JsonObject[];
  readonly env?: readonly JsonObject[];
  readonly resources?: JsonObject;
  readonly volumeMounts?: readonly JsonObject[];
  readonly lifecycle?: JsonObject;
  readonly securityContext?: JsonObject;
}

export interface PodShape {
  readonly volumes?: readonly JsonObject[];
  readonly initContainers?: readonly Container[];
  readonly containers: readonly Container[];
  readonly restartPolicy?: string;
  readonly nodeSelector?: JsonObject;
  readonly serviceAccountName?: string;
  readonly nodeName?: string;
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly securityContext?: JsonObject;
  readonly tolerations?: readonly JsonObject[];
  readonly priorityClassName?: string;
}

/** A workload as somebody writes it. */
export interface Workload {
  readonly kind: Kind;
  readonly namespace: string;
  readonly name: string;
  readonly generateName?: string;
  readonly labels: JsonObject;
  readonly annotations?: JsonObject;
  readonly owners?: readonly JsonObject[];
  readonly podLabels?: JsonObject;
  readonly podAnnotations?: JsonObject;
  readonly pod: PodShape;
  /** Of Deployments and StatefulSets. */
  readonly replicas?: number;
  /** Of CronJobs and Jobs. */
  readonly schedule?: string;
  readonly timeZone?: string;
  readonly suspend?: boolean;
  readonly concurrency?: string;
  readonly history?: readonly [successful: number, failed: number];
  readonly ttl?: number;
  readonly backoffLimit?: number;
  readonly parallelism?: number;
  readonly completions?: number;
}

interface Place {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
}

export const places: { readonly [kind in Kind]: Place } = {
  Deployment: { group: 'apps', version: 'v1', resource: 'deployments' },
  StatefulSet: { group: 'apps', version: 'v1', resource: 'statefulsets' },
  DaemonSet: { group: 'apps', version: 'v1', resource: 'daemonsets' },
  CronJob: { group: 'batch', version: 'v1', resource: 'cronjobs' },
  Job: { group: 'batch', version: 'v1', resource: 'jobs' },
  Pod: { group: '', version: 'v1', resource: 'pods' },
};

export const apiVersionOf = ({ group, version }: Pick<Place, 'group' | 'version'>): string =>
  group === '' ? version : `${group}/${version}`;

/** A workload as its manifest has it: nothing that was not said. */
export const manifestOf = (workload: Workload): JsonObject => objectOf(workload, false);

/** A workload as the API server completes it. */
export const completeOf = (workload: Workload): JsonObject => objectOf(workload, true);

function objectOf(workload: Workload, complete: boolean): JsonObject {
  const { kind, namespace, name, generateName, labels, annotations, owners } = workload;
  const metadata = present({
    name: generateName === undefined ? name : undefined,
    generateName,
    namespace,
    labels: Object.keys(labels).length === 0 ? undefined : labels,
    annotations,
    ownerReferences: owners,
  });
  return {
    kind,
    apiVersion: apiVersionOf(places[kind]),
    metadata,
    spec: specOf(workload, complete),
    ...(complete && { status: {} }),
  };
}

function specOf(workload: Workload, complete: boolean): JsonObject {
  const { kind, replicas = 1, schedule, timeZone, suspend, concurrency, history } = workload;
  const selector = { matchLabels: workload.podLabels ?? workload.labels };
  const template = templateOf(workload, complete);
  const otherwise = <T>(value: T | undefined, usual: T): T | undefined =>
    value ?? (complete ? usual : undefined);
  switch (kind) {
    case 'Deployment':
      return present({ replicas, selector, template, ...(complete && rollout) });
    case 'StatefulSet':
      return present({ replicas, selector, template, serviceName: workload.name, ...(complete && ordered) });
    case 'DaemonSet':
      return present({ selector, template, ...(complete && everyNode) });
    case 'CronJob':
      return present({
        schedule,
        timeZone,
        concurrencyPolicy: otherwise(concurrency, 'Allow'),
        suspend: otherwise(suspend, false),
        jobTemplate: { ...(complete && { metadata: {} }), spec: jobSpec(workload, template, false) },
        successfulJobsHistoryLimit: otherwise(history?.[0], 3),
        failedJobsHistoryLimit: otherwise(history?.[1], 1),
      });
    case 'Job':
      return jobSpec(workload, template, complete);
    case 'Pod':
      return podSpec(workload.pod, complete, 'Always');
  }
}

function jobSpec(workload: Workload, template: JsonObject, complete: boolean): JsonObject {
  const { parallelism, completions, backoffLimit, ttl, suspend, kind } = workload;
  return present({
    parallelism: parallelism ?? (complete ? 1 : undefined),
    completions: completions ?? (complete ? 1 : undefined),
    backoffLimit: backoffLimit ?? (complete ? 6 : undefined),
    template,
    ttlSecondsAfterFinished: ttl,
    ...(complete && { completionMode: 'NonIndexed', suspend: (kind === 'Job' && suspend) || false }),
  });
}

function templateOf(
  { kind, labels, podLabels, podAnnotations, pod }: Workload,
  complete: boolean,
): JsonObject {
  const isBatch = kind === 'CronJob' || kind === 'Job';
  return {
    metadata: present({ labels: podLabels ?? labels, annotations: podAnnotations }),
    spec: podSpec(pod, complete, isBatch ? 'OnFailure' : 'Always'),
  };
}

export function podSpec(pod: PodShape, complete: boolean, restart: string): JsonObject {
  const usual = complete
    ? { terminationGracePeriodSeconds: 30, dnsPolicy: 'ClusterFirst' }
    : { terminationGracePeriodSeconds: undefined, dnsPolicy: undefined };
  return present({
    volumes: pod.volumes,
    initContainers: pod.initContainers?.map(each => containerOf(each, complete)),
    containers: pod.containers.map(each => containerOf(each, complete)),
    restartPolicy: pod.restartPolicy ?? (complete || restart !== 'Always' ? restart : undefined),
    ...usual,
    nodeSelector: pod.nodeSelector,
    serviceAccountName: pod.serviceAccountName,
    serviceAccount: complete ? pod.serviceAccountName : undefined,
    nodeName: pod.nodeName,
    hostNetwork: pod.hostNetwork,
    hostPID: pod.hostPID,
    securityContext: pod.securityContext ?? (complete ? {} : undefined),
    schedulerName: complete ? 'default-scheduler' : undefined,
    tolerations: pod.tolerations,
    priorityClassName: pod.priorityClassName,
  });
}

export function containerOf(container: Container, complete: boolean): JsonObject {
  const { name, image, command, args, ports, envFrom, env, resources, volumeMounts, lifecycle } = container;
  const policy = /:latest$|\/[^:@]+$/.test(image) ? 'Always' : 'IfNotPresent';
  return present({
    name,
    image,
    command,
    args,
    ports,
    envFrom,
    env,
    resources: resources ?? (complete ? {} : undefined),
    volumeMounts,
    lifecycle,
    ...(complete && {
      terminationMessagePath: '/dev/termination-log',
      terminationMessagePolicy: 'File',
      imagePullPolicy: policy,
    }),
    securityContext: container.securityContext,
  });
}

const rollout = {
  strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' } },
  revisionHistoryLimit: 10,
  progressDeadlineSeconds: 600,
};
const ordered = {
  podManagementPolicy: 'OrderedReady',
  updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
  revisionHistoryLimit: 10,
};
const everyNode = {
  updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
  revisionHistoryLimit: 10,
};

/** Without the keys that have no value. */
export function present(fields: { readonly [key: string]: Json | undefined }): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
