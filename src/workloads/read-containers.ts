import type { Json, JsonObject } from '../model/json.ts';
import { booleanAt, isObject, listAt, objectAt, stringAt } from '../model/json.ts';
import { commandLinesOf } from './command.ts';
import { integerAt, textAt, textsAt } from './fields.ts';
import { hiddenText } from './hidden-text.ts';
import { readImage } from './image-reference.ts';
import { readSecurity } from './read-security.ts';
import { plainPath } from './read-volumes.ts';
import type {
  Container,
  ContainerRole,
  EnvironmentSource,
  EnvironmentVariable,
  Mount,
  Volume,
} from './workload-change.ts';

export interface PodSource {
  readonly spec: JsonObject;
  /** The pod's (template's) metadata: profiles were annotations once. */
  readonly metadata: JsonObject;
  /** Path of the pod spec: `spec.template.spec`. */
  readonly path: string;
  readonly volumes: readonly Volume[];
  readonly appended: ReadonlySet<unknown>;
}

interface Reading {
  readonly containers: readonly Container[];
  readonly missing: readonly string[];
}

/** Far beyond real objects (an object is at most 1.5 MiB); they bound the work of the rules on a hostile one. */
const limits = {
  containers: 1_000,
  text: 1_048_576,
  environment: 512,
  mounts: 256,
  ports: 256,
  words: 2_048,
};
const lists = ['initContainers', 'containers', 'ephemeralContainers'] as const;

/** Every container of the pod, as far as the limits go. */
export function readContainers(pod: PodSource): Reading {
  const containers: Container[] = [];
  const missing: string[] = [];
  let text = 0;
  for (const list of lists) {
    for (const [index, item] of listAt(pod.spec, list).entries()) {
      if (!isObject(item) || stringAt(item, '$patch') === 'delete') continue;
      if (containers.length >= limits.containers || text > limits.text) {
        missing.push(`${list} from number ${index} on: more than Watchbill inspects of one object`);
        break;
      }
      const path = `${pod.path}.${list}[${pod.appended.has(item) ? '-' : index}]`;
      const container = readContainer(pod, item, { role: roleOf(list, item), path });
      text += container.commandLines.reduce((sum, line) => sum + line.length, 0);
      containers.push(container);
    }
  }
  return { containers, missing };
}

/** An init container that always restarts is a sidecar (KEP-753). */
function roleOf(list: (typeof lists)[number], container: JsonObject): ContainerRole {
  if (list === 'ephemeralContainers') return 'ephemeral';
  if (list === 'containers') return 'container';
  return stringAt(container, 'restartPolicy') === 'Always' ? 'sidecar' : 'init';
}

function readContainer(pod: PodSource, item: JsonObject, place: Pick<Container, 'role' | 'path'>): Container {
  const command = textsAt(item, 'command', limits.words);
  const args = textsAt(item, 'args', limits.words);
  const commandLines = commandLinesOf({ command, args, container: item });
  const image = textAt(item, 'image');
  const ports = listAt(item, 'ports').slice(0, limits.ports);
  return {
    name: textAt(item, 'name'),
    ...place,
    image,
    ...readImage(image),
    command,
    args,
    commandLines,
    decoded: hiddenText(commandLines),
    env: listAt(item, 'env').slice(0, limits.environment).map(readVariable),
    envFrom: listAt(item, 'envFrom').slice(0, limits.environment).map(readSource),
    ...readSecurity(pod, item),
    mounts: readMounts(pod.volumes, listAt(item, 'volumeMounts').slice(0, limits.mounts)),
    ports: ports.map(port => integerAt(port, 'containerPort')).filter(port => port >= 0),
    hostPorts: ports.map(port => integerAt(port, 'hostPort')).filter(port => port > 0),
    tty: booleanAt(item, 'tty') ?? false,
    stdin: booleanAt(item, 'stdin') ?? false,
    targetContainerName: textAt(item, 'targetContainerName'),
  };
}

function readVariable(from: Json): EnvironmentVariable {
  const source = objectAt(from, 'valueFrom');
  return {
    name: textAt(from, 'name'),
    value: textAt(from, 'value'),
    secret: textAt(objectAt(source, 'secretKeyRef'), 'name'),
    configMap: textAt(objectAt(source, 'configMapKeyRef'), 'name'),
    fieldPath: textAt(objectAt(source, 'fieldRef'), 'fieldPath'),
  };
}

function readSource(from: Json): EnvironmentSource {
  return {
    secret: textAt(objectAt(from, 'secretRef'), 'name'),
    configMap: textAt(objectAt(from, 'configMapRef'), 'name'),
  };
}

function readMounts(volumes: readonly Volume[], mounts: readonly Json[]): readonly Mount[] {
  const hostPaths = new Map(volumes.map(volume => [volume.name, volume.hostPath]));
  return mounts.map(mount => ({
    name: textAt(mount, 'name'),
    mountPath: textAt(mount, 'mountPath'),
    subPath: textAt(mount, 'subPath') || textAt(mount, 'subPathExpr'),
    readOnly: booleanAt(mount, 'readOnly') ?? false,
    hostPath: partOf(hostPaths.get(textAt(mount, 'name')) ?? '', textAt(mount, 'subPath')),
    propagation: textAt(mount, 'mountPropagation'),
  }));
}

/** A mount with a subPath shows that part of the volume alone. */
function partOf(hostPath: string, subPath: string): string {
  return hostPath === '' || subPath === '' ? hostPath : plainPath(`${hostPath}/${subPath}`);
}
