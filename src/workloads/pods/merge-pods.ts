import type { Json, JsonObject } from '../../model/json.ts';
import { fieldOf, isObject, listAt } from '../../model/json.ts';

/** Fields of a pod spec that kinds of third parties take over under the same name. */
const single = [
  'serviceAccountName',
  'serviceAccount',
  'automountServiceAccountToken',
  'hostNetwork',
  'hostPID',
  'hostIPC',
  'hostUsers',
  'nodeName',
  'nodeSelector',
  'priorityClassName',
  'runtimeClassName',
  'schedulerName',
  'shareProcessNamespace',
  'securityContext',
  'activeDeadlineSeconds',
] as const;
const lists = ['volumes', 'tolerations', 'imagePullSecrets'] as const;

/** The pod spec's fields of several objects; of single values the last that says something counts, lists are put together. */
export function mergePods(specs: readonly JsonObject[]): JsonObject {
  const merged = new Map<string, Json>();
  for (const key of single) {
    const found = specs
      .map(spec => fieldOf(spec, key))
      .findLast(value => value !== undefined && value !== null);
    if (found !== undefined) merged.set(key, found);
  }
  for (const key of lists) {
    const found = specs.flatMap(spec => listAt(spec, key).filter(isObject));
    if (found.length > 0) merged.set(key, found);
  }
  return Object.fromEntries(merged);
}
