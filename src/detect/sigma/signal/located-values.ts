import type { Json, JsonObject } from '../../../model/json.ts';
import { isObject } from '../../../model/json.ts';
import { derivedFields } from '../match/derived-fields.ts';

/** A value and the exact place where it stands: `requestObject.spec.containers[1].image`. */
export interface LocatedValue {
  readonly place: Place;
  readonly value: Json;
}

export type Place = readonly (string | number)[];

/** What a field lookup finds, with places. Slower, and only used once a rule has matched. */
export function locatedValues(event: JsonObject, field: string): readonly LocatedValue[] {
  const derive = derivedFields.get(field);
  if (derive !== undefined) {
    const value = derive(event);
    return value === undefined ? [] : [{ place: [field], value }];
  }
  return inside({ place: [], value: event }, field.split('.')) ?? [];
}

/** Undefined where the field is not there; an empty list is there and has no values. */
function inside(
  { place, value }: LocatedValue,
  parts: readonly string[],
): readonly LocatedValue[] | undefined {
  if (Array.isArray(value)) return insideList({ place, value }, parts);
  if (parts.length === 0) return [{ place, value }];
  if (!isObject(value)) return undefined;
  for (let length = 1; length <= parts.length; length += 1) {
    const key = parts.slice(0, length).join('.');
    const below = Object.hasOwn(value, key) ? value[key] : undefined;
    if (below === undefined) continue;
    const found = inside({ place: [...place, key], value: below }, parts.slice(length));
    if (found !== undefined) return found;
  }
  return undefined;
}

function insideList(
  { place, value }: { readonly place: Place; readonly value: readonly Json[] },
  parts: readonly string[],
): readonly LocatedValue[] | undefined {
  const [first = ''] = parts;
  const found = value.map((item, index) => inside({ place: [...place, index], value: item }, parts));
  const picked = /^\d{1,6}$/.test(first) ? value[Number(first)] : undefined;
  if (picked !== undefined)
    found.push(inside({ place: [...place, Number(first)], value: picked }, parts.slice(1)));
  const present = parts.length === 0 || found.some(part => part !== undefined);
  return present ? found.flatMap(part => part ?? []) : undefined;
}

/** Every text, number and boolean of the event with its place; the search ends where `take` returns true. */
export function findLeaf(event: JsonObject, test: (value: Json) => boolean): LocatedValue | undefined {
  const pending: LocatedValue[] = [{ place: [], value: event }];
  for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
    const { place, value } = next;
    if (Array.isArray(value))
      pending.push(...value.map((item, index) => ({ place: [...place, index], value: item })));
    else if (isObject(value))
      for (const [key, item] of Object.entries(value))
        pending.push({ place: [...place, key], value: item ?? null });
    else if (test(value)) return next;
  }
  return undefined;
}

export function placeText(place: Place): string {
  return place
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`))
    .join('');
}
