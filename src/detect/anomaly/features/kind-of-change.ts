import type { ChangedField, FieldChange } from '../../../workloads/diff/field-change.ts';
import { shownName } from '../caller.ts';
import { hostsIn } from '../command-words.ts';
import type { ContainerStep, Observation } from '../observation.ts';
import type { Sight } from './sight.ts';
import { actor, actorIn, actorOfFamily, alike, cluster, family } from './sight.ts';

/** What sort of change it is, apart from what it says: an identity that always moves image versions and now changes a command stands out. */
export function kindOfChange(observation: Observation): readonly Sight[] {
  const places = [actorOfFamily(observation), actorIn(observation), actor(observation)];
  return sortsOf(observation).map(sort => ({
    feature: 'kind-of-change',
    places: sort.startsWith('new ')
      ? [actorIn(observation), actor(observation), alike(observation), cluster(observation)]
      : [...places, alike(observation), family(observation), cluster(observation)],
    value: sort,
    novelty: rare.has(sort) ? 6 : 4,
    most: mostOf(sort, observation),
    says: `${shownName(observation.caller.name)} made a change of the kind "${sort}"`,
  }));
}

/** A program that delivers has a first time for each kind of workload. */
function mostOf(sort: string, { caller: { actor: who } }: Observation): number {
  if (mild.has(sort)) return 4;
  const isDelivered = sort.startsWith('new ') && who.type === 'serviceaccount' && !who.impersonated;
  return isDelivered || sort.endsWith(' with a new version') ? 5 : 8;
}

/** Of little weight, whoever does it. */
const mild: ReadonlySet<string> = new Set([
  'environment',
  'labels',
  'annotations',
  'replicas',
  'restart',
  'nothing',
  'containers',
]);

/** Seldom changed in a workload that runs, wherever. */
const rare: ReadonlySet<string> = new Set([
  'image repository',
  'service account',
  'powers',
  'host access',
  'schedule',
  'hooks',
  'environment that names hosts',
  'environment that loads code',
]);

export function sortsOf(observation: Observation): readonly string[] {
  const { step, kind, changes, verb, subresource, containers, caller } = observation;
  if (step === 'deleted') return [`delete ${kind}`];
  if (step === 'made') return [`new ${kind}`];
  if (step === 'remade')
    return ['delete and make anew', ...sorts(changes).map(sort => told(sort, containers))];
  if (step === 'hidden')
    return [verb === 'create' ? hiddenNew(observation) : `${hiddenChange(kind, caller)} that was not logged`];
  if (subresource === 'scale') return ['replicas'];
  if (step === 'met') return [];
  return changes.length === 0 ? ['nothing'] : sorts(changes).map(sort => told(sort, containers));
}

/** Of a name all that can be told is whose it is, and that the server made it. */
function hiddenNew({ kind, name, repeats, caller: { command } }: Observation): string {
  const made = command === '' ? `new ${kind}` : `new ${kind} by kubectl ${command}`;
  if (repeats !== undefined) return `${made} that is called after a CronJob`;
  return name === '' ? `${made} with a generated name` : made;
}

const hiddenChange = (kind: string, { command }: Observation['caller']): string =>
  command === '' ? `change of a ${kind}` : `kubectl ${command} of a ${kind}`;

/** A variable that names a host, or that decides which code is loaded, is another matter than a level of logging. */
function told(sort: string, containers: readonly ContainerStep[]): string {
  if (sort !== 'environment') return sort;
  const fresh = containers.flatMap(freshVariables);
  if (fresh.some(loadsCode)) return 'environment that loads code';
  return fresh.some(({ value }) => hostsIn(value).length > 0) ? 'environment that names hosts' : sort;
}

export function freshVariables({ before, after }: ContainerStep): ContainerStep['after']['env'] {
  const olds = new Map((before?.env ?? []).map(({ name, value }) => [name, value]));
  return after.env.filter(({ name, value }) => olds.get(name) !== value);
}

/** A variable that decides which code is loaded. */
export const loadsCode = ({ name }: { readonly name: string }): boolean => loading.test(name);

const loading =
  /^(?:LD_(?:PRELOAD|LIBRARY_PATH|AUDIT)|PATH|PYTHON(?:PATH|STARTUP|HOME)|NODE_(?:OPTIONS|PATH)|(?:_?JAVA_(?:TOOL_)?OPTIONS|JDK_JAVA_OPTIONS|CLASSPATH)|RUBY(?:OPT|LIB)|PERL5?(?:OPT|LIB)|BASH_ENV|ENV|PROMPT_COMMAND|GIT_SSH_COMMAND|DOTNET_STARTUP_HOOKS)$/;

function sorts(changes: readonly FieldChange[]): readonly string[] {
  const images = new Set(
    changes.filter(({ field }) => field === 'repository').map(({ container }) => container),
  );
  const found = changes.map(change =>
    change.field === 'image' && images.has(change.container) ? 'image repository' : (sortOf(change) ?? ''),
  );
  return inRelease([...new Set(found.filter(sort => sort !== ''))]);
}

/** A new version brings its options, variables and volumes along; by themselves they seldom change. */
function inRelease(found: readonly string[]): readonly string[] {
  if (!found.includes('image version')) return found;
  return found.map(sort => (released.has(sort) ? `${sort} with a new version` : sort));
}

const released: ReadonlySet<string> = new Set([
  'command',
  'environment',
  'environment from objects',
  'volumes',
]);

function sortOf(change: FieldChange): string | undefined {
  const { field, from, to } = change;
  if (field === 'suspended') return to === 'true' ? 'suspend' : 'resume';
  if (field === 'containers')
    return to === '' ? 'container removed' : from === '' ? 'container added' : 'containers';
  if (field === 'podAnnotations' && /restartedAt=/.test(to)) return 'restart';
  if (field === 'env' || field === 'envFrom')
    return /Secret |ConfigMap /.test(to) ? 'environment from objects' : 'environment';
  return sortsByField[field];
}

const sortsByField: { readonly [field in ChangedField]?: string } = {
  image: 'image version',
  repository: 'image repository',
  command: 'command',
  args: 'command',
  hooksAndProbes: 'hooks',
  schedule: 'schedule',
  timeZone: 'schedule',
  serviceAccount: 'service account',
  automountServiceAccountToken: 'service account',
  hostNetwork: 'host access',
  hostPID: 'host access',
  hostIPC: 'host access',
  hostUsers: 'host access',
  hostPorts: 'host access',
  privileged: 'powers',
  hostProcess: 'powers',
  capabilitiesAdd: 'powers',
  capabilitiesDrop: 'powers',
  allowPrivilegeEscalation: 'powers',
  runAsUser: 'powers',
  runAsNonRoot: 'powers',
  procMount: 'powers',
  seccompProfile: 'powers',
  appArmorProfile: 'powers',
  readOnlyRootFilesystem: 'powers',
  shareProcessNamespace: 'powers',
  volumes: 'volumes',
  mounts: 'volumes',
  imagePullSecrets: 'image pull secrets',
  nodeName: 'placement',
  nodeSelector: 'placement',
  tolerations: 'placement',
  priorityClassName: 'placement',
  runtimeClassName: 'placement',
  schedulerName: 'placement',
  replicas: 'replicas',
  parallelism: 'parallelism',
  completions: 'parallelism',
  successfulJobsHistoryLimit: 'history and clean-up',
  failedJobsHistoryLimit: 'history and clean-up',
  ttlSecondsAfterFinished: 'history and clean-up',
  activeDeadlineSeconds: 'history and clean-up',
  labels: 'labels',
  podLabels: 'labels',
  annotations: 'annotations',
  podAnnotations: 'annotations',
  owner: 'owner',
  references: 'references',
};
