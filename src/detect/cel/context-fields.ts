import { changedFields } from '../../workloads/diff/diff-workloads.ts';
import type { FieldChange } from '../../workloads/diff/field-change.ts';
import type {
  ActorDetail,
  Change,
  Container,
  EnvironmentSource,
  EnvironmentVariable,
  Mount,
  OwnerDetail,
  ReferenceDetail,
  Toleration,
  Volume,
  WorkloadDetail,
} from '../../workloads/workload-change.ts';
import type { Field, FieldTable } from './cel-type.ts';
import { flag, listOf, object, raw, strings, text, texts, whole, wholes } from './cel-type.ts';
import type { ComparedChange } from './differences.ts';
import { lineage } from './lineage-fields.ts';

/** The fields that own rules can name: the published contract, and what typing errors are found with. */

const toleration = object<Toleration>('Toleration', {
  key: text('The taint that it tolerates; empty for all'),
  operator: text('Equal or Exists'),
  value: text('The value of the taint'),
  effect: text('NoSchedule, PreferNoSchedule, NoExecute; empty for all'),
});

const volume = object<Volume>('Volume', {
  name: text('Its name'),
  type: text('hostPath, secret, configMap, projected, emptyDir, persistentVolumeClaim, ...'),
  hostPath: text('The path on the node, in its shortest form'),
  hostPathType: text('DirectoryOrCreate, Socket, ...'),
  source: text('Name of the Secret, ConfigMap or claim; of the first in a projected volume'),
  serviceAccountToken: flag('A projected volume brings a service-account token'),
});

const mount = object<Mount>('Mount', {
  name: text('The volume'),
  mountPath: text('Where it is in the container'),
  subPath: text('Which part of the volume'),
  readOnly: flag('Mounted read-only'),
  hostPath: text('The path on the node behind it, subPath included'),
  propagation: text('None, HostToContainer, Bidirectional'),
});

const variable = object<EnvironmentVariable>('EnvironmentVariable', {
  name: text('Its name'),
  value: text('Its value, where it is written out; never shown in a finding'),
  secret: text('The Secret that it comes from'),
  configMap: text('The ConfigMap that it comes from'),
  fieldPath: text('The field of the pod that it comes from'),
});

const source = object<EnvironmentSource>('EnvironmentSource', {
  secret: text('The Secret whose keys become variables'),
  configMap: text('The ConfigMap whose keys become variables'),
});

const container = object<Container>('Container', {
  name: text('Its name'),
  role: text('container, init, sidecar or ephemeral'),
  path: text('Where it is in the object: spec.template.spec.containers[0]'),
  image: text('As written'),
  registry: text('The registry, docker.io if the image names none; empty if the image is not valid'),
  repository: text('The repository, library/nginx for nginx'),
  tag: text('The tag as written; empty if none'),
  digest: text('sha256:...; empty if none'),
  command: texts('The entry point'),
  args: texts('Its arguments'),
  commandLines: texts(
    'All that it can run: command with args, then lifecycle hooks and exec probes, words joined by blanks',
  ),
  decoded: texts('Text that the command lines hide: base64, escapes, words put together by a shell'),
  env: listOf(variable, 'Environment variables'),
  envFrom: listOf(source, 'Secrets and ConfigMaps whose keys become variables'),
  privileged: flag('Runs privileged'),
  hostProcess: flag('A Windows HostProcess container'),
  runAsUser: whole("The user id, its own or the pod's; -1 if neither says"),
  runAsRoot: flag('User 0 is asked for in so many words'),
  runAsNonRoot: flag('Root is ruled out'),
  allowPrivilegeEscalation: flag('Asked for in so many words'),
  capabilitiesAdd: texts('Capabilities added: SYS_ADMIN, ALL'),
  capabilitiesDrop: texts('Capabilities dropped'),
  procMount: text('Default or Unmasked'),
  seccompProfile: text('RuntimeDefault, Unconfined, Localhost'),
  appArmorProfile: text('RuntimeDefault, Unconfined, Localhost'),
  readOnlyRootFilesystem: flag('The root file system is read-only'),
  mounts: listOf(mount, 'Volume mounts'),
  ports: wholes('Container ports'),
  hostPorts: wholes('Ports on the node'),
  tty: flag('Has a terminal'),
  stdin: flag('Standard input is open'),
  targetContainerName: text('Of an ephemeral container: whose processes it joins'),
});

const owner = object<OwnerDetail>('Owner', {
  group: text('API group of its kind'),
  kind: text('Its kind'),
  name: text('Its name'),
  uid: text('Its uid'),
  controller: flag('It is the managing controller'),
});

const reference = object<ReferenceDetail>('Reference', {
  kind: text('Its kind'),
  name: text('Its name'),
  path: text('Where it is named: spec.workflowTemplateRef'),
});

const change = object<Change>('Change', {
  verb: text('create, update, patch, delete, deletecollection; create for a manifest'),
  subresource: text('Empty or ephemeralcontainers'),
  outcome: text(
    'allowed, dry-run, refused, failed, unanswered; proposed for a manifest. A rule that does not name it sees only allowed and proposed',
  ),
  complete: flag('The whole object was seen, not just a patch'),
  visible: flag(
    'Some of the object was seen. A rule that does not name it is asked about a request without a body only if it names nothing but what its header tells',
  ),
  source: text('audit or manifest'),
  fieldManager: text('The fieldManager of the request; set by the client'),
});

const actor = object<ActorDetail>('Actor', {
  user: text('Who authenticated; empty for a manifest'),
  effectiveUser: text('As whom it acted; differs under impersonation'),
  groups: texts('Groups of the one who authenticated'),
  effectiveGroups: texts('Groups of the one it acted as'),
  impersonated: flag('It acted as somebody else'),
  userAgent: text('Set by the client'),
  sourceIPs: texts('All but the last can be set by the client'),
  pod: text('namespace/name of the pod whose token it used'),
  type: text('user, serviceaccount, node, controller (a built-in one), anonymous; none for a manifest'),
  effectiveType: text('The same of the one it acted as'),
});

const workload = object<WorkloadDetail>('Workload', {
  group: text('API group'),
  kind: text(
    'Pod, Job, CronJob, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, PodTemplate, or another that makes pods: see kinds.md',
  ),
  namespace: text('Its namespace'),
  name: text('Its name; empty if it is generated and the answer was not logged'),
  generateName: text('The prefix of a generated name'),
  uid: text('Its uid'),
  labels: strings('Labels of the object'),
  annotations: strings('Annotations of the object'),
  owner: owner('Its controller, else its first owner'),
  derived: flag(
    "A built-in controller made it from an owner's template. A rule that does not name it does not see such objects where the owner was seen",
  ),
  operated: flag(
    "A service account called as the controller of its owner's project usually is made it; believed less than `derived`",
  ),
  mirror: flag('A pod that says it mirrors a static pod'),
  kindKnown: flag('Its kind is in the registry; else its pods and schedules were found by their shape'),
  scheduled: flag('It runs by a schedule: CronJob, CronWorkflow, ...'),
  schedule: text('As written; the first if it has several'),
  schedules: texts('All of them, as written'),
  scheduleDialect: text(
    'Whose rules they follow: kubernetes; of custom resources robfig, robfig-fields, robfig-seconds, robfig-1; of other orchestrators nomad, eventbridge, systemd, systemd-interval, vixie, robfig-seconds',
  ),
  timeZone: text('As written'),
  suspended: flag('It waits: a CronJob or Job that is suspended, and kinds like them'),
  startingDeadlineSeconds: whole('-1 if absent'),
  concurrencyPolicy: text('Allow, Forbid, Replace'),
  persistent: flag(
    'Something keeps it running: Deployment, DaemonSet, StatefulSet, ReplicaSet, ReplicationController, and kinds like them',
  ),
  finite: flag('What it runs comes to an end: Job, CronJob, and kinds like them'),
  everyNode: flag('It runs on every node, as a DaemonSet does'),
  replicas: whole('-1 if absent'),
  parallelism: whole('Pods of a Job at a time; -1 if absent'),
  completions: whole('-1 if absent'),
  successfulJobsHistoryLimit: whole('-1 if absent'),
  failedJobsHistoryLimit: whole('-1 if absent'),
  ttlSecondsAfterFinished: whole('-1 if absent'),
  activeDeadlineSeconds: whole('Of the job, else of the pod; -1 if absent'),
  serviceAccount: text('The service account that it runs as; empty for default'),
  automountServiceAccountToken: flag('Asked for in so many words'),
  hostNetwork: flag("Uses the node's network"),
  hostPID: flag("Sees the node's processes"),
  hostIPC: flag("Shares the node's memory segments"),
  hostUsers: flag('Asked for in so many words'),
  nodeName: text('The node that it is bound to, without the scheduler'),
  nodeSelector: strings('Labels of the nodes it may run on'),
  tolerations: listOf(toleration, 'Taints that it tolerates'),
  priorityClassName: text('Its priority class'),
  runtimeClassName: text('Its runtime class'),
  restartPolicy: text('Always, OnFailure, Never'),
  schedulerName: text('Its scheduler'),
  podLabels: strings('Labels of the pods that it makes'),
  podAnnotations: strings('Annotations of the pods that it makes'),
  imagePullSecrets: texts('Secrets to pull images with'),
  shareProcessNamespace: flag("Its containers see each other's processes"),
  containers: listOf(container, 'Init containers, sidecars, containers, ephemeral containers'),
  volumes: listOf(volume, 'Volumes'),
  references: listOf(reference, 'Objects that hold its template or a part of it, or that it scales or wakes'),
});

const fieldChange = object<FieldChange>('FieldChange', {
  field: text(`What changed: ${changedFields.join(', ')}; containers is one that was added or removed`),
  container: text("The container's name; empty if it is not about one"),
  from: text('What it was, in words; empty if there was nothing. Never the value of an environment variable'),
  to: text('What it is now'),
});

/** `missing` is for the findings, not for rules. */
type Context = Omit<ComparedChange, 'missing'>;

const context: { readonly [Key in keyof Context]-?: Field<Context[Key]> } = {
  change: change('The request'),
  actor: actor('Who made it'),
  workload: workload('What it writes'),
  object: raw('The object after the change, as it was logged; null if it was not'),
  oldObject: raw(
    'The object before the change, without status and managed fields; null if there was none, or if earlier requests in the log do not tell',
  ),
  lineage: lineage(
    'Where the object comes from, as far as the log tells up to the request; of a request that was carried out. What is not known is said to be unknown',
  ),
  changes: listOf(
    fieldChange,
    'What the request changed of the object, field by field; empty where the object before is not known, and when it is made',
  ),
};

export const contextFields: FieldTable = new Map(Object.entries(context));
