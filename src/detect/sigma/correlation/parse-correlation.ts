import type { JsonObject } from '../../../model/json.ts';
import { fieldOf, isObject } from '../../../model/json.ts';
import type { Reporter } from '../../rules/reporter.ts';
import type { CorrelationRule, RulePath } from '../../rules/rule-document.ts';
import { suggestion } from '../../rules/suggestion.ts';
import type { CorrelationType, ParsedCorrelation, Reference } from './correlation.ts';
import { correlationTypes } from './correlation.ts';
import { namesIn, wrongType } from './names.ts';
import { parseCondition } from './parse-condition.ts';
import { parseTimespan } from './timespan.ts';

const keys = ['type', 'rules', 'group-by', 'timespan', 'condition', 'aliases', 'generate'];

/** Reads the `correlation` section; reports every problem. Undefined where one of them is an error. */
export function parseCorrelation(rule: CorrelationRule, report: Reporter): ParsedCorrelation | undefined {
  checkKeys(rule.correlation, report);
  const type = readType(rule.correlation, report);
  const written = readReferences(rule.correlation, report);
  const timespan = readTimespan(rule.correlation, report);
  const groupBy = readNames(rule.correlation, 'group-by', report);
  const aliases = readAliases(rule.correlation, report);
  const generate = readGenerate(rule, report);
  if (type === undefined) return undefined;
  const condition = parseCondition(fieldOf(rule.correlation, 'condition'), { type, written, report });
  if (condition === undefined || timespan === undefined || report.hasErrors()) return undefined;
  checkAliases(
    { aliases, references: condition.references, used: [...groupBy, ...condition.fields] },
    report,
  );
  return { rule, type, groupBy, aliases, generate, ...timespan, ...condition };
}

function checkKeys(section: JsonObject, report: Reporter): void {
  for (const key of Object.keys(section)) {
    if (keys.includes(key)) continue;
    // Not advice: what the key asks for would be missing from the answer.
    const message = `Correlations have no key "${key.slice(0, 80)}"${suggestion(key, keys)}`;
    report.error('unknown-key', message, { path: ['correlation', key] });
  }
}

function readType(section: JsonObject, report: Reporter): CorrelationType | undefined {
  const value = fieldOf(section, 'type');
  const type = correlationTypes.find(name => name === value);
  if (type !== undefined) return type;
  const path = ['correlation', 'type'];
  if (value === undefined || value === null)
    report.error('missing-type', 'A correlation needs a type', { path });
  else if (typeof value !== 'string') wrongType(report, { path, wanted: 'a text', value });
  else {
    const message = `There is no correlation type "${value.slice(0, 40)}"${suggestion(value, correlationTypes)}`;
    report.error('unknown-correlation-type', message, { path, at: 'value' });
  }
  return undefined;
}

/** Undefined: there is no such key (a boolean condition may name them instead). */
function readReferences(section: JsonObject, report: Reporter): readonly Reference[] | undefined {
  const value = fieldOf(section, 'rules');
  if (value === undefined || value === null) return undefined;
  const path = ['correlation', 'rules'];
  if (Array.isArray(value) && value.length === 0)
    report.error('no-rules', 'The list of rules is empty', { path });
  const references = namesIn(value, path, report);
  for (const [index, { text, path: place }] of references.entries()) {
    if (references.findIndex(other => other.text === text) < index)
      report.error('duplicate-reference', `"${text}" is listed twice`, { path: place, at: 'value' });
  }
  return references;
}

function readNames(section: JsonObject, key: string, report: Reporter): readonly string[] {
  const value = fieldOf(section, key);
  if (value === undefined || value === null) return [];
  return [...new Set(namesIn(value, ['correlation', key], report).map(name => name.text))];
}

function readTimespan(section: JsonObject, report: Reporter) {
  const value = fieldOf(section, 'timespan');
  const path = ['correlation', 'timespan'];
  if (value === undefined || value === null) {
    report.error('missing-timespan', 'A correlation needs a timespan such as 10m', { path });
    return undefined;
  }
  const span = typeof value === 'string' ? parseTimespan(value) : undefined;
  if (span !== undefined && typeof value === 'string') return { span, timespan: value };
  const message = `timespan must be a number and one of s, m, h, d (90m), not ${JSON.stringify(value).slice(0, 40)}`;
  report.error('invalid-timespan', message, { path, at: 'value' });
  return undefined;
}

function readAliases(section: JsonObject, report: Reporter): ParsedCorrelation['aliases'] {
  const aliases = new Map<string, Map<string, string>>();
  const value = fieldOf(section, 'aliases');
  const path = ['correlation', 'aliases'];
  if (value === undefined || value === null) return aliases;
  if (!isObject(value)) {
    wrongType(report, { path, wanted: 'a map', value });
    return aliases;
  }
  for (const [alias, mapping] of Object.entries(value)) {
    const place = [...path, alias];
    if (isObject(mapping)) aliases.set(alias, readMapping(mapping, place, report));
    else wrongType(report, { path: place, wanted: 'a map of rules to fields', value: mapping ?? null });
  }
  return aliases;
}

function readMapping(mapping: JsonObject, path: RulePath, report: Reporter): Map<string, string> {
  const fields = new Map<string, string>();
  for (const [rule, field] of Object.entries(mapping)) {
    if (typeof field === 'string' && field !== '') fields.set(rule, field);
    else wrongType(report, { path: [...path, rule], wanted: 'the name of a field', value: field ?? null });
  }
  return fields;
}

interface AliasUse {
  readonly aliases: ParsedCorrelation['aliases'];
  readonly references: readonly Reference[];
  readonly used: readonly string[];
}

function checkAliases({ aliases, references, used }: AliasUse, report: Reporter): void {
  const rules = references.map(reference => reference.text);
  for (const [alias, mapping] of aliases) {
    const path = ['correlation', 'aliases', alias];
    if (!used.includes(alias))
      report.warning('unused-alias', `The alias ${alias} is not used in group-by or field`, { path });
    for (const rule of mapping.keys()) {
      if (rules.includes(rule)) continue;
      const message = `${rule} is not in the rules of this correlation${suggestion(rule, rules)}`;
      report.warning('unknown-alias-rule', message, { path: [...path, rule] });
    }
    const missing = rules.filter(rule => !mapping.has(rule));
    if (missing.length > 0 && used.includes(alias))
      report.warning('incomplete-alias', `In events of ${missing.join(', ')} it is a field "${alias}"`, {
        path,
      });
  }
}

/** The specification's schema has it beside `correlation`, pySigma inside. */
function readGenerate({ body, correlation }: CorrelationRule, report: Reporter): boolean {
  const places = [
    { value: fieldOf(correlation, 'generate'), path: ['correlation', 'generate'] },
    { value: fieldOf(body, 'generate'), path: ['generate'] },
  ];
  let generate = false;
  for (const { value, path } of places) {
    if (value === true) generate = true;
    else if (value !== undefined && value !== null && value !== false)
      wrongType(report, { path, wanted: 'true or false', value });
  }
  return generate;
}
