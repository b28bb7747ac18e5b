import type { Json, JsonObject } from '../../model/json.ts';
import { fieldOf } from '../../model/json.ts';
import type { HclBlock, HclBody } from './hcl/parse-hcl.ts';

/** A job block in the shape of Nomad's API, so that both are read alike. */
export function jobOfHcl({ labels, body }: HclBlock): JsonObject {
  const own = blocksOf(body, 'group').map(groupOf);
  // A task may stand in the job itself: Nomad makes a group of its name.
  const lone = blocksOf(body, 'task').map(task => ({ Name: task.labels[0] ?? '', Tasks: [taskOf(task)] }));
  const [periodic] = blocksOf(body, 'periodic');
  return {
    ID: labels[0] ?? '',
    ...renamed(body, jobNames),
    ...(periodic === undefined ? {} : { Periodic: renamed(periodic.body, periodicNames) }),
    TaskGroups: [...own, ...lone],
  };
}

type Names = ReadonlyMap<string, string>;

const jobNames: Names = new Map([
  ['name', 'Name'],
  ['type', 'Type'],
  ['namespace', 'Namespace'],
  ['datacenters', 'Datacenters'],
]);
const periodicNames: Names = new Map([
  ['cron', 'Spec'],
  ['crons', 'Specs'],
  ['time_zone', 'TimeZone'],
  ['prohibit_overlap', 'ProhibitOverlap'],
  ['enabled', 'Enabled'],
]);
const groupNames: Names = new Map([['count', 'Count']]);
const taskNames: Names = new Map([
  ['driver', 'Driver'],
  ['user', 'User'],
]);
const mountNames: Names = new Map([
  ['volume', 'Volume'],
  ['destination', 'Destination'],
  ['read_only', 'ReadOnly'],
]);
const lifecycleNames: Names = new Map([
  ['hook', 'Hook'],
  ['sidecar', 'Sidecar'],
]);

function groupOf({ labels, body }: HclBlock): JsonObject {
  const volumes = blocksOf(body, 'volume').map(
    volume => [volume.labels[0] ?? '', renamed(volume.body, new Map([['source', 'Source']]))] as const,
  );
  return {
    Name: labels[0] ?? '',
    ...renamed(body, groupNames),
    Networks: blocksOf(body, 'network').map(network => renamed(network.body, new Map([['mode', 'Mode']]))),
    Volumes: Object.fromEntries(volumes),
    ...single(body, 'restart', 'RestartPolicy', new Map([['mode', 'Mode']])),
    Tasks: blocksOf(body, 'task').map(taskOf),
  };
}

function taskOf({ labels, body }: HclBlock): JsonObject {
  const [config] = blocksOf(body, 'config');
  const [environment] = blocksOf(body, 'env');
  return {
    Name: labels[0] ?? '',
    ...renamed(body, taskNames),
    Config: config === undefined ? (body.attributes.get('config') ?? {}) : plain(config.body),
    Env: environment === undefined ? (body.attributes.get('env') ?? {}) : plain(environment.body),
    VolumeMounts: blocksOf(body, 'volume_mount').map(mount => renamed(mount.body, mountNames)),
    ...single(body, 'lifecycle', 'Lifecycle', lifecycleNames),
  };
}

function single(body: HclBody, type: string, name: string, names: Names): JsonObject {
  const [block] = blocksOf(body, type);
  return block === undefined ? {} : { [name]: renamed(block.body, names) };
}

function blocksOf({ blocks }: HclBody, type: string): readonly HclBlock[] {
  return blocks.filter(block => block.type === type);
}

function renamed({ attributes }: HclBody, names: Names): JsonObject {
  const entries: [string, Json][] = [];
  for (const [from, to] of names) {
    const value = attributes.get(from);
    if (value !== undefined) entries.push([to, value]);
  }
  return Object.fromEntries(entries);
}

/** A body as an object; blocks of a type are a list. */
function plain({ attributes, blocks }: HclBody): JsonObject {
  const entries = new Map<string, Json>(attributes);
  for (const [type, same] of Map.groupBy(blocks, block => block.type))
    entries.set(
      type,
      same.map(({ body, labels }) => ({
        ...(labels[0] === undefined ? {} : { label: labels[0] }),
        ...plain(body),
      })),
    );
  return Object.fromEntries(entries);
}

/** Loops that would make blocks are not run: where they stand. */
export function dynamicBlocks({ blocks }: HclBody): readonly string[] {
  return blocks.flatMap(({ type, labels, body }) => [
    ...(type === 'dynamic' ? [`dynamic "${labels[0] ?? ''}"`] : []),
    ...dynamicBlocks(body),
  ]);
}

export function nameOfJob(job: JsonObject): string {
  const name = fieldOf(job, 'Name') ?? fieldOf(job, 'ID');
  const id = fieldOf(job, 'ID');
  return typeof id === 'string' && id !== '' ? id : typeof name === 'string' ? name : '';
}
