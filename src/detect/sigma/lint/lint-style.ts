import type { Reporter } from '../../rules/reporter.ts';
import { isAnything } from '../match/value-test.ts';
import type { Condition, DetectionItem, ParsedDetection } from '../rule/detection.ts';
import { itemsOf } from '../rule/items.ts';
import type { TextValue, Value } from '../rule/value.ts';

/** Reports what works but is not what the author should have written. */
export function lintStyle(detection: ParsedDetection, report: Reporter): void {
  lintSelections(detection, report);
  for (const item of itemsOf(detection)) lintItem(item, report);
}

function lintSelections({ selections, conditions }: ParsedDetection, report: Reporter): void {
  const used = new Set(conditions.flatMap(namesIn));
  for (const name of selections.keys())
    if (!used.has(name))
      report.warning('unused-selection', `No condition uses the search identifier "${name}"`, {
        path: ['detection', name],
      });
  if (
    selections.size > 1 &&
    conditions.some(condition => condition.type === 'of' && condition.pattern === 'them')
  )
    report.warning(
      'of-them',
      '"of them" takes in what others add to the rule; write a pattern such as selection_*',
      {
        path: ['detection', 'condition'],
        at: 'value',
      },
    );
}

function namesIn(condition: Condition): readonly string[] {
  if (condition.type === 'selection') return [condition.name];
  if (condition.type === 'of') return condition.names;
  return condition.type === 'not' ? namesIn(condition.part) : condition.parts.flatMap(namesIn);
}

function lintItem(item: DetectionItem, report: Reporter): void {
  const modifiers = String(item.path.at(-1) ?? '')
    .split('|')
    .slice(1);
  const place = { path: item.path };
  if (item.all && item.values.length === 1) report.warning('all-of-one', '|all has only one value', place);
  if (item.values.length > 1 && item.values.some(value => value.type === 'null'))
    report.warning(
      'null-in-list',
      'null cannot be one of several values; write a selection of its own',
      place,
    );
  if (['contains', 'startswith', 'endswith'].filter(name => modifiers.includes(name)).length > 1)
    report.warning(
      'modifiers-repeat',
      'contains, startswith and endswith do not add up; write one of them',
      place,
    );
  if (modifiers.includes('base64') && !modifiers.includes('contains'))
    report.warning(
      'base64-whole',
      'base64 matches only a whole field; base64offset|contains finds it inside',
      place,
    );
  if (item.all && item.values.length > 1 && item.values.every(isEquality))
    report.warning(
      'all-equal',
      'One text cannot equal all of these; only a list of values could hold them',
      place,
    );
  lintRepeats(item, report);
  for (const value of item.values) lintValue(value, { item, modifiers, report });
}

function isEquality(value: Value): boolean {
  return value.type === 'text' && value.pattern.every(part => part.type === 'text');
}

function lintRepeats(item: DetectionItem, report: Reporter): void {
  const seen = new Set<string>();
  for (const value of item.values) {
    const text = JSON.stringify(value).toLowerCase();
    if (seen.has(text) && value.type !== 'regex')
      report.warning('repeated-value', 'A value is given twice (texts are compared without regard to case)', {
        path: item.path,
      });
    seen.add(text);
  }
}

interface ValueContext {
  readonly item: DetectionItem;
  readonly modifiers: readonly string[];
  readonly report: Reporter;
}

function lintValue(value: Value, { item, modifiers, report }: ValueContext): void {
  const place = { path: item.path, at: 'value' } as const;
  if (value.type === 'regex' && isPlain(value.source))
    report.warning(
      'plain-expression',
      `The expression "${value.source}" is a plain text; write contains`,
      place,
    );
  if (value.type === 'time' && !inRange(value.part, value.number))
    report.warning('impossible-value', `No time has ${value.part} ${value.number}`, place);
  if (value.type !== 'text' || item.fields.length === 0) return;
  if (isAnything(value.pattern))
    report.warning('wildcard-only', 'The value * asks only whether there is one; write |exists: true', place);
  else if (modifiers.length === 0 && hasStars(value))
    report.warning(
      'star-for-modifier',
      'Write contains, startswith or endswith instead of * at the ends',
      place,
    );
}

/** Texts of letters, digits and a few signs, perhaps with `.*` at the ends, need no expression. */
const isPlain = (source: string): boolean => /^(\.\*)?[\w/ :@%,=-]+(\.\*)?$/.test(source);

function hasStars({ pattern }: TextValue): boolean {
  const stars = pattern.filter(part => part.type !== 'text').length;
  const ends = [pattern[0], pattern.at(-1)].filter(part => part?.type === 'many').length;
  return stars > 0 && stars === ends;
}

const ranges: { readonly [part: string]: readonly [number, number] } = {
  minute: [0, 59],
  hour: [0, 23],
  day: [1, 31],
  week: [1, 53],
  month: [1, 12],
  year: [1970, 9999],
};

function inRange(part: string, number: number): boolean {
  const [low, high] = ranges[part] ?? [0, 0];
  return number >= low && number <= high;
}
