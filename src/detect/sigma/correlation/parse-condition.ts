import type { Json, JsonObject } from '../../../model/json.ts';
import { fieldOf, isObject } from '../../../model/json.ts';
import type { Reporter } from '../../rules/reporter.ts';
import { suggestion } from '../../rules/suggestion.ts';
import type {
  Alternatives,
  CorrelationType,
  ParsedCorrelation,
  Reference,
  Threshold,
} from './correlation.ts';
import { operators } from './correlation.ts';
import type { ExtendedCondition } from './extended-condition.ts';
import { parseExtendedCondition } from './extended-condition.ts';
import { namesIn, wrongType } from './names.ts';
import { checkThreshold } from './threshold.ts';

type ParsedCondition = Pick<
  ParsedCorrelation,
  'references' | 'threshold' | 'alternatives' | 'expression' | 'fields' | 'percentile'
>;

interface Context {
  readonly type: CorrelationType;
  /** The list of rules; undefined where there is none. */
  readonly written: readonly Reference[] | undefined;
  readonly report: Reporter;
}

const path = ['correlation', 'condition'];
const isTemporal = (type: CorrelationType): boolean => type === 'temporal' || type === 'temporal_ordered';

/** Reads `condition`: a map with thresholds or, for temporal correlations, a boolean expression, or nothing (all rules). */
export function parseCondition(value: Json | undefined, context: Context): ParsedCondition | undefined {
  const { type, written, report } = context;
  if (typeof value === 'string') return parseExpression(value, context);
  if (written === undefined) {
    const or = isTemporal(type) ? ', or a condition that names them' : '';
    report.error('no-rules', `A correlation needs rules${or}`, { path: ['correlation'] });
  }
  if (value !== undefined && value !== null && !isObject(value)) {
    const wanted = isTemporal(type) ? 'a map or a boolean expression' : 'a map';
    wrongType(report, { path, wanted, value });
    return undefined;
  }
  const references = written ?? [];
  const map = value ?? undefined;
  if (map === undefined && isTemporal(type))
    return { ...nothing, references, threshold: [{ operator: 'gte', value: references.length }] };
  return map === undefined ? missing(context) : parseMap(map, { ...context, written: references });
}

const nothing = { fields: [], percentile: 50 };

function missing({ type, report }: Context): undefined {
  report.error('missing-condition', `A correlation of type ${type} needs a condition`, {
    path: ['correlation'],
  });
}

function parseMap(map: JsonObject, { type, written, report }: Context): ParsedCondition {
  const references = written ?? [];
  const known = [...operators, 'field', 'percentile'];
  const threshold: { operator: Threshold[number]['operator']; value: number }[] = [];
  for (const [key, value] of Object.entries(map)) {
    const operator = operators.find(name => name === key);
    if (operator !== undefined && typeof value === 'number' && Number.isFinite(value))
      threshold.push({ operator, value });
    else if (operator !== undefined)
      wrongType(report, { path: [...path, key], wanted: 'a number', value: value ?? null });
    else if (!known.includes(key))
      report.error('unknown-key', `A condition has no key "${key.slice(0, 80)}"${suggestion(key, known)}`, {
        path: [...path, key],
      });
  }
  if (!operators.some(name => Object.hasOwn(map, name)))
    report.error('no-threshold', `The condition needs one of ${operators.join(', ')}`, { path });
  else checkThreshold({ threshold, type, rules: references.length }, report);
  const fields = readFields(map, type, report);
  return { references, threshold, fields, percentile: readPercentile(map, type, report) };
}

function readFields(map: JsonObject, type: CorrelationType, report: Reporter): readonly string[] {
  const value = fieldOf(map, 'field');
  const place = [...path, 'field'];
  const wanted = type.startsWith('value_');
  if (value === undefined || value === null) {
    if (wanted) report.error('missing-field', `A ${type} condition needs a field`, { path });
    return [];
  }
  if (!wanted) {
    report.error('unused-field', `A ${type} condition looks at no field`, { path: place });
    return [];
  }
  const fields = namesIn(value, place, report).map(name => name.text);
  if (fields.length > 1 && type !== 'value_count')
    report.error('one-field', `A ${type} condition looks at one field`, { path: place, at: 'value' });
  return fields;
}

function readPercentile(map: JsonObject, type: CorrelationType, report: Reporter): number {
  const value = fieldOf(map, 'percentile');
  const place = [...path, 'percentile'];
  if (value === undefined || value === null) {
    if (type === 'value_percentile')
      report.warning('missing-percentile', 'No percentile is given: the 50th is taken, the median', { path });
    return 50;
  }
  if (type !== 'value_percentile')
    report.error('unused-percentile', `A ${type} condition has no percentile`, { path: place });
  if (typeof value === 'number' && value >= 0 && value <= 100) return value;
  wrongType(report, { path: place, wanted: 'a number from 0 to 100', value });
  return 50;
}

function parseExpression(expression: string, context: Context): ParsedCondition | undefined {
  const { type, report } = context;
  if (!isTemporal(type)) {
    report.error('wrong-type', `Only temporal correlations have a boolean condition; ${type} needs a map`, {
      path,
      at: 'value',
    });
    return undefined;
  }
  const parsed = parseExtendedCondition(expression);
  if (!parsed.ok) {
    const { message, offset } = parsed.error;
    report.error('invalid-condition', message, { path, offset });
    return undefined;
  }
  const references = context.written ?? referencesIn(parsed.value);
  checkNames(parsed.value, references, report);
  const alternatives = alternativesOf(parsed.value, references);
  checkAlternatives(alternatives, report);
  return { ...nothing, references, threshold: [], alternatives, expression };
}

function referencesIn({ names }: ExtendedCondition): readonly Reference[] {
  return [...names.keys()].map(text => ({ text, path }));
}

/** As pySigma: the list and the condition name the same rules. */
function checkNames({ names }: ExtendedCondition, references: readonly Reference[], report: Reporter): void {
  const listed = references.map(reference => reference.text);
  for (const [name, offset] of names) {
    if (!listed.includes(name))
      report.error('unlisted-rule', `"${name}" is not in the list of rules${suggestion(name, listed)}`, {
        path,
        offset,
      });
  }
  for (const { text, path: place } of references) {
    if (!names.has(text))
      report.error('unused-rule', `The condition does not name "${text}"`, { path: place, at: 'value' });
  }
}

function alternativesOf({ terms }: ExtendedCondition, references: readonly Reference[]): Alternatives {
  const places = (names: ReadonlySet<string>) =>
    references.flatMap((reference, index) => (names.has(reference.text) ? [index] : []));
  return terms.map(term => ({ present: places(term.present), absent: places(term.absent) }));
}

function checkAlternatives(alternatives: Alternatives, report: Reporter): void {
  if (alternatives.length === 0)
    report.error('impossible-condition', 'The condition can never hold', { path, at: 'value' });
  if (alternatives.some(({ present }) => present.length === 0))
    report.error(
      'nothing-to-watch',
      'The condition also holds where no rule matches: there is no event to judge at',
      {
        path,
        at: 'value',
      },
    );
}
