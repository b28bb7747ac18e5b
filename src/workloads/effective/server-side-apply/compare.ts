import { isSame } from '../edit.ts';
import type { FieldTree } from './field-tree.ts';
import { isNone, leaf, noFields } from './field-tree.ts';
import type { Typed } from './typed-value.ts';
import { childrenOf, isLeaf, isOneValue } from './typed-value.ts';

/** All fields of a value, as `ToFieldSet` counts them: leaves, and items of lists. */
export function fieldsIn(typed: Typed): FieldTree {
  if (isLeaf(typed)) return leaf;
  const children = new Map<string, FieldTree>();
  for (const child of childrenOf(typed)) {
    const below = fieldsIn(child);
    children.set(child.key, isItem(child.key) ? { ...below, member: true } : below);
  }
  return { member: false, children };
}

const isItem = (key: string): boolean => key.startsWith('k:');

/** All of a value that was not there before: what holds it, too. */
function addedFields(typed: Typed): FieldTree {
  if (isLeaf(typed)) return leaf;
  const children = new Map(childrenOf(typed).map(child => [child.key, addedFields(child)] as const));
  return { member: true, children };
}

export interface Comparison {
  /** Added or with another value. */
  readonly changed: FieldTree;
  readonly removed: FieldTree;
}

const nothing: Comparison = { changed: noFields, removed: noFields };

export function compare(before: Typed | undefined, after: Typed | undefined): Comparison {
  if (before === undefined)
    return after === undefined ? nothing : { changed: addedFields(after), removed: noFields };
  if (after === undefined) return { changed: noFields, removed: addedFields(before) };
  // What holds nothing any more, or nothing yet, is still the same: only what is in it came or went.
  if (isOneValue(before) || isOneValue(after)) {
    return isSame(before.value, after.value) ? nothing : { changed: addedFields(after), removed: noFields };
  }
  const olds = new Map(childrenOf(before).map(child => [child.key, child] as const));
  const news = new Map(childrenOf(after).map(child => [child.key, child] as const));
  const changed = new Map<string, FieldTree>();
  const removed = new Map<string, FieldTree>();
  for (const key of new Set([...olds.keys(), ...news.keys()])) {
    const found = compare(olds.get(key), news.get(key));
    if (!isNone(found.changed)) changed.set(key, found.changed);
    if (!isNone(found.removed)) removed.set(key, found.removed);
  }
  return { changed: { member: false, children: changed }, removed: { member: false, children: removed } };
}
