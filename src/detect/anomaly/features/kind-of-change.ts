import type { ChangedField, FieldChange } from '../../../workloads/diff/field-change.ts';
import type { Observation } from '../observation.ts';
import type { Sight } from './sight.ts';
import { actor, actorIn, actorOfFamily, cluster, family } from './sight.ts';

/** What sort of change it is, apart from what it says: an identity that always moves image versions and now changes a command stands out. */
export function kindOfChange(observation: Observation): readonly Sight[] {
  const places = [actorOfFamily(observation), actorIn(observation), actor(observation)];
  return sortsOf(observation).map(sort => ({
    feature: 'kind-of-change',
    places: sort.startsWith('new ')
      ? [actorIn(observation), actor(observation), cluster(observation)]
      : [...places, family(observation), cluster(observation)],
    value: sort,
    novelty: rare.has(sort) ? 6 : 4,
    most: 8,
    says: `${observation.caller.name} made a change of this kind: ${sort}`,
  }));
}

/** Seldom changed in a workload that runs, wherever. */
const rare: ReadonlySet<string> = new Set([
  'image repository',
  'service account',
  'powers',
  'host access',
  'schedule',
  'hooks',
]);

export function sortsOf({ step, kind, changes, verb, subresource }: Observation): readonly string[] {
  if (step === 'deleted') return [`delete ${kind}`];
  if (step === 'made') return [`new ${kind}`];
  if (step === 'remade') return [`delete and make anew`, ...sorts(changes)];
  if (step === 'hidden')
    return [verb === 'create' ? `new ${kind}` : `change of a ${kind} that was not logged`];
  if (subresource === 'scale') return ['replicas'];
  if (step === 'met') return [];
  return changes.length === 0 ? ['nothing'] : sorts(changes);
}

function sorts(changes: readonly FieldChange[]): readonly string[] {
  const images = new Set(
    changes.filter(({ field }) => field === 'repository').map(({ container }) => container),
  );
  const found = changes.map(change =>
    change.field === 'image' && images.has(change.container) ? 'image repository' : (sortOf(change) ?? ''),
  );
  return [...new Set(found.filter(sort => sort !== ''))];
}

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
