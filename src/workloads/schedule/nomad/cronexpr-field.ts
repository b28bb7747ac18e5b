import type { Result } from '../../../model/result.ts';
import { fail, succeed } from '../../../model/result.ts';
import { goLower } from '../go-text.ts';
import type { ScheduleProblem } from '../schedule.ts';
import { problem } from '../schedule.ts';

/** One of the entries between the commas of a field. */
export type Entry =
  | { readonly type: 'all' }
  | { readonly type: 'one'; readonly value: number }
  | { readonly type: 'span'; readonly first: number; readonly last: number; readonly step: number }
  /** L, W, # and what is no entry at all; lowered. */
  | { readonly type: 'other'; readonly text: string };

export interface FieldRules {
  readonly least: number;
  readonly most: number;
  /** The number of a value as it is written; undefined for what is none. */
  readonly read: (text: string) => number | undefined;
}

const named = (names: string): readonly string[] => names.split(' ');
const months = named('january february march april may june july august september october november december');
const days = named('sunday monday tuesday wednesday thursday friday saturday');

const number =
  (least: number, most: number) =>
  (text: string): number | undefined =>
    /^\d\d?$/.test(text) && Number(text) >= least && Number(text) <= most ? Number(text) : undefined;

const placeOf = (names: readonly string[], text: string): number | undefined => {
  const place = names.findIndex(name => name === text || name.slice(0, 3) === text);
  return place === -1 ? undefined : place;
};

function readMonth(text: string): number | undefined {
  const place = placeOf(months, text);
  return place === undefined ? number(1, 12)(text) : place + 1;
}

/** 7 is Sunday, and so is any day with a zero before it: the table of the library does not know those. */
function readWeekday(text: string): number | undefined {
  if (/^0[0-7]$/.test(text)) return 0;
  return placeOf(days, text) ?? (/^[0-7]$/.test(text) ? Number(text) % 7 : undefined);
}

const readYear = (text: string): number | undefined =>
  /^(19[789]\d|20\d\d)$/.test(text) ? Number(text) : undefined;

export const sixty: FieldRules = { least: 0, most: 59, read: number(0, 59) };
export const hourRules: FieldRules = { least: 0, most: 23, read: number(0, 23) };
export const dayRules: FieldRules = { least: 1, most: 31, read: number(1, 31) };
export const monthRules: FieldRules = { least: 1, most: 12, read: readMonth };
export const weekdayRules: FieldRules = { least: 0, most: 6, read: readWeekday };
export const yearRules: FieldRules = { least: 1970, most: 2099, read: readYear };

/** `genericFieldParse` of github.com/hashicorp/cronexpr/blob/v1.1.3/cronexpr_parse.go. */
export function parseEntries(text: string, rules: FieldRules): Result<readonly Entry[], ScheduleProblem> {
  const entries: Entry[] = [];
  for (const entry of text.split(',')) {
    if (entry === '') continue;
    const parsed = parseEntry(goLower(entry), rules);
    if (!parsed.ok) return parsed;
    entries.push(parsed.value);
  }
  return entries.length === 0 ? fail(problem('bad-field', text)) : succeed(entries);
}

function parseEntry(text: string, rules: FieldRules): Result<Entry, ScheduleProblem> {
  if (text === '*' || text === '?') return succeed({ type: 'all' });
  const [, range = '', step] = /^([^/]+)(?:\/(\d+))?$/.exec(text) ?? [];
  const span = spanOf(range, step !== undefined, rules);
  if (span === undefined) return succeed({ type: 'other', text });
  if (step === undefined)
    return succeed(
      range.includes('-') ? { type: 'span', ...span, step: 1 } : { type: 'one', value: span.first },
    );
  const every = readStep(step);
  if (every < 1 || every > rules.most) return fail(problem('step-zero', text));
  return succeed({ type: 'span', ...span, step: every });
}

interface Span {
  readonly first: number;
  readonly last: number;
}

function spanOf(text: string, stepped: boolean, { least, most, read }: FieldRules): Span | undefined {
  if (text === '*' && stepped) return { first: least, last: most };
  const hyphen = text.indexOf('-');
  const first = read(hyphen === -1 ? text : text.slice(0, hyphen));
  const last = hyphen === -1 ? (stepped ? most : first) : read(text.slice(hyphen + 1));
  return first === undefined || last === undefined ? undefined : { first, last };
}

/** The library looks steps up in a table: 0 to 59, with or without a zero before them, and years. */
function readStep(text: string): number {
  if (/^[0-5]?\d$/.test(text)) return Number(text);
  return readYear(text) ?? 0;
}
