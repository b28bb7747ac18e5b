import type { Json, JsonObject } from '../../../src/model/json.ts';
import { listAt, objectAt, stringAt } from '../../../src/model/json.ts';
import {
  changedAt,
  isSame,
  valueAt,
  withField,
  withoutFields,
} from '../../../src/workloads/effective/edit.ts';
import type { LabKind } from './objects.ts';
import { makeObject, metadataOf } from './objects.ts';
import { asObject, container, containerChange, podChange, volume } from './pod-specs.ts';
import type { Random } from './random.ts';

export interface Sent {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly type: string;
  /** Behind the object's own path. */
  readonly subresource?: string;
  readonly query?: string;
  readonly body: unknown;
}

const json = 'application/json';
const jsonPatch = 'application/json-patch+json';
const mergePatch = 'application/merge-patch+json';
const strategic = 'application/strategic-merge-patch+json';
const apply = 'application/apply-patch+yaml';

interface Step {
  readonly random: Random;
  readonly kind: LabKind;
  /** As the server last gave it. */
  readonly current: JsonObject;
}

/** A change of some kind to the object as it is now. */
export function makeChange(step: Step): Sent {
  const { random, kind } = step;
  const makers: readonly ((step: Step) => Sent)[] = [
    put,
    put,
    jsonPatched,
    jsonPatched,
    merged,
    merged,
    strategically,
    strategically,
    strategically,
    applied,
    applied,
    applied,
    ...(kind.scalable ? [scaled] : []),
    ...(kind.kind === 'Pod' ? [debugged] : []),
    rehearsed,
    touchedStatus,
  ];
  return random.one(makers)(step);
}

/** The same object with something else in it. */
function desired({ random, kind, current }: Step): JsonObject {
  const name = stringAt(objectAt(current, 'metadata'), 'name') ?? '';
  const other = makeObject(random, kind, name);
  const spec = [...kind.template, 'spec'];
  const choice = random.below(6);
  if (choice === 0)
    return changedAt(current, ['metadata'], value => ({ ...asObject(value), ...metadataOf(random, name) }));
  if (choice === 1 && kind.template.length > 0) {
    return changedAt(current, spec, value => ({ ...asObject(value), ...asObject(valueAt(other, spec)) }));
  }
  if (choice === 2)
    return changedAt(current, spec, value => withoutNulls({ ...asObject(value), ...podChange(random) }));
  if (choice === 3 && kind.template.length > 0 && kind.kind !== 'PodTemplate') {
    return changedAt(current, ['spec'], value => ({ ...asObject(value), ...ownFields(random, kind) }));
  }
  return changedAt(current, [...spec, 'containers'], value =>
    (Array.isArray(value) ? value : []).map((item: Json, index) =>
      index === 0 || random.chance(0.5)
        ? withoutNulls({ ...asObject(item), ...containerChange(random) })
        : item,
    ),
  );
}

function ownFields(random: Random, kind: LabKind): JsonObject {
  const entries = random
    .some(Object.entries(kind.fields), 0.4)
    .map(([key, make]) => [key, make(random)] as const);
  return Object.fromEntries(entries);
}

function withoutNulls(object: JsonObject): JsonObject {
  return withoutFields(object, new Set(Object.keys(object).filter(key => object[key] === null)));
}

const manager = (random: Random): string => `fieldManager=${random.one(['alpha', 'beta'])}`;

function put(step: Step): Sent {
  const body = changedAt(desired(step), ['metadata', 'resourceVersion'], () => undefined);
  return { method: 'PUT', type: json, query: manager(step.random), body };
}

function merged(step: Step): Sent {
  const patch = difference(bare(step.current), bare(desired(step)));
  return { method: 'PATCH', type: mergePatch, query: manager(step.random), body: patch };
}

/** RFC 7386: what leads from one to the other. */
function difference(from: JsonObject, to: JsonObject): JsonObject {
  const patch = new Map<string, Json>();
  for (const key of new Set([...Object.keys(from), ...Object.keys(to)])) {
    const [old, now] = [from[key], to[key]];
    if (isSame(old, now)) continue;
    if (now === undefined) patch.set(key, null);
    else if (isPlain(old) && isPlain(now)) patch.set(key, difference(asObject(old), asObject(now)));
    else patch.set(key, now);
  }
  return Object.fromEntries(patch);
}

const isPlain = (value: Json | undefined): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const bare = (object: JsonObject): JsonObject =>
  changedAt(withoutFields(object, new Set(['status'])), ['metadata', 'managedFields'], () => undefined);

function jsonPatched(step: Step): Sent {
  const { random, kind, current } = step;
  const operations: Json[] = [
    ...operationsFor(difference(bare(current), bare(desired(step))), bare(current), ''),
  ];
  const template = ['', ...kind.template].join('/');
  const containers = listAt(valueAt(current, [...kind.template, 'spec']), 'containers').length;
  if (random.chance(0.3))
    operations.unshift({
      op: 'test',
      path: '/metadata/name',
      value: valueAt(current, ['metadata', 'name']) ?? null,
    });
  if (random.chance(0.15))
    operations.push(
      { op: 'add', path: '/metadata/annotations', value: { 'a/b': 'c' } },
      { op: 'copy', from: '/metadata/annotations/a~1b', path: '/metadata/annotations/d~0e' },
    );
  if (random.chance(0.1))
    operations.push(
      { op: 'add', path: '/metadata/labels', value: { p: 'q' } },
      { op: 'move', from: '/metadata/labels/p', path: '/metadata/labels/r' },
    );
  if (random.chance(0.15) && kind.template.length > 0)
    operations.push({
      op: 'add',
      path: `${template}/spec/containers/-`,
      value: container(random, 'extra', []),
    });
  if (random.chance(0.1) && containers > 1 && kind.template.length > 0)
    operations.push({ op: 'remove', path: `${template}/spec/containers/${random.below(containers)}` });
  return { method: 'PATCH', type: jsonPatch, query: manager(random), body: operations };
}

function* operationsFor(patch: JsonObject, current: Json | undefined, path: string): Generator<Json> {
  for (const [key, value = null] of Object.entries(patch)) {
    const place = `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const old = asObject(current)[key];
    if (value === null) yield { op: 'remove', path: place };
    else if (isPlain(value) && isPlain(old)) yield* operationsFor(asObject(value), old, place);
    else yield { op: old === undefined ? 'add' : 'replace', path: place, value };
  }
}

function strategically(step: Step): Sent {
  const { random, kind } = step;
  const parts = random.some([strategicContainers, strategicPod, strategicMetadata, strategicSpec], 0.4);
  const patch = (parts.length > 0 ? parts : [strategicContainers]).reduce<JsonObject>(
    (sum, part) => part(step, sum),
    {},
  );
  const whole = random.chance(0.2) ? { apiVersion: kind.apiVersion, kind: kind.kind, ...patch } : patch;
  return { method: 'PATCH', type: strategic, query: manager(random), body: whole };
}

function strategicContainers({ random, kind, current }: Step, patch: JsonObject): JsonObject {
  const spec = [...kind.template, 'spec'];
  const present = listAt(valueAt(current, spec), 'containers').map(item => stringAt(item, 'name') ?? '');
  const items: JsonObject[] = random.some(present, 0.6).map(name => ({ name, ...containerChange(random) }));
  if (kind.template.length > 0) {
    if (random.chance(0.2)) items.push(container(random, 'extra', []));
    if (random.chance(0.15) && present.length > 1)
      items.push({ name: random.one(present), $patch: 'delete' });
    if (random.chance(0.05)) items.push({ $patch: 'replace' }, container(random, 'main', []));
  }
  const unique = [...new Map(items.map(item => [stringAt(item, 'name') ?? '', item])).values()];
  const withList = changedAt(patch, [...spec, 'containers'], () => unique);
  if (!random.chance(0.3) || kind.template.length === 0) return withList;
  const order = random.shuffled(
    [...new Set([...unique.map(item => stringAt(item, 'name') ?? ''), ...random.some(present)])].filter(
      name => name !== '',
    ),
  );
  const sorted = order.flatMap(name => unique.filter(item => stringAt(item, 'name') === name));
  const rest = unique.filter(item => stringAt(item, 'name') === undefined);
  return changedAt(
    changedAt(withList, [...spec, 'containers'], () => [...sorted, ...rest]),
    [...spec, '$setElementOrder/containers'],
    () => order.map(name => ({ name })),
  );
}

function strategicPod({ random, kind }: Step, patch: JsonObject): JsonObject {
  const name = random.one(['data', 'conf', 'host']);
  const made = volume(random, name);
  const volumes: readonly Json[] = random.one<readonly Json[]>([
    [made],
    [{ ...made, $retainKeys: Object.keys(made) }],
    [{ name, $patch: 'delete' }],
  ]);
  return changedAt(patch, [...kind.template, 'spec'], value => ({
    ...asObject(value),
    ...podChange(random),
    ...(random.chance(0.3) && kind.template.length > 0 ? { volumes } : {}),
  }));
}

function strategicMetadata({ random }: Step, patch: JsonObject): JsonObject {
  const labels = random.one<Json>([
    { team: 'c' },
    { team: null },
    { $patch: 'replace', tier: 'z' },
    { $patch: 'delete' },
  ]);
  const finalizers = random.one<JsonObject>([
    { finalizers: ['example.org/one'] },
    { '$deleteFromPrimitiveList/finalizers': ['example.org/one'] },
    {
      finalizers: ['example.org/three', 'example.org/two'],
      '$setElementOrder/finalizers': ['example.org/three', 'example.org/two'],
    },
    {},
    {},
    {},
  ]);
  return withField(patch, 'metadata', { labels, ...finalizers });
}

function strategicSpec({ random, kind }: Step, patch: JsonObject): JsonObject {
  if (kind.template.length === 0 || kind.kind === 'PodTemplate') return patch;
  const own = ownFields(random, kind);
  const strategy =
    kind.kind === 'Deployment' && random.chance(0.4)
      ? { strategy: { $retainKeys: ['type'], type: 'Recreate' } }
      : {};
  return changedAt(patch, ['spec'], value => ({ ...asObject(value), ...own, ...strategy }));
}

/** A part of another object of the kind, as one of the managers applies it. */
function applied(step: Step): Sent {
  const { random, kind, current } = step;
  const name = stringAt(objectAt(current, 'metadata'), 'name') ?? '';
  const whole = makeObject(random, kind, name);
  const spec = [...kind.template, 'spec'];
  const partial = random.chance(0.5);
  const containers = listAt(valueAt(current, spec), 'containers').map(item => stringAt(item, 'name') ?? '');
  const config = partial
    ? changedAt(
        { apiVersion: kind.apiVersion, kind: kind.kind, metadata: { ...metadataOf(random, name) } },
        spec,
        () =>
          withoutNulls({
            ...podChange(random),
            ...(random.chance(0.7)
              ? {
                  containers: random
                    .some(containers, 0.7)
                    .map(each => withoutNulls({ name: each, ...containerChange(random) })),
                }
              : {}),
          }),
      )
    : kind.template.length > 0
      ? whole
      : { apiVersion: kind.apiVersion, kind: kind.kind, metadata: metadataOf(random, name) };
  const force = random.chance(0.8) ? '&force=true' : random.chance(0.5) ? '&force=false' : '';
  return { method: 'PATCH', type: apply, query: `${manager(random)}${force}`, body: config };
}

function scaled({ random, current }: Step): Sent {
  const number = random.below(5);
  const name = stringAt(objectAt(current, 'metadata'), 'name') ?? '';
  const body = random.one<Sent>([
    { method: 'PATCH', type: mergePatch, body: { spec: { replicas: number } } },
    { method: 'PATCH', type: jsonPatch, body: [{ op: 'replace', path: '/spec/replicas', value: number }] },
    {
      method: 'PUT',
      type: json,
      body: {
        apiVersion: 'autoscaling/v1',
        kind: 'Scale',
        metadata: { name, namespace: 'default' },
        spec: { replicas: number },
      },
    },
  ]);
  return { ...body, subresource: 'scale', query: manager(random) };
}

function debugged({ random, current }: Step): Sent {
  const spec = objectAt(current, 'spec');
  const one = {
    name: `debug-${random.below(1_000)}`,
    image: 'busybox',
    ...(random.chance(0.5) ? { command: ['sh'], tty: true } : {}),
  };
  const body = {
    spec: { ephemeralContainers: [...(random.chance(0.5) ? listAt(spec, 'ephemeralContainers') : []), one] },
  };
  return {
    method: 'PATCH',
    type: strategic,
    subresource: 'ephemeralcontainers',
    query: manager(random),
    body,
  };
}

function rehearsed(step: Step): Sent {
  const sent = step.random.one([put, merged, jsonPatched, applied])(step);
  return { ...sent, query: `${sent.query}&dryRun=All` };
}

function touchedStatus({ kind }: Step): Sent {
  if (kind.kind === 'PodTemplate') return { method: 'PATCH', type: mergePatch, body: {} };
  return {
    method: 'PATCH',
    type: mergePatch,
    subresource: 'status',
    query: 'fieldManager=alpha',
    body: { status: {} },
  };
}
