import type { Json, JsonObject } from '../../../model/json.ts';
import { fieldOf } from '../../../model/json.ts';
import type { CompiledRule } from '../compile-rules.ts';
import { asKeyword } from '../match/item-test.ts';
import { jsonTest, refers } from '../match/value-test.ts';
import type { Condition, Detection, DetectionItem } from '../rule/detection.ts';
import type { Value } from '../rule/value.ts';
import { askedOfValue, askedText, shortened } from './asked.ts';
import { isHidden } from './hidden.ts';
import type { LocatedValue } from './located-values.ts';
import { findLeaf, locatedValues, placeText } from './located-values.ts';

const maxReasons = 24;

/** Sentences for the lines that made a rule match this event. */
export function reasonsOf(rule: CompiledRule, event: JsonObject): readonly string[] {
  const items = alwaysSupporting(rule) ?? supportingNow(rule, event);
  const reasons = items.map(item => reasonFor(item, event));
  const unique = [...new Set(reasons)];
  if (unique.length === 0) return ['nothing that the rule excludes is in the event'];
  return unique.slice(0, maxReasons);
}

/** The lines of a rule that asks for all of them: where it matches, they all hold. undefined: it depends on the event. */
function alwaysSupporting(rule: CompiledRule): readonly DetectionItem[] | undefined {
  if (!knownItems.has(rule)) knownItems.set(rule, itemsOfConjunction(rule));
  return knownItems.get(rule);
}

const knownItems = new WeakMap<CompiledRule, readonly DetectionItem[] | undefined>();

function itemsOfConjunction({ detection }: CompiledRule): readonly DetectionItem[] | undefined {
  const [condition, second] = detection.conditions;
  if (condition?.type !== 'selection' || second !== undefined) return undefined;
  const selection = detection.selections.get(condition.name);
  const parts = selection?.type === 'all' ? selection.parts : [selection];
  const items = parts.filter(part => part?.type === 'item');
  return items.length === parts.length ? items : undefined;
}

function supportingNow(rule: CompiledRule, event: JsonObject): readonly DetectionItem[] {
  rule.load(event);
  return supportingItems(rule);
}

/** The lines that hold and on which the condition rests; what is under a `not` supports nothing. */
function supportingItems(rule: CompiledRule): readonly DetectionItem[] {
  const holds = (detection: Detection): boolean =>
    detection.type === 'item'
      ? (rule.items.get(detection)?.() ?? false)
      : detection.type === 'all'
        ? detection.parts.every(holds)
        : detection.parts.some(holds);
  const inDetection = (detection: Detection): readonly DetectionItem[] => {
    if (!holds(detection)) return [];
    return detection.type === 'item' ? [detection] : detection.parts.flatMap(inDetection);
  };
  const inSelection = (name: string): readonly DetectionItem[] => {
    const selection = rule.detection.selections.get(name);
    return selection === undefined ? [] : inDetection(selection);
  };
  const inCondition = (condition: Condition): readonly DetectionItem[] => {
    if (condition.type === 'not') return [];
    if (condition.type === 'selection') return inSelection(condition.name);
    if (condition.type === 'of') return condition.names.flatMap(inSelection);
    return condition.parts.flatMap(inCondition);
  };
  return rule.detection.conditions.flatMap(inCondition);
}

/** `verb is create, one of create, delete` or `requestURI is /x, which contains /bin/sh`. */
function reasonFor(item: DetectionItem, event: JsonObject): string {
  const value = plainValue(item, event);
  if (value === undefined) return workOutReason(item, event);
  const known = remembered.get(item) ?? new Map<string | number, string>();
  remembered.set(item, known);
  const reason = known.get(value) ?? workOutReason(item, event);
  if (known.size < maxRemembered) known.set(value, reason);
  return reason;
}

/** Sentences by what decided: most findings of a rule say the same, and share the text that says it. */
const remembered = new WeakMap<DetectionItem, Map<string | number, string>>();
const maxRemembered = 500;
const plainFields = new Set([
  'verb',
  'responseStatus.code',
  'objectRef.resource',
  'objectRef.apiGroup',
  'objectRef.subresource',
  'objectRef.namespace',
]);

/** The value on which alone the sentence depends: that of one field of the header, asked for by itself. */
function plainValue({ fields, values }: DetectionItem, event: JsonObject): string | number | undefined {
  const [field = ''] = fields;
  if (fields.length !== 1 || !plainFields.has(field) || values.some(({ type }) => type === 'field'))
    return undefined;
  const [first = '', second] = field.split('.');
  const value = second === undefined ? fieldOf(event, first) : fieldOf(fieldOf(event, first), second);
  return typeof value === 'number' || (typeof value === 'string' && value.length <= 64) ? value : undefined;
}

function workOutReason(item: DetectionItem, event: JsonObject): string {
  if (item.fields.length === 0) return keywordReason(item, event);
  const found = item.fields.flatMap(field => locatedValues(event, field));
  const deciding = item.negated ? found[0] : found.find(({ value }) => decides(item, value, event));
  if (deciding === undefined) return `${item.fields.join(' or ')} ${askedText(item)}`;
  return sentence(deciding, item, event);
}

function sentence(located: LocatedValue, item: DetectionItem, event: JsonObject): string {
  const place = placeText(located.place);
  const asked = decidingText(item, located.value, event);
  if (isHidden(event, located.place)) return `${place} (hidden) ${asked}`;
  const value = valueText(located.value);
  if (asked.toLowerCase() === `is ${value}`.toLowerCase()) return `${place} is ${value}`;
  if (asked.startsWith('is one of ')) return `${place} is ${value}, ${asked.slice('is '.length)}`;
  if (asked === 'is present') return `${place} is present: ${value}`;
  return `${place} is ${value}, which ${asked}`;
}

/** Of many patterns the one that matched; of equal texts all, as they say what else was looked for. */
function decidingText(item: DetectionItem, value: Json, event: JsonObject): string {
  const asked = askedText(item);
  if (item.all || item.negated || asked.startsWith('is one of ') || item.values.length === 1) return asked;
  const deciding = item.values.find(one => valueDecides(one, value, event));
  return deciding === undefined ? asked : askedOfValue(deciding);
}

function decides(item: DetectionItem, value: Json, event: JsonObject): boolean {
  return item.values.some(asked => valueDecides(asked, value, event));
}

function valueDecides(asked: Value, value: Json, event: JsonObject): boolean {
  if (asked.type === 'null') return value === null;
  if (asked.type === 'exists') return asked.exists;
  if (asked.type === 'text' && asked.pattern.length === 1 && asked.pattern[0]?.type === 'many')
    return value !== null;
  if (asked.type !== 'field') return jsonTest(asked)(value);
  return locatedValues(event, asked.field).some(other => refers(asked, value, other.value));
}

function keywordReason(item: DetectionItem, event: JsonObject): string {
  const asked = askedText({ ...item, values: item.values.map(asKeyword) });
  const tests = item.values.map(value => jsonTest(asKeyword(value)));
  const located = findLeaf(event, value => tests.some(test => test(value)));
  if (item.negated || located === undefined) return `the event ${asked}`;
  const text = isHidden(event, located.place) ? '(hidden)' : `is ${valueText(located.value)}, which`;
  return `${placeText(located.place)} ${text} ${asked}`;
}

export function valueText(value: Json): string {
  if (typeof value === 'string') return value === '' ? '""' : shortened(value);
  return shortened(JSON.stringify(value));
}
