import { hash } from 'node:crypto';
import type { Json, JsonObject } from '../model/json.ts';
import { booleanAt, fieldOf, isObject, listAt, numberAt, objectAt, stringAt } from '../model/json.ts';
import type { WorkloadKind } from '../workloads/kinds/workload-kind.ts';
import { readVolumes } from '../workloads/read-volumes.ts';

/** A workload in the few words that lineage compares. */
export interface Shape {
  /**
   * Digest of what its pods run: images, commands, environment, volumes, identity, privileges. The same for an owner and for what its
   * controller makes of it; labels, annotations, placement and what the service-account admission adds are left out.
   */
  readonly runs: string;
  /** Digest of the whole template, labels and annotations included: another one makes a Deployment roll out. */
  readonly template: string;
  readonly images: readonly string[];
  readonly schedule: string;
  readonly suspended: boolean;
  /** -1 where it has none. */
  readonly replicas: number;
  /** `kubectl rollout restart` writes it into the template: a change that changes nothing that runs. */
  readonly restartedAt: string;
}

/** The shape of a whole object. */
export function shapeOf(object: JsonObject, kind: WorkloadKind): Shape {
  const template = templateOf(object, kind);
  const podSpec = objectAt(template, 'spec') ?? {};
  const metadata = objectAt(template, 'metadata');
  const spec = objectAt(object, 'spec');
  return {
    runs: digest(runsOf(podSpec)),
    template: digest([
      withoutHash(objectAt(metadata, 'labels')),
      sorted(objectAt(metadata, 'annotations')),
      sorted(podSpec),
    ]),
    images: [...new Set(containersOf(podSpec).map(container => stringAt(container, 'image') ?? ''))].slice(
      0,
      16,
    ),
    schedule: stringAt(spec, 'schedule') ?? '',
    suspended: booleanAt(spec, 'suspend') ?? false,
    replicas: kind.kind === 'Pod' ? -1 : (numberAt(spec, 'replicas') ?? -1),
    restartedAt: stringAt(objectAt(metadata, 'annotations'), 'kubectl.kubernetes.io/restartedAt') ?? '',
  };
}

/** The keys of a pod's spec that say what runs, and with what powers. */
export const runKeys: ReadonlySet<string> = new Set([
  'containers',
  'initContainers',
  'ephemeralContainers',
  'volumes',
  'serviceAccountName',
  'serviceAccount',
  'hostNetwork',
  'hostPID',
  'hostIPC',
  'securityContext',
  'shareProcessNamespace',
  'runtimeClassName',
]);

const digest = (value: unknown): string => hash('sha256', JSON.stringify(value), 'base64url').slice(0, 22);

/** The pod template in a whole object or in a part of one. */
export function templateOf(object: JsonObject, kind: WorkloadKind): JsonObject | undefined {
  let current: JsonObject | undefined = object;
  for (const key of kind.template) current = objectAt(current, key);
  return current;
}

const lists = ['initContainers', 'containers', 'ephemeralContainers'] as const;

function containersOf(podSpec: JsonObject): readonly JsonObject[] {
  return lists.flatMap(list => listAt(podSpec, list).filter(isObject));
}

function runsOf(podSpec: JsonObject): readonly unknown[] {
  const account = stringAt(podSpec, 'serviceAccountName') ?? '';
  const volumes = readVolumes(podSpec).filter(({ name }) => !isTokenVolume(name));
  return [
    lists.map(list => listAt(podSpec, list).filter(isObject).map(containerOf)),
    // The admission plugin writes `default` where nothing is asked for.
    account === 'default' ? '' : account,
    ['hostNetwork', 'hostPID', 'hostIPC', 'shareProcessNamespace'].map(
      key => booleanAt(podSpec, key) ?? false,
    ),
    security(fieldOf(podSpec, 'securityContext')),
    volumes.map(({ name, type, hostPath, source }) => [name, type, hostPath, source]),
  ];
}

/** `kube-api-access-x2x9z` of the service-account admission; `default-token-x2x9z` until 1.20. */
const isTokenVolume = (name: string): boolean => /^kube-api-access-|-token-[a-z0-9]{5}$/.test(name);

function containerOf(container: JsonObject): readonly unknown[] {
  return [
    ...['name', 'image', 'command', 'args', 'envFrom', 'workingDir'].map(
      key => fieldOf(container, key) ?? null,
    ),
    listAt(container, 'env').map(variable),
    security(fieldOf(container, 'securityContext')),
    mountsOf(container),
    ['livenessProbe', 'readinessProbe', 'startupProbe'].map(probe => execOf(objectAt(container, probe))),
    ['postStart', 'preStop'].map(hook => execOf(objectAt(objectAt(container, 'lifecycle'), hook))),
    stringAt(container, 'restartPolicy') ?? '',
  ];
}

function variable(entry: Json): readonly unknown[] {
  const from = objectAt(entry, 'valueFrom');
  const field = stringAt(objectAt(from, 'fieldRef'), 'fieldPath');
  return [stringAt(entry, 'name') ?? '', stringAt(entry, 'value') ?? '', field ?? from ?? null];
}

function mountsOf(container: JsonObject): readonly unknown[] {
  return listAt(container, 'volumeMounts')
    .filter(mount => !isTokenVolume(stringAt(mount, 'name') ?? ''))
    .map(mount => ['name', 'mountPath', 'subPath'].map(key => stringAt(mount, key) ?? ''));
}

const execOf = (part: JsonObject | undefined): Json => fieldOf(objectAt(part, 'exec'), 'command') ?? null;

/** An empty context says nothing; `procMount: Default` is written by the server's defaulting. */
function security(context: Json | undefined): readonly unknown[] {
  if (!isObject(context)) return [];
  return sorted(context).filter(([key, value]) => !(key === 'procMount' && value === 'Default'));
}

type Entries = readonly (readonly [string, Json | undefined])[];

const sorted = (object: JsonObject | undefined): Entries =>
  Object.entries(object ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));

/** Labels that the Deployment, Job and other controllers add to what they make. */
const withoutHash = (labels: JsonObject | undefined): Entries =>
  sorted(labels).filter(([key]) => key !== 'pod-template-hash');
