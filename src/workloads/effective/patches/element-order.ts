import type { Json } from '../../../model/json.ts';
import { fieldOf } from '../../../model/json.ts';

type List = readonly Json[];

interface Ordering {
  readonly list: List;
  /** The items of the patch, or of its `$setElementOrder`, in their order. */
  readonly order: List;
  /** The list before the patch. */
  readonly before: List;
  /** `""` for plain values. */
  readonly mergeKey: string;
}

/**
 * The order of a merged list (normalizeElementOrder in strategicpatch): items that the patch names in its order, the others in
 * theirs, and between both the order of before where it is known.
 */
export function inOrder({ list, order, before, mergeKey }: Ordering): List {
  const keyOf = (item: Json): Json | undefined => (mergeKey === '' ? item : fieldOf(item, mergeKey));
  const wanted = placesOf(order.map(keyOf));
  const known = placesOf(before.map(keyOf));
  const placed = (places: ReadonlyMap<Json | undefined, number>, item: Json) => places.get(keyOf(item)) ?? -1;
  const named = list.filter(item => placed(wanted, item) >= 0);
  const others = list.filter(item => placed(wanted, item) < 0);
  const left = others.toSorted((a, b) => placed(known, a) - placed(known, b));
  const right = named.toSorted((a, b) => placed(wanted, a) - placed(wanted, b));
  return zipped(left, right, item => placed(known, item));
}

function placesOf(keys: readonly (Json | undefined)[]): ReadonlyMap<Json | undefined, number> {
  const places = new Map<Json | undefined, number>();
  for (const [index, key] of keys.entries()) if (!places.has(key)) places.set(key, index);
  return places;
}

/** An item of the left comes first only where both were there before, and in this order. */
function zipped(left: List, right: List, placeOf: (item: Json) => number): List {
  const result: Json[] = [];
  let [l, r] = [0, 0];
  while (l < left.length || r < right.length) {
    const [a, b] = [left[l], right[r]];
    const isLeft = a !== undefined && (b === undefined || isBefore(placeOf(a), placeOf(b)));
    const next = isLeft ? a : b;
    if (next !== undefined) result.push(next);
    if (isLeft) l += 1;
    else r += 1;
  }
  return result;
}

const isBefore = (left: number, right: number): boolean => left >= 0 && right >= 0 && left < right;
