import type { Json } from '../../src/model/json.ts';
import { encodings, fields, numbers } from './generate-events.ts';
import type { Random } from './random.ts';

/** What `%name%` stands for. */
export const placeholders = {
  verbs: ['create', 'patch', 'delete'],
  patterns: ['kube*', '*sh*', 'a\\*'],
  one: ['%name%'],
};

type Item = readonly [key: string, value: Json];
type Make = (random: Random, aim: Aim) => Item;

/** The event that a rule is made for. */
export interface Aim {
  /** A text that some event has, mostly this one, and mostly under this field. */
  text(field: string): string;
  /** Gives the event a value that the rule may be about. */
  plant(field: string, value: Json): void;
}

/** Any kind of line, most of them right, some of them wrong. */
export function generateItem(random: Random, aim: Aim): Item {
  if (random.chance(0.01)) return wrong(random);
  const [key, value] = random.pick(kinds)(random, aim);
  return random.chance(0.06) ? [`${key}|neq`, value] : [key, value];
}

const anyField = (random: Random): string =>
  random.pick([...fields.text, ...fields.text, ...fields.lists, ...fields.numbers, ...fields.odd]);
/** 1e-7 is a text in YAML 1.1 (differences.md). */
const ruleNumbers = numbers.filter(number => number !== 1e-7);

const textField = (random: Random): string => random.pick([...fields.text, ...fields.lists]);

/** A text as it is, in part, in another case, or with wildcards and backslashes. */
function varied(random: Random, given: string): string {
  const whole = Array.from(given);
  const start = random.chance(0.6) ? 0 : random.below(whole.length);
  const end = random.chance(0.6) ? whole.length : start + random.below(whole.length - start + 1);
  const part = whole.slice(start, end).join('');
  const cased = random.chance(0.3) ? (random.chance(0.5) ? part.toUpperCase() : part.toLowerCase()) : part;
  return random.chance(0.3) ? withWildcards(cased, random) : cased;
}

function withWildcards(plain: string, random: Random): string {
  const characters = Array.from(plain);
  const at = random.below(characters.length + 1);
  const special = random.pick(['*', '?', '\\*', '\\?', '\\\\*', '\\\\\\*', '\\', '**', '?*', '\\\\']);
  const removed = random.below(4);
  return [...characters.slice(0, at), special, ...characters.slice(at + removed)].join('');
}

const plain = (random: Random, given: string): string => varied(random, given).replaceAll(/[*?\\]/g, '');

function oneOrMore<T extends Json>(random: Random, make: () => T): Json {
  return random.chance(0.5) ? make() : random.list(1, 3, make);
}

const cases = ['', '', '', '|cased'] as const;
const sides = ['|contains', '|startswith', '|endswith', '|contains', '|contains|all'] as const;

function affix(random: Random, aim: Aim): Item {
  const field = textField(random);
  const value = () => varied(random, aim.text(field));
  return [`${field}${random.pick(sides)}${random.pick(cases)}`, oneOrMore(random, value)];
}

function equal(random: Random, aim: Aim): Item {
  const field = anyField(random);
  const value = (): Json =>
    random.pick<() => Json>([
      () => varied(random, aim.text(field)),
      () => varied(random, aim.text(field)),
      () => varied(random, aim.text(field)),
      () => random.pick(ruleNumbers),
      () => random.chance(0.5),
      () => null,
      () => '*',
      () => '',
    ])();
  if (random.chance(0.15))
    return [`${field}|cased`, oneOrMore(random, () => varied(random, aim.text(field)))];
  if (random.chance(0.1)) {
    if (random.chance(0.5)) aim.plant(field, random.pick<Json>([null, [null], ['x', null], [], {}, '']));
    return [field, random.chance(0.5) ? null : []];
  }
  return [field, oneOrMore(random, value)];
}

function all(random: Random, aim: Aim): Item {
  const field = textField(random);
  return [`${field}|all`, random.list(1, 3, () => varied(random, aim.text(field)))];
}

const expressions = [
  'create',
  '^create$',
  'CREATE',
  '^[a-z]+$',
  '\\d+',
  'kube.*controller',
  '(foo|bar|sh)',
  'line one.line two',
  '^line two$',
  'c.t$',
  '.*',
  '',
  '[^\\x00-\\x7F]',
  'a{1,3}',
  '\\\\server',
  'star\\*',
  'ß|Ä',
] as const;
const flags = ['', '', '|i', '|m', '|s', '|i|s', '|i|m|s', '|ignorecase', '|multiline', '|dotall'] as const;

const expressionSides = [
  '|contains',
  '|startswith',
  '|endswith',
  '|startswith|endswith',
  '|contains|endswith',
];

function expression(random: Random, aim: Aim): Item {
  const side = random.chance(0.2) ? random.pick(expressionSides) : '';
  const field = random.pick(fields.text);
  if (random.chance(0.5))
    aim.plant(field, random.pick(['line one\nline two', 'create', 'CREATE\n', 'x create', 'star*']));
  const wrong = random.chance(0.02);
  const source = () => random.pick(wrong ? ['(', '(?=look)ahead', 'a**'] : expressions);
  return [`${field}|re${random.pick(flags)}${side}`, oneOrMore(random, source)];
}

const networks = [
  '10.0.0.0/8',
  '10.1.2.3/32',
  '10.1.2.3',
  '0.0.0.0/0',
  '192.168.0.0/16',
  '192.168.0.64/28',
  'fd00::/8',
  '2001:db8::/33',
  '::/0',
] as const;

function network(random: Random): Item {
  return [
    `${random.pick([...fields.addresses, 'verb'])}|cidr`,
    oneOrMore(random, () => random.pick(networks)),
  ];
}

const codings = [
  'base64',
  'base64|contains',
  'base64offset|contains',
  'wide|base64offset|contains',
  'utf16|base64',
  'utf16be|base64offset|contains',
  'utf16be|base64',
  'wide|base64',
  'utf16|base64offset|contains',
  'wide',
] as const;

function coded(random: Random, aim: Aim): Item {
  const field = random.pick(fields.text);
  aim.plant(field, random.pick(encodings('foobar')));
  const value = () => random.pick(['foobar', 'foobar', 'foo', plain(random, aim.text('verb'))]);
  return [`${field}|${random.pick(codings)}`, oneOrMore(random, value)];
}

const dashModifiers = ['', '|contains', '|contains|all', '|startswith', '|endswith', '|cased'];
const flagTexts = ['-c', ' -c', '/c', '-x-y', '--exclude=/tmp', 'a-b', '-enc -w', '/a /b /c'];

function dashes(random: Random, aim: Aim): Item {
  const field = random.pick(fields.text);
  const flag = random.pick(flagTexts);
  const other = flag.replaceAll(/[-/]/g, () => random.pick(['-', '/', '\u2013', '\u2014', '\u2015']));
  aim.plant(field, random.chance(0.5) ? other : `cmd ${other} x`);
  const value = () => (random.chance(0.7) ? flag : varied(random, aim.text('verb')));
  return [`${field}|windash${random.pick(dashModifiers)}`, oneOrMore(random, value)];
}

function comparison(random: Random): Item {
  const field = random.pick([...fields.numbers, ...fields.numbers, 'mixed', 'verb']);
  const value = random.chance(0.01) ? '5' : random.pick(ruleNumbers);
  return [`${field}|${random.pick(['lt', 'lte', 'gt', 'gte'])}`, random.chance(0.9) ? value : [value, 200]];
}

const parts = [
  { part: 'minute', values: [0, 30, 37, 59] },
  { part: 'hour', values: [0, 4, 12, 23] },
  { part: 'day', values: [1, 3, 23, 29, 31] },
  { part: 'week', values: [1, 9, 48, 52, 53] },
  { part: 'month', values: [1, 2, 11, 12] },
  { part: 'year', values: [2024, 2026, 2027] },
];

function time(random: Random): Item {
  const compared = random.chance(0.3) ? `|${random.pick(['lt', 'lte', 'gt', 'gte'])}` : '';
  const { part, values } = random.pick(parts);
  return [`${random.pick([...fields.times, 'verb'])}|${part}${compared}`, random.pick(values)];
}

function existence(random: Random): Item {
  return [`${anyField(random)}|exists`, random.chance(0.98) ? random.chance(0.5) : 'yes'];
}

function reference(random: Random): Item {
  const side = random.pick(['', '', '|contains', '|startswith', '|endswith']);
  return [`${anyField(random)}|fieldref${side}`, random.chance(0.98) ? textField(random) : 'ver*'];
}

function placeholder(random: Random): Item {
  const name = random.chance(0.02) ? 'unknown' : random.pick(Object.keys(placeholders));
  const around = random.pick(['', '', 'x', '*']);
  const side = random.pick(['', '', '|contains', '|startswith']);
  return [`${textField(random)}|expand${side}`, `${around}%${name}%`];
}

function wrong(random: Random): Item {
  const key = random.pick([
    'verb|contain',
    'verb|contains|re',
    'verb|i',
    'verb|all|cidr',
    'verb|lt|contains',
    'exists|exists|contains',
  ]);
  return [key, random.pick<Json>(['create', 5, true, null])];
}

const kinds: readonly Make[] = [
  ...Array.from({ length: 6 }, () => affix),
  ...Array.from({ length: 6 }, () => equal),
  all,
  all,
  expression,
  expression,
  expression,
  network,
  network,
  coded,
  coded,
  dashes,
  dashes,
  comparison,
  comparison,
  time,
  time,
  existence,
  existence,
  reference,
  reference,
  placeholder,
];

/** Keywords: one, a list of them, or with modifiers. */
export function generateKeywords(random: Random, aim: Aim): Json {
  const text = (): string => varied(random, aim.text('message'));
  const keyword = (): Json => (random.chance(0.85) ? text() : random.pick(ruleNumbers));
  return random.pick<() => Json>([
    keyword,
    () => random.list(1, 3, keyword),
    () => ({ '|all': random.list(1, 2, () => text()) }),
    () => ({ '|contains': text() }),
    () => ({ '|re': random.pick(expressions) }),
    () => ({ '|cidr': random.pick(networks) }),
    () => ({ '|cased': text() }),
  ])();
}
