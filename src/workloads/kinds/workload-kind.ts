import type { Dialect } from '../schedule/schedule.ts';

/** Keys from the object down; `*` is every item of a list, or every member of an object. */
export type Path = readonly string[];

/** A kind whose objects make pods, or are one: built in, or of a project that many clusters run. */
export interface WorkloadKind {
  readonly kind: string;
  /** Lower-case plural, as in objectRef.resource. */
  readonly resource: string;
  /** API groups that serve it, in all versions; `""` is the core group. The first is today's. */
  readonly groups: readonly string[];
  /** Whose it is; absent for Kubernetes itself. */
  readonly project?: string;
  /**
   * Where the object with the pod's `metadata` and `spec` is; `[]` if it is the object itself. With `places`, what all of
   * them have in common.
   */
  readonly template: Path;
  /** Where pods are described, if not in the one template. Kinds of Kubernetes itself have none. */
  readonly places?: readonly PodPlace[];
  /** Objects whose fields of a pod spec (service account, volumes, host namespaces) hold for all pods at `places`. */
  readonly shared?: readonly Path[];
  /** Where the fields of a Job's spec are, if it makes Jobs. */
  readonly jobSpec?: Path;
  /** Where its schedules are, if not where a CronJob has them. */
  readonly times?: Times;
  /** Whose rules its schedules follow, if not those of a CronJob: which parser its controller has. */
  readonly dialect?: Dialect;
  /** It runs by a schedule; `sometimes` if only where it has one. */
  readonly scheduled: boolean;
  readonly sometimesScheduled?: boolean;
  /** It keeps pods running. */
  readonly persistent: boolean;
  /** It runs on every node. */
  readonly everyNode: boolean;
  /** What it runs comes to an end, as a Job's does. */
  readonly finite: boolean;
  /** Which kinds make it from their template, and the built-in controller that does. */
  readonly owners: readonly OwnerRule[];
  /** What its controller makes from it, where that is no built-in one. */
  readonly makes?: readonly MadeKind[];
  /** Where it names objects that hold (the rest of) its template, or what it scales or wakes. */
  readonly references?: readonly ReferencePlace[];
}

/** What is at a place, and so how to read it. */
export type PodForm =
  /** Metadata and spec, as in a Deployment. */
  | 'template'
  /** A pod spec, or the part of one that is there. */
  | 'spec'
  /** A text that holds a pod spec as YAML or JSON. */
  | 'spec-text'
  /** One container. */
  | 'container'
  /** A command line as one text. */
  | 'command-text'
  /** A whole object of another kind. */
  | 'object'
  | 'argo-template'
  | 'tekton-task'
  | 'spark-application';

export interface PodPlace {
  readonly at: Path;
  readonly form: PodForm;
}

export interface Times {
  readonly schedules: readonly Path[];
  /** Durations that are repeated: `10s`. */
  readonly every?: readonly Path[];
  readonly timeZone: readonly Path[];
  /** True, or the text `true`, while it waits. */
  readonly suspended: readonly Path[];
  /** False while it waits. */
  readonly enabled?: Path;
  readonly successfulHistory?: Path;
  readonly failedHistory?: Path;
}

/**
 * A controller of Kubernetes itself. Its account is in kube-system and its name is fixed, so what it makes from a template may
 * be taken for what the template's author made.
 */
export interface OwnerRule {
  readonly kind: string;
  readonly groups: readonly string[];
  /** Name of the controller's service account in kube-system. */
  readonly controller: string;
}

/**
 * What a controller of a third party makes. It can run under any account in any namespace; these names are only what its
 * installation uses. So it is never believed as a built-in controller is: what it makes is still inspected, and no more is concluded
 * than that the same finding again is no news.
 */
export interface MadeKind {
  readonly kind: string;
  readonly group: string;
  /** Usual names of the controller's service account, in whatever namespace. */
  readonly accounts: readonly string[];
}

export interface ReferencePlace {
  /** A text with a name, or an object with `name` and perhaps `kind`. */
  readonly at: Path;
  /** The kind where the object does not say. */
  readonly kind: string;
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

type Defaulted = 'template' | 'scheduled' | 'persistent' | 'everyNode' | 'finite' | 'owners';

/** A kind of a third party: what it does not say is no. */
export function customKind(
  of: Omit<WorkloadKind, Defaulted> & Partial<Pick<WorkloadKind, Defaulted>> & { readonly project: string },
): WorkloadKind {
  return {
    template: ['spec'],
    scheduled: false,
    persistent: false,
    everyNode: false,
    finite: false,
    owners: [],
    ...of,
  };
}

export const pods = (...accounts: readonly string[]): MadeKind => ({ kind: 'Pod', group: '', accounts });
export const jobs = (...accounts: readonly string[]): MadeKind => ({ kind: 'Job', group: 'batch', accounts });

/** `spec.tasks.*.template` as a path. */
export function path(text: string): Path {
  return text.split('.');
}

export function place(form: PodForm, at: string): PodPlace {
  return { at: path(at), form };
}
