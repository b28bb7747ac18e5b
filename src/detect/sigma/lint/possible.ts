import { suggestion } from '../../rules/suggestion.ts';
import { alternatives } from '../match/item-test.ts';
import { isAnything, jsonTest } from '../match/value-test.ts';
import type { Condition, Detection, DetectionItem, ParsedDetection } from '../rule/detection.ts';
import { plainText } from '../rule/pattern.ts';
import type { Value } from '../rule/value.ts';
import { auditFieldOf, auditFields } from './audit-schema.ts';

/** Whether something can hold for an audit event at all. */
export type Possibility = 'never' | 'maybe' | 'always';

export function possibilityOf(detection: ParsedDetection): Possibility {
  return either(detection.conditions.map(condition => ofCondition(condition, detection)));
}

function ofCondition(condition: Condition, detection: ParsedDetection): Possibility {
  const ofName = (name: string): Possibility => {
    const selection = detection.selections.get(name);
    return selection === undefined ? 'maybe' : ofDetection(selection);
  };
  switch (condition.type) {
    case 'selection':
      return ofName(condition.name);
    case 'not':
      return opposite(ofCondition(condition.part, detection));
    case 'and':
      return both(condition.parts.map(part => ofCondition(part, detection)));
    case 'or':
      return either(condition.parts.map(part => ofCondition(part, detection)));
    case 'of': {
      const parts = condition.names.map(ofName);
      if (condition.count === 'all') return both(parts);
      return condition.count === 1 ? either(parts) : atLeast(condition.count, parts);
    }
  }
}

function ofDetection(detection: Detection): Possibility {
  if (detection.type === 'item') return possibilityOfItem(detection);
  const parts = detection.parts.map(ofDetection);
  return detection.type === 'all' ? both(parts) : either(parts);
}

export function possibilityOfItem(item: DetectionItem): Possibility {
  const { fields, values, all, negated } = item;
  if (fields.length === 0) return 'maybe';
  const known = fields.some(field => auditFieldOf(field) !== undefined);
  const parts = values.map(value => (known ? ofValue(value, fields) : ofAbsentField(value)));
  const result = all ? both(parts) : either(parts);
  return negated ? opposite(result) : result;
}

function ofAbsentField(value: Value): Possibility {
  const holds = value.type === 'null' || (value.type === 'exists' && !value.exists);
  return holds ? 'always' : 'never';
}

function ofValue(value: Value, fields: readonly string[]): Possibility {
  return fields.every(field => impossibleValue(field, value) !== undefined) ? 'never' : 'maybe';
}

/** Why a field of audit events cannot have what a value asks for; undefined where it may. */
export function impossibleValue(name: string, value: Value): string | undefined {
  const field = auditFieldOf(name);
  if (field === undefined || ['null', 'exists', 'field'].includes(value.type)) return undefined;
  const tests = alternatives(value).map(jsonTest);
  const anyHolds = (json: string | number) => tests.some(test => test(json));
  if (value.type === 'text' && isAnything(value.pattern)) return undefined;
  if (field.type === 'object') return `${name} is a map; name one of its fields`;
  if (field.type === 'number') {
    const possible = Array.from({ length: 1000 }, (_, code) => code).some(anyHolds);
    return possible ? undefined : `${name} is a number`;
  }
  if (field.path === name && field.values !== undefined && !field.values.some(anyHolds))
    return `${name} is one of ${field.values.join(', ')}${hintOf(value, field.values)}`;
  return unlikely(name, value);
}

function hintOf(value: Value, values: readonly string[]): string {
  const text = value.type === 'text' ? plainText(value.pattern) : undefined;
  if (text === 'replace' || text === 'apply')
    return `; kubectl ${text} is logged as ${text === 'replace' ? 'update' : 'patch'}`;
  return text === undefined ? '' : suggestion(text, values);
}

function unlikely(name: string, value: Value): string | undefined {
  const text = value.type === 'text' ? plainText(value.pattern) : undefined;
  if (text === undefined) return undefined;
  if (name === 'objectRef.apiGroup' && (text === '' || text.toLowerCase() === 'core'))
    return 'objectRef.apiGroup is absent for the core group; write null';
  if (name === 'objectRef.apiGroup' && text.includes('/'))
    return 'objectRef.apiGroup is the group alone; the version is in objectRef.apiVersion';
  if (name === 'objectRef.resource' && text.includes('/'))
    return 'objectRef.resource is the type alone; the rest is in objectRef.subresource';
  return undefined;
}

/** `, did you mean "objectRef.resource"?` */
export function fieldHint(name: string): string {
  const last = name.split('.').at(-1)?.toLowerCase() ?? '';
  const names = auditFields.map(field => field.path);
  const same = names.filter(other => other.split('.').at(-1)?.toLowerCase() === last && other !== name);
  if (same[0] !== undefined) return `, did you mean "${same[0]}"?`;
  return suggestion(name, names);
}

function both(parts: readonly Possibility[]): Possibility {
  if (parts.includes('never')) return 'never';
  return parts.includes('maybe') ? 'maybe' : 'always';
}

function either(parts: readonly Possibility[]): Possibility {
  if (parts.includes('always')) return 'always';
  return parts.includes('maybe') ? 'maybe' : 'never';
}

function atLeast(count: number, parts: readonly Possibility[]): Possibility {
  if (parts.filter(part => part === 'always').length >= count) return 'always';
  return parts.filter(part => part !== 'never').length >= count ? 'maybe' : 'never';
}

function opposite(possibility: Possibility): Possibility {
  if (possibility === 'maybe') return 'maybe';
  return possibility === 'never' ? 'always' : 'never';
}
