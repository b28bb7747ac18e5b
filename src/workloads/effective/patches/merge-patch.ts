import type { Json, JsonObject } from '../../../model/json.ts';
import { isObject } from '../../../model/json.ts';

/** JSON Merge Patch, RFC 7386. */
export function mergePatch(target: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return patch;
  const entries = new Map<string, Json | undefined>(isObject(target) ? Object.entries(target) : []);
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) entries.delete(key);
    else if (value !== undefined) entries.set(key, mergePatch(entries.get(key), value));
  }
  const merged: JsonObject = Object.fromEntries(entries);
  return merged;
}
