import type { Json, JsonObject } from '../../../model/json.ts';

/**
 * Calls `found` with every value that a dotted field name leads to. Lists on the way and at the end are taken apart
 * (any element matches, as in the document stores that Sigma is converted for); a key of digits also picks one element.
 * A key that itself contains dots (`annotations.authorization.k8s.io/decision`) is found where the shorter key is not.
 * Returns whether the field is there at all, be it null or an empty list.
 */
export type FieldLookup = (event: JsonObject, found: (value: Json) => void) => boolean;

export function fieldLookup(name: string): FieldLookup {
  const keys = joinedKeys(name);
  const [firstKeys] = keys;
  if (keys.length === 1 && firstKeys !== undefined) {
    const key = firstKeys[0] ?? '';
    return (event, found) => {
      const value = ownValue(event, key);
      return value !== undefined && visit(value, { keys, depth: 1 }, found);
    };
  }
  return (event, found) => visitObject(event, { keys, depth: 0 }, found);
}

interface Place {
  /** `keys[i][j]`: the parts i to i + j of the name, joined by dots. */
  readonly keys: readonly (readonly string[])[];
  readonly depth: number;
}

function joinedKeys(name: string): Place['keys'] {
  const parts = name.split('.');
  // Names of more parts than any field has: dotted keys are then not tried, as that costs the square of their number.
  const reach = parts.length > 40 ? 1 : parts.length;
  return parts.map((_, start) =>
    parts.slice(start, start + reach).map((_part, count) => parts.slice(start, start + count + 1).join('.')),
  );
}

function visit(value: Json, place: Place, found: (value: Json) => void): boolean {
  if (Array.isArray(value)) return visitList(value, place, found);
  if (place.depth === place.keys.length) {
    found(value);
    return true;
  }
  return isMap(value) && visitObject(value, place, found);
}

function visitList(list: readonly Json[], place: Place, found: (value: Json) => void): boolean {
  let present = place.depth === place.keys.length;
  for (const item of list) if (visit(item, place, found)) present = true;
  const index = place.keys[place.depth]?.[0];
  const picked = index !== undefined && /^\d{1,6}$/.test(index) ? list[Number(index)] : undefined;
  if (picked === undefined) return present;
  return visit(picked, { keys: place.keys, depth: place.depth + 1 }, found) || present;
}

function visitObject(object: JsonObject, place: Place, found: (value: Json) => void): boolean {
  const candidates = place.keys[place.depth];
  if (candidates === undefined) return false;
  for (let length = 0; length < candidates.length; length += 1) {
    const value = ownValue(object, candidates[length] ?? '');
    if (value === undefined) continue;
    if (visit(value, { keys: place.keys, depth: place.depth + length + 1 }, found)) return true;
  }
  return false;
}

function ownValue(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function isMap(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
