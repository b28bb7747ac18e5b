import type { Outcome } from '../model/activity.ts';
import type { JsonObject } from '../model/json.ts';
import type { Dialect } from './schedule/schedule.ts';

/**
 * A write to an object that makes pods, in exact types: what the CEL context of own rules is made of. Every field is
 * always there: what is absent is `""`, `false`, -1 or empty. Numbers are whole.
 */
export interface WorkloadChange {
  readonly change: Change;
  readonly actor: ActorDetail;
  readonly workload: WorkloadDetail;
  /** The object after the change, as far as it was seen; null if no body was logged. */
  readonly object: JsonObject | null;
  /** The object before the change, where the log holds it. */
  readonly oldObject: JsonObject | null;
  /** What was not seen and would have helped: `responseObject`, `requestObject`, `containers beyond 256`, ... */
  readonly missing: readonly string[];
}

export type Strings = ReadonlyMap<string, string>;

export interface Change {
  /** create, update, patch, delete, deletecollection. */
  readonly verb: string;
  readonly subresource: string;
  readonly outcome: Outcome | 'proposed';
  /** The whole object was seen, not just a patch or nothing. */
  readonly complete: boolean;
  /** Some of the object was seen. */
  readonly visible: boolean;
  /** `node`: the manifest of a static pod, seen in a node's folder. */
  readonly source: 'audit' | 'manifest' | 'node';
  readonly fieldManager: string;
}

export type ActorType = 'user' | 'serviceaccount' | 'node' | 'controller' | 'anonymous' | 'none';

export interface ActorDetail {
  /** Who authenticated. */
  readonly user: string;
  /** As whom it acted: differs from `user` under impersonation. */
  readonly effectiveUser: string;
  readonly groups: readonly string[];
  readonly effectiveGroups: readonly string[];
  readonly impersonated: boolean;
  readonly userAgent: string;
  readonly sourceIPs: readonly string[];
  /** `namespace/name` of the pod behind a bound token, or `""`. */
  readonly pod: string;
  readonly type: ActorType;
  readonly effectiveType: ActorType;
}

export interface OwnerDetail {
  /** API group of the kind. */
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  /** It is the managing controller, not just an owner. */
  readonly controller: boolean;
}

/** Of an object with several pods: flags are true if they are for one of them, texts are the first that is there, lists and maps hold all. */
export interface WorkloadDetail {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly generateName: string;
  readonly uid: string;
  readonly labels: Strings;
  readonly annotations: Strings;
  readonly owner: OwnerDetail;
  /** A built-in controller made it from the template of a controlling owner, and not under impersonation. */
  readonly derived: boolean;
  /**
   * A service account of the name that the owner's controller, one of a third party, usually has made it. Any account can have
   * that name, so rules look at it all the same; only the same finding again is no news.
   */
  readonly operated: boolean;
  /** It is a mirror of a static pod. */
  readonly mirror: boolean;
  /** The kind is one of the registry; else pods and schedules were found by their shape. */
  readonly kindKnown: boolean;
  readonly scheduled: boolean;
  /** The first of `schedules`. */
  readonly schedule: string;
  readonly schedules: readonly string[];
  /** Whose rules they follow: `kubernetes`, or of another orchestrator `nomad`, `eventbridge`, `systemd`, `vixie`, ... */
  readonly scheduleDialect: Dialect;
  readonly timeZone: string;
  readonly suspended: boolean;
  readonly startingDeadlineSeconds: number;
  readonly concurrencyPolicy: string;
  /** Something keeps it running: Deployment, DaemonSet, StatefulSet, ReplicaSet, ReplicationController, and kinds like them. */
  readonly persistent: boolean;
  /** What it runs comes to an end: Job, CronJob, and kinds like them. */
  readonly finite: boolean;
  readonly everyNode: boolean;
  readonly replicas: number;
  readonly parallelism: number;
  readonly completions: number;
  readonly successfulJobsHistoryLimit: number;
  readonly failedJobsHistoryLimit: number;
  readonly ttlSecondsAfterFinished: number;
  readonly activeDeadlineSeconds: number;
  readonly serviceAccount: string;
  /** Asked for in so many words; Kubernetes assumes it where nothing is written. */
  readonly automountServiceAccountToken: boolean;
  readonly hostNetwork: boolean;
  readonly hostPID: boolean;
  readonly hostIPC: boolean;
  /** Asked for in so many words; Kubernetes assumes it where nothing is written. */
  readonly hostUsers: boolean;
  readonly nodeName: string;
  readonly nodeSelector: Strings;
  readonly tolerations: readonly Toleration[];
  readonly priorityClassName: string;
  readonly runtimeClassName: string;
  readonly restartPolicy: string;
  readonly schedulerName: string;
  readonly podLabels: Strings;
  readonly podAnnotations: Strings;
  readonly imagePullSecrets: readonly string[];
  readonly shareProcessNamespace: boolean;
  readonly containers: readonly Container[];
  readonly volumes: readonly Volume[];
  /** Objects that hold (the rest of) its template, or that it scales or wakes. */
  readonly references: readonly ReferenceDetail[];
}

export interface ReferenceDetail {
  readonly kind: string;
  readonly name: string;
  /** Where the object names it: `spec.workflowTemplateRef`. */
  readonly path: string;
}

export interface Toleration {
  readonly key: string;
  readonly operator: string;
  readonly value: string;
  readonly effect: string;
}

export interface Volume {
  readonly name: string;
  /** hostPath, secret, configMap, projected, emptyDir, persistentVolumeClaim, ... */
  readonly type: string;
  readonly hostPath: string;
  readonly hostPathType: string;
  /** Name of the Secret, ConfigMap or PersistentVolumeClaim; of a projected volume's first Secret or ConfigMap. */
  readonly source: string;
  /** It projects a service-account token. */
  readonly serviceAccountToken: boolean;
}

export type ContainerRole = 'container' | 'init' | 'sidecar' | 'ephemeral';

/** A container with the pod's security context merged in. */
export interface Container {
  readonly name: string;
  readonly role: ContainerRole;
  /** `spec.jobTemplate.spec.template.spec.containers[0]` */
  readonly path: string;
  readonly image: string;
  readonly registry: string;
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
  readonly command: readonly string[];
  readonly args: readonly string[];
  /** All that it can run: command and args joined, then lifecycle hooks and exec probes. */
  readonly commandLines: readonly string[];
  /** Text that is hidden in the command lines: base64, escapes, split words; bounded. */
  readonly decoded: readonly string[];
  readonly env: readonly EnvironmentVariable[];
  readonly envFrom: readonly EnvironmentSource[];
  readonly privileged: boolean;
  /** Windows' counterpart of `privileged`. */
  readonly hostProcess: boolean;
  /** -1 where neither the container nor the pod says. */
  readonly runAsUser: number;
  /** User 0 is asked for explicitly. */
  readonly runAsRoot: boolean;
  readonly runAsNonRoot: boolean;
  /** Asked for in so many words; Kubernetes assumes it where nothing is written. */
  readonly allowPrivilegeEscalation: boolean;
  readonly capabilitiesAdd: readonly string[];
  readonly capabilitiesDrop: readonly string[];
  readonly procMount: string;
  readonly seccompProfile: string;
  readonly appArmorProfile: string;
  readonly readOnlyRootFilesystem: boolean;
  readonly mounts: readonly Mount[];
  readonly ports: readonly number[];
  readonly hostPorts: readonly number[];
  readonly tty: boolean;
  readonly stdin: boolean;
  /** Of an ephemeral container: whose process namespace it joins. */
  readonly targetContainerName: string;
}

export interface EnvironmentVariable {
  readonly name: string;
  readonly value: string;
  readonly secret: string;
  readonly configMap: string;
  readonly fieldPath: string;
}

export interface EnvironmentSource {
  readonly secret: string;
  readonly configMap: string;
}

export interface Mount {
  readonly name: string;
  readonly mountPath: string;
  readonly subPath: string;
  readonly readOnly: boolean;
  /** The host's path behind it, or `""`. */
  readonly hostPath: string;
  readonly propagation: string;
}
