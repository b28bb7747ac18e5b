import { plainFields } from '../../../model/interest.ts';
import { derivedFields } from '../match/derived-fields.ts';
import { jsonTest } from '../match/value-test.ts';
import type { Condition, Detection, DetectionItem, ParsedDetection } from '../rule/detection.ts';
import { needsOfAbsence } from './absence.ts';
import { derivedPairTest } from './derived-pairs.ts';
import type { TextNeed } from './text-need.ts';
import { textNeed } from './text-need.ts';

/** What an event must have for a rule to match it, as far as the fields in its head tell. Texts in lower case. */
export interface Need {
  readonly pair?: PairTest;
  /** The pair test looks at the resource, not the verb alone. */
  readonly byResource?: boolean;
  readonly namespace?: TextNeed;
  readonly subresource?: TextNeed;
  readonly code?: (code: number) => boolean;
  readonly userAgent?: TextNeed;
  readonly username?: TextNeed;
  readonly requestURI?: TextNeed;
  /** A field that plain audit events do not have. */
  readonly foreign?: true;
}

export type PairTest = (verb: string, resource: string) => boolean;

/** Alternatives, one of which must hold: `[{}]` where nothing is needed, `[]` where the rule cannot match. */
export type Needs = readonly Need[];

const anything: Needs = [{}];
const maxAlternatives = 32;

export function needsOf(detection: ParsedDetection): Needs {
  return either(detection.conditions.map(condition => ofCondition(condition, detection)));
}

function ofCondition(condition: Condition, detection: ParsedDetection): Needs {
  const ofSelection = (name: string): Needs => {
    const selection = detection.selections.get(name);
    return selection === undefined ? [] : ofDetection(selection);
  };
  switch (condition.type) {
    case 'selection':
      return ofSelection(condition.name);
    case 'not':
      return needsOfAbsence(condition.part, detection) ?? anything;
    case 'and':
      return both(condition.parts.map(part => ofCondition(part, detection)));
    case 'or':
      return either(condition.parts.map(part => ofCondition(part, detection)));
    case 'of':
      return condition.count === 'all'
        ? both(condition.names.map(ofSelection))
        : either(condition.names.map(ofSelection));
  }
}

function ofDetection(detection: Detection): Needs {
  if (detection.type === 'item') return ofItem(detection);
  const parts = detection.parts.map(ofDetection);
  return detection.type === 'all' ? both(parts) : either(parts);
}

function either(parts: readonly Needs[]): Needs {
  const alternatives = parts.flat();
  const free = alternatives.some(need => Object.keys(need).length === 0);
  return free || alternatives.length > maxAlternatives ? anything : alternatives;
}

function both(parts: readonly Needs[]): Needs {
  let result = anything;
  for (const part of parts) {
    // Too many combinations: either side alone is still necessary.
    if (result.length * part.length > maxAlternatives) result = result.length <= part.length ? result : part;
    else result = result.flatMap(a => part.map(b => merged(a, b)));
  }
  return result;
}

function merged(a: Need, b: Need): Need {
  const pair = combined(
    a.pair,
    b.pair,
    (one, two) => (verb, resource) => one(verb, resource) && two(verb, resource),
  );
  const code = combined(a.code, b.code, (one, two) => number => one(number) && two(number));
  return {
    ...a,
    ...b,
    ...(pair === undefined ? {} : { pair, byResource: a.byResource === true || b.byResource === true }),
    ...(code === undefined ? {} : { code }),
  };
}

function combined<T>(a: T | undefined, b: T | undefined, combine: (a: T, b: T) => T): T | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return combine(a, b);
}

function ofItem(item: DetectionItem): Needs {
  const [field] = item.fields;
  if (item.negated || item.fields.length !== 1 || field === undefined) return anything;
  const need = needOf(field, item);
  return need === undefined ? anything : [need];
}

function needOf(field: string, item: DetectionItem): Need | undefined {
  const derived = derivedPairTest(field, item);
  if (derived !== undefined) return { pair: derived, byResource: true };
  const text = textNeed(item);
  if (text === undefined) return undefined;
  switch (field) {
    case 'verb':
      return { pair: verb => text.test(verb) };
    case 'objectRef.resource':
      return { pair: (_verb, resource) => text.test(resource), byResource: true };
    case 'objectRef.namespace':
      return { namespace: text };
    case 'objectRef.subresource':
      return { subresource: text };
    case 'responseStatus.code':
      return { code: codeTest(item) };
    case 'userAgent':
      return { userAgent: text };
    case 'user.username':
      return { username: text };
    case 'requestURI':
      return { requestURI: text };
    default:
      return isForeign(field) ? { foreign: true } : undefined;
  }
}

const isForeign = (field: string): boolean =>
  !derivedFields.has(field) && !plainFields.has(field.split('.')[0] ?? '');

function codeTest(item: DetectionItem): (code: number) => boolean {
  const tests = item.values.map(jsonTest);
  return code => (item.all ? tests.every(test => test(code)) : tests.some(test => test(code)));
}
