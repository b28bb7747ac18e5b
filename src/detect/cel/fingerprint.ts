import { createHash } from 'node:crypto';
import type { WorkloadDetail } from '../../workloads/workload-change.ts';

/** They say which object it is, or change with every write or every copy, not what it does. */
const identity = new Set([
  'uid',
  'name',
  'namespace',
  'generateName',
  'owner',
  'derived',
  'operated',
  'kindKnown',
  'mirror',
  'group',
  'kind',
]);
/** Controllers write them anew for every object that they make. */
const stamped = new Set(['labels', 'annotations', 'podLabels', 'podAnnotations', 'nodeName']);
/** What the template makes run, and when. */
const outsideTemplate = new Set(['labels', 'annotations', 'replicas', 'suspended']);

/** The volume that admission gives every pod has a random name. */
const tokenVolume = /^kube-api-access-/;

/** What a rule looks at in a workload, and what its containers run, as one short text: equal only if these are. */
export function focusOf(workload: WorkloadDetail, fields: ReadonlySet<string>): string {
  const paths = [...fields]
    .filter(field => field.startsWith('workload.'))
    .map(field => field.slice('workload.'.length).split('.'))
    .filter(path => !isLeftOut(path, workload.derived || workload.operated));
  const looked = paths.map(path => [path.join('.'), valuesAt(workload, path)]);
  const runs = workload.containers.map(({ name, registry, repository, commandLines }) => [
    name,
    registry,
    repository,
    commandLines,
  ]);
  return digest([looked, runs]);
}

/** The whole template and schedule. */
export function templateOf(workload: WorkloadDetail): string {
  const fields = Object.entries(workload).filter(
    ([name]) => !identity.has(name) && !outsideTemplate.has(name) && !(workload.derived && stamped.has(name)),
  );
  return digest(fields);
}

function isLeftOut(path: readonly string[], derived: boolean): boolean {
  const [first = ''] = path;
  return identity.has(first) || path.at(-1) === 'path' || (derived && stamped.has(first));
}

/** All values that a path with `[]` leads to. */
function valuesAt(value: unknown, [first, ...rest]: readonly string[]): unknown {
  if (first === undefined) return value;
  const key = first.replace(/(\[\])+$/, '');
  const member: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  return Array.isArray(member)
    ? member.filter(isNotTokenVolume).map(item => valuesAt(item, rest))
    : valuesAt(member, rest);
}

function digest(value: unknown): string {
  const text = JSON.stringify(value, (key, item: unknown) => {
    if (key === 'path') return undefined;
    if (item instanceof Map) return [...item];
    return Array.isArray(item) ? item.filter(isNotTokenVolume) : item;
  });
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}

function isNotTokenVolume(item: unknown): boolean {
  if (typeof item !== 'object' || item === null || !('name' in item)) return true;
  return typeof item.name !== 'string' || !tokenVolume.test(item.name);
}
