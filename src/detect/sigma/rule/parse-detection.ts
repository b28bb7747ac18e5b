import type { Json, JsonObject } from '../../../model/json.ts';
import { isObject } from '../../../model/json.ts';
import { typeName } from '../../rules/metadata.ts';
import type { Reporter } from '../../rules/reporter.ts';
import type { RulePath } from '../../rules/rule-document.ts';
import { parseCondition } from './condition.ts';
import type { Condition, Detection, ParsedDetection } from './detection.ts';
import { parseItem } from './parse-item.ts';
import type { Placeholders } from './text-modifiers.ts';

export interface DetectionOptions {
  /** Where the section stands: `['detection']`. */
  readonly path: RulePath;
  readonly report: Reporter;
  readonly placeholders: Placeholders;
  /** Keys that are no search identifiers (`rules` in a filter). */
  readonly reserved: readonly string[];
}

/** Parses a `detection` or `filter` section; reports every problem and leaves out what has one. */
export function parseDetection(section: JsonObject, options: DetectionOptions): ParsedDetection {
  const selections = new Map<string, Detection>();
  const names: string[] = [];
  for (const [name, definition] of Object.entries(section)) {
    if (name === 'condition' || options.reserved.includes(name)) continue;
    if (name === 'timeframe') {
      options.report.warning('legacy-timeframe', 'timeframe is of old Sigma; write a correlation rule', {
        path: [...options.path, name],
      });
      continue;
    }
    names.push(name);
    const detection = parseDefinition(definition ?? null, [...options.path, name], options);
    if (detection !== undefined) selections.set(name, detection);
  }
  if (names.length === 0)
    options.report.error('no-selection', 'There is nothing to search for: no search identifier', {
      path: options.path,
    });
  return { selections, conditions: parseConditions(section, names, options) };
}

function parseConditions(section: JsonObject, names: readonly string[], options: DetectionOptions) {
  const { report } = options;
  const path = [...options.path, 'condition'];
  const given = Object.hasOwn(section, 'condition') ? section['condition'] : undefined;
  const list = Array.isArray(given) ? given : [given];
  if (given === undefined || given === null || list.length === 0) {
    report.error('missing-condition', 'There is no condition', { path });
    return [];
  }
  const conditions: Condition[] = [];
  for (const [index, text] of list.entries()) {
    const place = Array.isArray(given) ? [...path, index] : path;
    if (typeof text !== 'string') {
      report.error('wrong-type', `A condition must be a text, not ${typeName(text)}`, {
        path: place,
        at: 'value',
      });
      continue;
    }
    const condition = parseCondition(text, { names, report, path: place });
    if (condition !== undefined) conditions.push(condition);
  }
  return conditions;
}

/** As pySigma's SigmaDetection.from_definition: a map, a value, a list of values, a list of any of these. */
function parseDefinition(definition: Json, path: RulePath, options: DetectionOptions): Detection | undefined {
  const { report } = options;
  if (path.length > 24) {
    report.error('too-deep', 'This search identifier is nested too deep', { path });
    return undefined;
  }
  if (isObject(definition)) return parseMap(definition, path, options);
  if (Array.isArray(definition) && definition.length === 0) {
    report.error('empty-selection', 'This search identifier is empty', { path });
    return undefined;
  }
  if (!Array.isArray(definition) || definition.every(isScalar))
    return parseItem({ key: '', value: definition, path, report, placeholders: options.placeholders });
  const parts = definition
    .map((item, index) => parseDefinition(item, [...path, index], options))
    .filter(part => part !== undefined);
  return { type: 'any', parts };
}

function parseMap(definition: JsonObject, path: RulePath, options: DetectionOptions): Detection | undefined {
  const { report, placeholders } = options;
  const entries = Object.entries(definition);
  if (entries.length === 0) {
    report.error('empty-selection', 'This search identifier is empty', { path });
    return undefined;
  }
  const parts = entries
    .map(([key, value]) =>
      parseItem({ key, value: value ?? null, path: [...path, key], report, placeholders }),
    )
    .filter(part => part !== undefined);
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { type: 'all', parts };
}

const isScalar = (value: Json): boolean => value === null || typeof value !== 'object';
