import type { Condition, Detection, DetectionItem, ParsedDetection } from '../rule/detection.ts';
import { itemsOf } from '../rule/items.ts';
import type { Value } from '../rule/value.ts';
import type { EventReader, Test } from './event-reader.ts';
import { everyTest, itemTest, someTest } from './item-test.ts';

/** The tests of a detection section: of the whole, and of each line for explanations. */
export interface DetectionTests {
  readonly test: Test;
  readonly items: ReadonlyMap<DetectionItem, Test>;
}

/** Compiles a detection section to nested closures; what is cheap to ask is asked first. */
export function detectionTests(detection: ParsedDetection, reader: EventReader): DetectionTests {
  const items = new Map<DetectionItem, Test>();
  for (const item of itemsOf(detection)) items.set(item, itemTest(item, reader));
  const selections = new Map<string, Costed>();
  for (const [name, selection] of detection.selections) selections.set(name, compile(selection, items));
  const whole = some(detection.conditions.map(condition => compileCondition(condition, selections)));
  return { test: whole.test, items };
}

interface Costed {
  readonly test: Test;
  readonly cost: number;
}

function compile(detection: Detection, items: ReadonlyMap<DetectionItem, Test>): Costed {
  if (detection.type === 'item') return { test: items.get(detection) ?? never.test, cost: costOf(detection) };
  const parts = detection.parts.map(part => compile(part, items));
  return detection.type === 'all' ? every(parts) : some(parts);
}

function compileCondition(condition: Condition, selections: ReadonlyMap<string, Costed>): Costed {
  switch (condition.type) {
    case 'selection':
      return selections.get(condition.name) ?? never;
    case 'not': {
      const { test, cost } = compileCondition(condition.part, selections);
      return { test: () => !test(), cost };
    }
    case 'and':
      return every(condition.parts.map(part => compileCondition(part, selections)));
    case 'or':
      return some(condition.parts.map(part => compileCondition(part, selections)));
    case 'of': {
      const parts = condition.names.map(name => selections.get(name) ?? never);
      if (condition.count === 'all') return every(parts);
      return condition.count === 1 ? some(parts) : atLeast(condition.count, parts);
    }
  }
}

const never: Costed = { test: () => false, cost: 0 };

function every(parts: readonly Costed[]): Costed {
  return { test: everyTest(cheapestFirst(parts)), cost: costOfAll(parts) };
}

function some(parts: readonly Costed[]): Costed {
  return { test: someTest(cheapestFirst(parts)), cost: costOfAll(parts) };
}

function atLeast(count: number, parts: readonly Costed[]): Costed {
  const tests = cheapestFirst(parts);
  const test = () => {
    let holding = 0;
    for (const part of tests) {
      if (part()) holding += 1;
      if (holding === count) return true;
    }
    return false;
  };
  return { test, cost: costOfAll(parts) };
}

const cheapestFirst = (parts: readonly Costed[]): readonly Test[] =>
  parts.toSorted((a, b) => a.cost - b.cost).map(part => part.test);

const costOfAll = (parts: readonly Costed[]): number => parts.reduce((sum, part) => sum + part.cost, 0);

/** Bodies are parsed only when a field of theirs is read, keywords read everything. */
function costOf(item: DetectionItem): number {
  if (item.fields.length === 0) return 10_000;
  const reach = item.fields.some(isBodyField) ? 1000 : 0;
  // The index has asked for these two already, so they rarely rule anything out.
  const known = item.fields.every(field => field === 'verb' || field === 'objectRef.resource') ? 1 : 0;
  return reach + known + Math.max(...item.values.map(costOfValue));
}

export const isBodyField = (field: string): boolean => /^(requestObject|responseObject)(\.|$)/.test(field);

function costOfValue(value: Value): number {
  if (value.type === 'regex') return 50;
  if (value.type === 'cidr' || value.type === 'time') return 10;
  return value.type === 'text' && value.pattern.length > 1 ? 4 : 1;
}
