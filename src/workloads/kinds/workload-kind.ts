/** A built-in kind whose objects make pods, or are one. */
export interface WorkloadKind {
  readonly kind: string;
  /** Lower-case plural, as in objectRef.resource. */
  readonly resource: string;
  /** API groups that serve it, in all versions; `""` is the core group. The first is today's. */
  readonly groups: readonly string[];
  /** Where the object with the pod's `metadata` and `spec` is; `[]` if it is the object itself. */
  readonly template: readonly string[];
  /** Where the fields of a Job's spec are, if it makes Jobs. */
  readonly jobSpec?: readonly string[];
  /** It runs by a schedule in its `spec`. */
  readonly scheduled: boolean;
  /** It keeps pods running. */
  readonly persistent: boolean;
  /** It runs on every node. */
  readonly everyNode: boolean;
  /** Which kinds make it from their template, and the built-in controller that does. */
  readonly owners: readonly OwnerRule[];
}

export interface OwnerRule {
  readonly kind: string;
  readonly groups: readonly string[];
  /** Name of the controller's service account in kube-system. */
  readonly controller: string;
}

const appsGroups = ['apps', 'extensions'] as const;

export const owners = {
  cronJob: { kind: 'CronJob', groups: ['batch'], controller: 'cronjob-controller' },
  job: { kind: 'Job', groups: ['batch', 'extensions'], controller: 'job-controller' },
  deployment: { kind: 'Deployment', groups: appsGroups, controller: 'deployment-controller' },
  replicaSet: { kind: 'ReplicaSet', groups: appsGroups, controller: 'replicaset-controller' },
  daemonSet: { kind: 'DaemonSet', groups: appsGroups, controller: 'daemon-set-controller' },
  statefulSet: { kind: 'StatefulSet', groups: ['apps'], controller: 'statefulset-controller' },
  replicationController: {
    kind: 'ReplicationController',
    groups: [''],
    controller: 'replication-controller',
  },
} as const satisfies { readonly [name: string]: OwnerRule };
