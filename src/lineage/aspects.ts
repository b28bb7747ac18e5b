import { hash } from 'node:crypto';
import type { Json, JsonObject } from '../model/json.ts';
import { booleanAt, fieldOf, isObject, listAt, objectAt, stringAt } from '../model/json.ts';
import { readVolumes } from '../workloads/read-volumes.ts';
import { sorted } from './sorted.ts';

/** In what a template can differ from its owner's, in the words of findings. */
export const aspects = [
  'containers',
  'images',
  'commands',
  'environment',
  'hooks and probes',
  'volumes',
  'service account',
  'privileges',
] as const;
export type Aspect = (typeof aspects)[number];

/** What the pods of a spec run, as digests. */
export interface Ran {
  /**
   * Of all of it: images, commands, environment, volumes, identity, privileges. The same for an owner and for what its controller makes of
   * it; labels, annotations, placement and what the service-account admission adds are left out.
   */
  readonly runs: string;
  /** A short one of each of `aspects`, one after the other: tells in what two differ, not whether. */
  readonly aspects: string;
}

const length = 6;

export function ranBy(podSpec: JsonObject): Ran {
  const values = valuesOf(podSpec);
  const texts = aspects.map(aspect => JSON.stringify(values[aspect]));
  return {
    runs: digest(texts.join('\n'), 22),
    aspects: texts.map(text => digest(text, length)).join(''),
  };
}

/** The aspects in which two differ. */
export function differing(a: Ran, b: Ran): readonly Aspect[] {
  if (a.runs === b.runs) return [];
  // With other containers all that is listed by container differs, too.
  const listed = (aspect: Aspect) => aspect !== 'containers' && aspect !== 'service account';
  const part = ({ aspects: text }: Ran, index: number) => text.slice(index * length, (index + 1) * length);
  const found = aspects.filter((_, index) => part(a, index) !== part(b, index));
  return found.includes('containers') ? found.filter(aspect => !listed(aspect)) : found;
}

const digest = (text: string, size: number): string => hash('sha256', text, 'base64url').slice(0, size);

const lists = ['initContainers', 'containers', 'ephemeralContainers'] as const;

const containersOf = (podSpec: JsonObject): readonly JsonObject[] =>
  lists.flatMap(list => listAt(podSpec, list).filter(isObject));

export const imagesOf = (podSpec: JsonObject): readonly string[] =>
  [...new Set(containersOf(podSpec).map(container => stringAt(container, 'image') ?? ''))].slice(0, 16);

type Read = (container: JsonObject) => unknown;

function valuesOf(podSpec: JsonObject): { readonly [aspect in Aspect]: unknown } {
  const containers = containersOf(podSpec);
  const each = (read: Read) => containers.map(read);
  const fields = (...keys: readonly string[]) =>
    each(container => keys.map(key => fieldOf(container, key) ?? null));
  return {
    containers: lists.map(list => listAt(podSpec, list).map(nameOf)),
    images: fields('image'),
    commands: fields('command', 'args', 'workingDir'),
    environment: each(container => [fieldOf(container, 'envFrom') ?? null, variablesOf(container)]),
    'hooks and probes': each(hooksOf),
    volumes: [volumesOf(podSpec), each(mountsOf)],
    'service account': accountOf(podSpec),
    privileges: [powersOf(podSpec), each(container => security(fieldOf(container, 'securityContext')))],
  };
}

const nameOf = (container: Json): readonly string[] => [
  stringAt(container, 'name') ?? '',
  stringAt(container, 'restartPolicy') ?? '',
];

/** The admission plugin writes `default` where nothing is asked for. */
function accountOf(podSpec: JsonObject): string {
  const account = stringAt(podSpec, 'serviceAccountName') ?? '';
  return account === 'default' ? '' : account;
}

const powersOf = (podSpec: JsonObject): readonly unknown[] => [
  ['hostNetwork', 'hostPID', 'hostIPC', 'shareProcessNamespace'].map(key => booleanAt(podSpec, key) ?? false),
  security(fieldOf(podSpec, 'securityContext')),
];

const volumesOf = (podSpec: JsonObject): readonly unknown[] =>
  readVolumes(podSpec)
    .filter(({ name }) => !isTokenVolume(name))
    .map(({ name, type, hostPath, source }) => [name, type, hostPath, source]);

/** `kube-api-access-x2x9z` of the service-account admission; `default-token-x2x9z` until 1.20. */
const isTokenVolume = (name: string): boolean => /^kube-api-access-|-token-[a-z0-9]{5}$/.test(name);

/** The Job controller adds it to the pods of Indexed Jobs (pkg/controller/job/indexed_job_utils.go). */
const ofController = 'JOB_COMPLETION_INDEX';

const variablesOf = (container: JsonObject): readonly unknown[] =>
  listAt(container, 'env')
    .filter(entry => stringAt(entry, 'name') !== ofController)
    .map(variable);

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

const hooksOf: Read = container => [
  ['livenessProbe', 'readinessProbe', 'startupProbe'].map(probe => execOf(objectAt(container, probe))),
  ['postStart', 'preStop'].map(hook => execOf(objectAt(objectAt(container, 'lifecycle'), hook))),
];

const execOf = (part: JsonObject | undefined): Json => fieldOf(objectAt(part, 'exec'), 'command') ?? null;

/** An empty context says nothing; `procMount: Default` is written by the server's defaulting. */
function security(context: Json | undefined): readonly unknown[] {
  if (!isObject(context)) return [];
  return sorted(context).filter(([key, value]) => !(key === 'procMount' && value === 'Default'));
}
