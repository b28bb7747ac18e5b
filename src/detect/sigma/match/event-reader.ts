import type { Json, JsonObject } from '../../../model/json.ts';
import { isObject } from '../../../model/json.ts';
import { derivedFields } from './derived-fields.ts';
import type { FieldLookup } from './field-path.ts';
import { fieldLookup } from './field-path.ts';

export type Test = () => boolean;

/**
 * Reads the fields of one event after another for all rules: each field once an event, each text lower-cased once.
 * Tests made from a reader speak of the event that was loaded last.
 */
export interface EventReader {
  load(event: JsonObject): void;
  slot(fields: readonly string[]): FieldSlot;
  /** Is there a text, number or boolean anywhere in the event for which the test holds? */
  someValue(test: (value: Json) => boolean): boolean;
}

/** The values of a field, or of several fields that stand for one. */
export interface FieldSlot {
  /** Holds for any value that is not null. */
  test(predicate: (value: Json) => boolean): Test;
  /** Holds for any text, number or boolean, lower-cased. */
  testLower(predicate: (lower: string) => boolean): Test;
  readonly exists: Test;
  /** Nothing is there, or null is. */
  readonly isNull: Test;
  values(): readonly Json[];
}

export function createEventReader(): EventReader {
  const slots = new Map<string, FieldSlot>();
  const current: Current = { event: {}, generation: 0 };
  let leavesOf = 0;
  let leaves: readonly Json[] = [];
  return {
    load(event) {
      current.event = event;
      current.generation += 1;
    },
    slot(fields) {
      const key = fields.join('\n');
      const slot = slots.get(key) ?? createSlot(fields, current);
      slots.set(key, slot);
      return slot;
    },
    someValue(test) {
      if (leavesOf !== current.generation) leaves = leafValues(current.event);
      leavesOf = current.generation;
      return leaves.some(test);
    },
  };
}

interface Current {
  event: JsonObject;
  generation: number;
}

function createSlot(fields: readonly string[], current: Current): FieldSlot {
  const lookups = fields.map(lookupOf);
  let generation = -1;
  let present = false;
  let hasNull = false;
  let first: Json | undefined;
  let others: Json[] | undefined;
  let lower: string | undefined;
  let lowered = false;

  const collect = (value: Json): void => {
    if (value === null) hasNull = true;
    else if (first === undefined) first = value;
    else if (others === undefined) others = [value];
    else others.push(value);
  };
  const refresh = (): void => {
    if (generation === current.generation) return;
    generation = current.generation;
    present = hasNull = lowered = false;
    first = others = lower = undefined;
    for (const lookup of lookups) if (lookup(current.event, collect)) present = true;
  };
  return {
    test: predicate => () => {
      refresh();
      if (first === undefined) return false;
      return predicate(first) || (others?.some(predicate) ?? false);
    },
    testLower: predicate => () => {
      refresh();
      if (first === undefined) return false;
      if (!lowered) lower = lowerText(first);
      lowered = true;
      if (lower !== undefined && predicate(lower)) return true;
      return others?.some(value => someLower(value, predicate)) ?? false;
    },
    exists: () => {
      refresh();
      return present;
    },
    isNull: () => {
      refresh();
      return hasNull || first === undefined;
    },
    values: () => {
      refresh();
      return first === undefined ? [] : [first, ...(others ?? [])];
    },
  };
}

/** Several fields of one name are read as one: the values of all. */
function lookupOf(field: string): FieldLookup {
  const derive = derivedFields.get(field);
  if (derive === undefined) return fieldLookup(field);
  return (event, found) => {
    const value = derive(event);
    if (value !== undefined) found(value);
    return value !== undefined;
  };
}

/** Text, numbers and booleans are compared as text. */
export function textOf(value: Json): string | undefined {
  if (typeof value === 'string') return value;
  return value === null || typeof value === 'object' ? undefined : String(value);
}

export const lowerText = (value: Json): string | undefined => textOf(value)?.toLowerCase();

function someLower(value: Json, predicate: (lower: string) => boolean): boolean {
  const lower = lowerText(value);
  return lower !== undefined && predicate(lower);
}

function leafValues(event: JsonObject): readonly Json[] {
  const leaves: Json[] = [];
  const pending: Json[] = [event];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (Array.isArray(value)) for (const item of value) pending.push(item);
    else if (isObject(value)) for (const item of Object.values(value)) pending.push(item ?? null);
    else if (value !== null) leaves.push(value);
  }
  return leaves;
}
