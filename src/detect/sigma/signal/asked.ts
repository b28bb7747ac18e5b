import type { DetectionItem } from '../rule/detection.ts';
import { patternText } from '../rule/pattern.ts';
import type { Comparison, RegexValue, TextValue, Value } from '../rule/value.ts';

const maxListed = 8;

/** What a line of a selection asks, to follow the field's name: `is one of create, delete`, `contains "/bin/sh"`. */
export function askedText(item: DetectionItem): string {
  const known = knownTexts.get(item);
  if (known !== undefined) return known;
  const text = createText(item);
  knownTexts.set(item, text);
  return text;
}

const knownTexts = new WeakMap<DetectionItem, string>();

function createText({ values, all, negated }: DetectionItem): string {
  const texts = values.map(askedOfValue);
  const [only] = texts;
  const asked = texts.length === 1 && only !== undefined ? only : listText(values, texts, all);
  return negated ? `not: ${asked}` : asked;
}

function listText(values: readonly Value[], texts: readonly string[], all: boolean): string {
  const shared = sharedVerb(texts);
  const subject = all ? 'all of' : 'one of';
  if (shared === undefined) return `${all ? 'all of:' : 'one of:'} ${limited(texts)}`;
  const objects = texts.map(text => text.slice(shared.length + 1));
  return values.length === 0 ? 'is absent' : `${shared} ${subject} ${limited(objects)}`;
}

/** The verb that all texts begin with. */
function sharedVerb(texts: readonly string[]): string | undefined {
  const verbs = [
    'is',
    'contains',
    'begins with',
    'ends with',
    'matches',
    'matches the expression',
    'lies in',
  ];
  return verbs
    .toSorted((a, b) => b.length - a.length)
    .find(verb => texts.every(text => text.startsWith(`${verb} `)));
}

function limited(texts: readonly string[]): string {
  const rest = texts.length - maxListed;
  const listed = texts.slice(0, maxListed).join(', ');
  return rest > 0 ? `${listed} and ${rest} more` : listed;
}

/** The same for one value. */
export function askedOfValue(value: Value): string {
  switch (value.type) {
    case 'text':
      return textText(value);
    case 'number':
      return `is ${value.number}`;
    case 'boolean':
      return `is ${value.boolean}`;
    case 'null':
      return 'is absent or null';
    case 'exists':
      return value.exists ? 'is present' : 'is absent';
    case 'regex':
      return `matches the expression ${shortened(value.source)}${flagText(value)}`;
    case 'cidr':
      return `lies in ${value.network}`;
    case 'field':
      return `${relation(value)} the field ${value.field}`;
    case 'time':
      return `has ${value.part} ${value.number}`;
    case 'compare':
      return `${value.part === undefined ? 'is' : `has ${value.part}`} ${comparisonText[value.comparison]} ${value.number}`;
    case 'any':
      return value.values.length === 1 && value.values[0] !== undefined
        ? askedOfValue(value.values[0])
        : `any form of: ${limited(value.values.map(askedOfValue))}`;
  }
}

const comparisonText: { readonly [comparison in Comparison]: string } = {
  lt: 'less than',
  lte: 'at most',
  gt: 'more than',
  gte: 'at least',
};

function textText({ pattern, cased }: TextValue): string {
  const [first, last] = [pattern[0]?.type, pattern.at(-1)?.type];
  const inner = pattern.slice(first === 'many' ? 1 : 0, last === 'many' ? -1 : undefined);
  const text = shortened(patternText(inner));
  const note = cased ? ' (in this case)' : '';
  if (pattern.length === 0) return 'is empty';
  if (pattern.length === 1 && first === 'many') return 'is present';
  if (inner.some(part => part.type !== 'text')) return `matches ${shortened(patternText(pattern))}${note}`;
  if (first === 'many' && last === 'many') return `contains ${text}${note}`;
  if (first === 'many') return `ends with ${text}${note}`;
  return last === 'many' ? `begins with ${text}${note}` : `is ${text}${note}`;
}

function relation({
  startsWith,
  endsWith,
}: {
  readonly startsWith: boolean;
  readonly endsWith: boolean;
}): string {
  if (startsWith && endsWith) return 'contains';
  if (startsWith) return 'begins with';
  return endsWith ? 'ends with' : 'equals';
}

function flagText({ flags }: RegexValue): string {
  return flags.ignoreCase ? ' (in any case)' : '';
}

const maxQuoted = 200;

export function shortened(text: string): string {
  return text.length <= maxQuoted ? text : `${text.slice(0, maxQuoted)}…`;
}
