import type { Json } from '../../../model/json.ts';
import { isObject } from '../../../model/json.ts';
import type { FieldType } from '../schema/schema.ts';
import type { FieldTree } from './field-tree.ts';
import type { Child, Typed } from './typed-value.ts';
import { childrenOf, isLeaf } from './typed-value.ts';

/** What is applied over what is there: typed/merge.go of structured-merge-diff. */
export function merged(live: Json | undefined, applied: Json, field: FieldType | undefined): Json {
  if (live === undefined || isLeaf({ value: applied, field }) || isLeaf({ value: live, field })) {
    return isHollow(applied) && live !== undefined && isContainer(live) && !isAtomic(live, field)
      ? live
      : applied;
  }
  if (Array.isArray(live) && Array.isArray(applied)) return mergedItems(live, applied, field);
  if (!isObject(live) || !isObject(applied)) return applied;
  const entries = new Map<string, Json | undefined>(Object.entries(live));
  for (const [key, value = null] of Object.entries(applied)) {
    entries.set(key, merged(entries.get(key), value, field?.type?.fields.get(key)));
  }
  return Object.fromEntries(entries);
}

const isContainer = (value: Json): boolean => typeof value === 'object' && value !== null;

/** Nothing, for what holds something: it changes nothing of what is in there. */
function isHollow(value: Json): boolean {
  return value === null || (typeof value === 'object' && Object.keys(value).length === 0);
}

function isAtomic(live: Json, field: FieldType | undefined): boolean {
  if (field?.atomic === true) return true;
  return Array.isArray(live) && (field === undefined || field.listKeys.length === 0);
}

/** Items that both have come in the order of what is applied; those that only the object has stay where they are between them. */
function mergedItems(live: readonly Json[], applied: readonly Json[], field: FieldType | undefined): Json {
  const left = childrenOf({ value: live, field });
  const right = childrenOf({ value: applied, field });
  const before = byKey(left);
  const wanted = byKey(right);
  const shared = right.filter(({ key }) => before.has(key)).map(({ key }) => key);
  const out: Json[] = [];
  const taken = new Set<string>();
  let [l, r, next] = [0, 0, 0];
  while (l < left.length || r < right.length) {
    const [old, item] = [left[l], right[r]];
    const step = stepOf({ old, item, wanted, taken, shared: shared[next] });
    if (step === 'keep' && old !== undefined) out.push(old.value);
    if (step !== 'take') l += 1;
    if (step === 'keep' || step === 'skip' || item === undefined) continue;
    taken.add(item.key);
    out.push(merged(before.get(item.key)?.value, item.value, item.field));
    r += 1;
    if (shared[next] === item.key) next += 1;
  }
  return out;
}

interface Position {
  readonly old: Child | undefined;
  readonly item: Child | undefined;
  readonly wanted: ReadonlyMap<string, Child>;
  readonly taken: ReadonlySet<string>;
  /** The next item that both have. */
  readonly shared: string | undefined;
}

/** Of the object's next item and the next that is applied: which is taken, and whether the object's is passed. */
function stepOf({ old, item, wanted, taken, shared }: Position): 'keep' | 'skip' | 'take' | 'both' {
  if (old === undefined) return 'take';
  if (!wanted.has(old.key)) return 'keep';
  if (item === undefined) return 'skip';
  if (old.key === item.key) return 'both';
  if (shared !== undefined && shared !== old.key) return 'skip';
  return taken.has(old.key) ? 'both' : 'take';
}

const byKey = (children: readonly Child[]): ReadonlyMap<string, Child> =>
  new Map(children.map(child => [child.key, child]));

interface Ownership {
  /** What the manager applied the last time. */
  readonly last: FieldTree | undefined;
  /** What anybody owns now. */
  readonly owned: FieldTree | undefined;
}

/** Without what its manager applied before, does not apply now, and nobody else owns (`prune` in merge/update.go). */
export function pruned(typed: Typed, { last, owned }: Ownership): Json | undefined {
  if (last === undefined || last.children.size === 0 || isLeaf(typed)) return typed.value;
  const kept: (readonly [Child, Json])[] = [];
  for (const child of childrenOf(typed)) {
    const [lastly, mine] = [last.children.get(child.key), owned?.children.get(child.key)];
    if (isIn(lastly, child) && !isIn(mine, child)) continue;
    const value = pruned(child, { last: lastly, owned: mine });
    if (value !== undefined) kept.push([child, value]);
  }
  if (kept.length === 0) return undefined;
  if (Array.isArray(typed.value)) return kept.map(([, value]) => value);
  return Object.fromEntries(kept.map(([{ key }, value]) => [key.slice(2), value]));
}

/** A field of a struct is in the set if anything in it is. */
function isIn(tree: FieldTree | undefined, { named }: Child): boolean {
  return tree !== undefined && (tree.member || (named && tree.children.size > 0));
}
