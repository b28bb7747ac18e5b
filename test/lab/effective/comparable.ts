import type { Json, JsonObject } from '../../../src/model/json.ts';
import { isObject, listAt, objectAt, stringAt } from '../../../src/model/json.ts';
import { changedAt, withoutFields } from '../../../src/workloads/effective/edit.ts';
import { differences } from '../../../src/workloads/effective/reading/differences.ts';

const serverFields = new Set([
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'managedFields',
  'selfLink',
]);
const uidLabels = new Set(['controller-uid', 'batch.kubernetes.io/controller-uid']);
const account = '/var/run/secrets/kubernetes.io/serviceaccount';

/** An object without what only the server writes (`serverOwned`). */
export function comparable(object: JsonObject): JsonObject {
  const bare = changedAt(withoutFields(object, new Set(['status'])), ['metadata'], value =>
    isObject(value) ? withoutFields(value, serverFields) : value,
  );
  if (stringAt(object, 'kind') === 'Job') return withoutUid(bare);
  return stringAt(object, 'kind') === 'Pod' ? withoutAdmission(bare) : bare;
}

function withoutUid(job: JsonObject): JsonObject {
  let rest = changedAt(job, ['spec', 'selector'], () => undefined);
  for (const path of [
    ['metadata', 'labels'],
    ['spec', 'template', 'metadata', 'labels'],
  ]) {
    rest = changedAt(rest, path, value => (isObject(value) ? withoutFields(value, uidLabels) : value));
  }
  return rest;
}

function withoutAdmission(pod: JsonObject): JsonObject {
  return changedAt(pod, ['spec'], value => {
    if (!isObject(value)) return value;
    const spec = withoutFields(value, new Set(['priority', 'preemptionPolicy']));
    return withoutEmpty({
      ...spec,
      volumes: listAt(spec, 'volumes').filter(
        item => !(stringAt(item, 'name') ?? '').startsWith('kube-api-access-'),
      ),
      tolerations: listAt(spec, 'tolerations').filter(
        item => !(stringAt(item, 'key') ?? '').startsWith('node.kubernetes.io/'),
      ),
      ...Object.fromEntries(
        ['containers', 'initContainers', 'ephemeralContainers'].map(key => [
          key,
          listAt(spec, key).map(unmounted),
        ]),
      ),
    });
  });
}

function unmounted(container: Json): Json {
  if (!isObject(container)) return container;
  const mounts = listAt(container, 'volumeMounts').filter(mount => stringAt(mount, 'mountPath') !== account);
  return withoutEmpty({ ...container, volumeMounts: mounts });
}

function withoutEmpty(object: JsonObject): JsonObject {
  return withoutFields(
    object,
    new Set(Object.keys(object).filter(key => Array.isArray(object[key]) && object[key].length === 0)),
  );
}

/** A required list that is empty is written as null. */
function withoutNulls(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== null && item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutNulls(item ?? null)]));
}

/** Where what was reconstructed is not what is there, but for what is said to be unknown. */
export function wrong(known: JsonObject, real: JsonObject, unknown: readonly string[]): readonly string[] {
  if (unknown.includes('*')) return [];
  const [mine, theirs] = [known, real].map(object => withoutNulls(comparable(object)));
  if (!isObject(mine) || !isObject(theirs)) return ['no object'];
  return differences(mine, theirs).filter(
    path =>
      !unknown.some(each => path === each || path.startsWith(`${each}.`) || path.startsWith(`${each}[`)),
  );
}

export function nameOf(object: JsonObject): string {
  return stringAt(objectAt(object, 'metadata'), 'name') ?? '';
}
