import { RE2JS } from 're2js';
import type { DetectionItem } from '../rule/detection.ts';
import { parsePattern, patternText, plainText } from '../rule/pattern.ts';
import type { TextValue, Value } from '../rule/value.ts';
import type { Step } from './apply-pipelines.ts';
import { appliesToField } from './pipeline-conditions.ts';

/** A line after a transformation; undefined where it is dropped. */
export function changedItem(line: DetectionItem, step: Step): DetectionItem | undefined {
  const { item } = step;
  const applies = (field: string): boolean => appliesToField(item, field);
  switch (item.type) {
    case 'field_name_mapping':
    case 'field_name_prefix_mapping':
    case 'field_name_prefix':
    case 'field_name_suffix':
      return withMappedFields(line, step);
    case 'drop_detection_item':
      return isNamed(line, applies) ? undefined : line;
    case 'detection_item_failure':
      if (isNamed(line, applies)) step.context.report.error('rejected', item.message, { path: line.path });
      return line;
    default:
      if (!isNamed(line, applies)) return line;
      return { ...line, values: line.values.flatMap(value => changedValue(value, step)) };
  }
}

/** Conditions on field names leave keywords out; where there are none, everything is meant. */
function isNamed(line: DetectionItem, applies: (field: string) => boolean): boolean {
  return line.fields.length === 0 ? applies('') : line.fields.some(applies);
}

function withMappedFields(line: DetectionItem, step: Step): DetectionItem {
  const rename = (field: string): readonly string[] =>
    appliesToField(step.item, field) ? (mappedName(field, step) ?? [field]) : [field];
  const fields = [...new Set(line.fields.flatMap(rename))];
  const values = line.values.map(value => withMappedReference(value, rename));
  const changed = fields.join('\n') !== line.fields.join('\n');
  return { ...line, fields, values, ...(changed ? { mappedBy: step.pipeline } : {}) };
}

function mappedName(field: string, { item }: Step): readonly string[] | undefined {
  switch (item.type) {
    case 'field_name_mapping':
      return Object.hasOwn(item.mapping, field) ? [item.mapping[field] ?? []].flat() : undefined;
    case 'field_name_prefix_mapping': {
      const prefix = Object.keys(item.mapping).find(candidate => field.startsWith(candidate));
      if (prefix === undefined) return undefined;
      return [item.mapping[prefix] ?? []].flat().map(other => other + field.slice(prefix.length));
    }
    case 'field_name_prefix':
      return [item.prefix + field];
    case 'field_name_suffix':
      return [field + item.suffix];
    default:
      return undefined;
  }
}

/** `fieldref` values name fields too. */
function withMappedReference(value: Value, rename: (field: string) => readonly string[]): Value {
  return value.type === 'field' ? { ...value, field: rename(value.field)[0] ?? value.field } : value;
}

function changedValue(value: Value, step: Step): readonly Value[] {
  const { item } = step;
  if (value.type === 'any')
    return [{ ...value, values: value.values.flatMap(part => changedValue(part, step)) }];
  if (item.type === 'set_value') return [plainValue(item.value)];
  if (item.type === 'convert_type') return [converted(value, item.target_type)];
  if (value.type !== 'text') return [value];
  const text = patternText(value.pattern);
  if (item.type === 'map_string') {
    const mapped = Object.hasOwn(item.mapping, text) ? item.mapping[text] : undefined;
    return mapped === undefined ? [value] : [mapped].flat().map(other => withText(value, other));
  }
  if (item.type !== 'replace_string') return [value];
  const replacement = item.replacement.replaceAll('$', '\\$').replace(/\\g?<?(\d+)>?/g, '$$$1');
  return [withText(value, RE2JS.compile(item.regex).matcher(text).replaceAll(replacement))];
}

const withText = (value: TextValue, text: string): TextValue => ({ ...value, pattern: parsePattern(text) });

function plainValue(value: string | number | boolean | null): Value {
  if (value === null) return { type: 'null' };
  if (typeof value === 'number') return { type: 'number', number: value };
  if (typeof value === 'boolean') return { type: 'boolean', boolean: value };
  return { type: 'text', pattern: parsePattern(value), cased: false };
}

function converted(value: Value, target: 'str' | 'num'): Value {
  if (target === 'str' && value.type === 'number') return plainValue(String(value.number));
  if (target === 'str' && value.type === 'boolean') return plainValue(String(value.boolean));
  const text = value.type === 'text' ? plainText(value.pattern) : undefined;
  const number = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
  return target === 'num' && Number.isFinite(number) ? { type: 'number', number } : value;
}
