import type { Json, JsonObject } from '../../model/json.ts';
import { fieldOf, isObject, objectAt } from '../../model/json.ts';

/** A job of Nomad's API: `{"Job": {...}}` of `nomad job inspect` and `nomad job run -output`, or the job alone. */
export function jobOf(value: Json): JsonObject | undefined {
  const inner = objectAt(value, 'Job');
  if (inner !== undefined && isJob(inner)) return inner;
  return isObject(value) && isJob(value) ? value : undefined;
}

function isJob(value: JsonObject): boolean {
  const named = typeof (fieldOf(value, 'ID') ?? fieldOf(value, 'Name')) === 'string';
  return named && Array.isArray(fieldOf(value, 'TaskGroups'));
}
