import type { Json, JsonObject } from '../model/json.ts';
import { booleanAt, isObject, listAt, objectAt, stringAt } from '../model/json.ts';
import { commandLinesOf } from './command.ts';
import { integerAt, textAt, textsAt } from './fields.ts';
import { hiddenText } from './hidden-text.ts';
import { readImage } from './image-reference.ts';
import type { Fill } from './pods/parameters.ts';
import type { ContainerList, PodView } from './pods/pod-view.ts';
import { roleIn } from './pods/standard-lists.ts';
import { readSecurity } from './read-security.ts';
import { plainPath, readVolumes } from './read-volumes.ts';
import type { Container, EnvironmentSource, EnvironmentVariable, Mount, Volume } from './workload-change.ts';

interface Pod extends Pick<PodView, 'spec' | 'metadata'> {
  readonly volumes: readonly Volume[];
}

export interface PodsReading {
  readonly containers: readonly Container[];
  readonly volumes: readonly Volume[];
  readonly missing: readonly string[];
}

interface Sources {
  readonly views: readonly PodView[];
  /** List items whose index is not known. */
  readonly appended: ReadonlySet<unknown>;
  /** Fills gaps in texts, where the kind has parameters. */
  readonly fill?: Fill | undefined;
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
/** Every container and volume of the pods, as far as the limits go. */
export function readContainers({ views, appended, fill }: Sources): PodsReading {
  const containers: Container[] = [];
  const missing: string[] = [];
  const volumes: (readonly Volume[])[] = [];
  let text = 0;

  /** False at the limit. */
  const take = (pod: Pod, item: JsonObject, place: Place): boolean => {
    if (containers.length >= limits.containers || text > limits.text) return false;
    const container = readContainer(pod, item, place);
    for (const line of container.commandLines) text += line.length;
    containers.push(container);
    return true;
  };

  const takeList = (pod: Pod, list: ContainerList): void => {
    const { script } = list;
    for (const [index, item] of list.items.entries()) {
      if (!isObject(item) || stringAt(item, '$patch') === 'delete') continue;
      const path = pathOf(list, appended.has(item) ? '-' : index);
      if (take(pod, item, { role: roleIn(list, item), path, script, fill })) continue;
      missing.push(
        `${lastKey(list.path)} from number ${index} on: more than Watchbill inspects of one object`,
      );
      return;
    }
  };

  for (const { spec, metadata, lists } of views) {
    const pod: Pod = { spec, metadata, volumes: readVolumes(spec) };
    volumes.push(pod.volumes);
    for (const list of lists) takeList(pod, list);
  }
  return { containers, volumes: union(volumes), missing };
}

function pathOf({ alone, path }: ContainerList, index: number | '-'): string {
  return alone ? path : `${path}[${index}]`;
}

function lastKey(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

/** Volumes that several pods have are one. */
function union(lists: readonly (readonly Volume[])[]): readonly Volume[] {
  const [only = []] = lists;
  if (lists.length <= 1) return only;
  return [...new Map(lists.flat().map(volume => [JSON.stringify(volume), volume])).values()];
}

interface Place extends Pick<Container, 'role' | 'path'> {
  readonly script: ContainerList['script'];
  readonly fill: Fill | undefined;
}

function readContainer(pod: Pod, item: JsonObject, { role, path, script, fill }: Place): Container {
  const command = textsAt(item, 'command', limits.words);
  const args = textsAt(item, 'args', limits.words);
  const written = commandLinesOf({ command, args, container: item, script });
  const commandLines = fill === undefined ? written : written.flatMap(fill).slice(0, limits.words);
  const image = textAt(item, 'image');
  const ports = listAt(item, 'ports').slice(0, limits.ports);
  return {
    name: textAt(item, 'name'),
    role,
    path,
    image,
    ...readImage(fill?.(image)[0] ?? image),
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
