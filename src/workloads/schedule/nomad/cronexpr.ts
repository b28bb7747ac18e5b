import type { Result } from '../../../model/result.ts';
import { fail, succeed } from '../../../model/result.ts';
import type { ScheduleProblem } from '../schedule.ts';
import { problem } from '../schedule.ts';
import type { CronDays } from './cronexpr-days.ts';
import type { Entry, FieldRules } from './cronexpr-field.ts';
import {
  dayRules,
  hourRules,
  monthRules,
  parseEntries,
  sixty,
  weekdayRules,
  yearRules,
} from './cronexpr-field.ts';

/** A parsed expression: what each field admits, in ascending order. */
export interface CronExpression {
  readonly seconds: readonly number[];
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly months: readonly number[];
  readonly years: readonly number[];
  readonly days: CronDays;
  /** The fields, the macro replaced. */
  readonly fields: readonly string[];
}

const macros = new Map([
  ['@yearly', '0 0 0 1 1 * *'],
  ['@annually', '0 0 0 1 1 * *'],
  ['@monthly', '0 0 0 1 * * *'],
  ['@weekly', '0 0 0 * * 0 *'],
  ['@daily', '0 0 0 * * * *'],
  ['@hourly', '0 0 * * * * *'],
]);

/** `cronexpr.Parse`: five fields, a year behind them, seconds before them if there are seven; what comes after is not looked at. */
export function parseCronexpr(text: string): Result<CronExpression, ScheduleProblem> {
  const plain = text.replace(
    /@(?:yearly|annually|monthly|weekly|daily|hourly)/g,
    name => macros.get(name) ?? name,
  );
  const fields = plain
    .split(/[\t\n\f\r ]+/)
    .filter(field => field !== '')
    .slice(0, 7);
  if (fields.length < 5) return fail(problem('number-of-fields', text));
  const [second, minute = '', hour = '', day = '', month = '', weekday = '', year = '*'] =
    fields.length === 7 ? fields : ['0', ...fields];
  const lists = [
    parseList(second ?? '0', sixty),
    parseList(minute, sixty),
    parseList(hour, hourRules),
    parseList(month, monthRules),
    parseList(year, yearRules),
  ];
  const days = parseDays(day, weekday);
  if (!days.ok) return days;
  for (const list of lists) if (!list.ok) return list;
  const [seconds = [], minutes = [], hours = [], months = [], years = []] = lists.map(list =>
    list.ok ? list.value : [],
  );
  return succeed({ seconds, minutes, hours, months, years, days: days.value, fields });
}

/** Whatever stands behind a star is not looked at, even if it is no entry. */
function parseList(text: string, rules: FieldRules): Result<readonly number[], ScheduleProblem> {
  const entries = parseEntries(text, rules);
  if (!entries.ok) return entries;
  const values = new Set<number>();
  for (const entry of entries.value) {
    if (entry.type === 'other') return fail(problem('bad-field', entry.text));
    if (entry.type === 'all') return succeed(listOf(allOf(rules)));
    addTo(values, entry);
  }
  return succeed(listOf(values));
}

const listOf = (values: Iterable<number>): readonly number[] => [...values].toSorted((a, b) => a - b);

const allOf = ({ least, most }: FieldRules): Set<number> =>
  new Set(Array.from({ length: most - least + 1 }, (_, index) => least + index));

function addTo(values: Set<number>, entry: Exclude<Entry, { type: 'other' | 'all' }>): void {
  if (entry.type === 'one') values.add(entry.value);
  else for (let value = entry.first; value <= entry.last; value += entry.step) values.add(value);
}

function parseDays(day: string, weekday: string): Result<CronDays, ScheduleProblem> {
  const ofMonth = parseDaysOfMonth(day);
  const ofWeek = parseDaysOfWeek(weekday);
  if (!ofMonth.ok) return ofMonth;
  return ofWeek.ok ? succeed({ ...ofMonth.value, ...ofWeek.value }) : ofWeek;
}

type DaysOfMonth = Pick<CronDays, 'inMonth' | 'nearest' | 'last' | 'lastWorkday' | 'monthCounts'>;
type DaysOfWeek = Pick<CronDays, 'inWeek' | 'numbered' | 'lastOfWeek' | 'weekCounts'>;

function parseDaysOfMonth(text: string): Result<DaysOfMonth, ScheduleProblem> {
  const entries = parseEntries(text, dayRules);
  if (!entries.ok) return entries;
  const { values, special, star } = sortEntries(entries.value);
  const nearest = special.filter(entry => entry !== 'l' && entry !== 'lw').map(readNearest);
  const wrong = special.find(entry => entry !== 'l' && entry !== 'lw' && readNearest(entry) === 0);
  if (wrong !== undefined) return fail(problem('bad-field', wrong));
  return succeed({
    inMonth: values,
    nearest: new Set(nearest),
    last: special.includes('l'),
    lastWorkday: special.includes('lw'),
    monthCounts: !star,
  });
}

/** `15W`; 0 for what is no day. */
const readNearest = (text: string): number =>
  (text.endsWith('w') ? dayRules.read(text.slice(0, -1)) : undefined) ?? 0;

function parseDaysOfWeek(text: string): Result<DaysOfWeek, ScheduleProblem> {
  const entries = parseEntries(text, weekdayRules);
  if (!entries.ok) return entries;
  const { values, special, star } = sortEntries(entries.value.map(toSunday));
  const lastOfWeek = new Set<number>();
  const numbered: Numbered[] = [];
  for (const entry of special) {
    const found = readSpecial(entry);
    if (found === undefined) return fail(problem('bad-field', entry));
    const { weekday, week } = found;
    if (week === undefined) lastOfWeek.add(weekday);
    else numbered.push({ weekday, week });
  }
  return succeed({ inWeek: values, lastOfWeek, numbered, weekCounts: !star });
}

/** A span to Sunday ends with Saturday, in the library too. */
const toSunday = (entry: Entry): Entry =>
  entry.type === 'span' && entry.last === 0 ? { ...entry, last: 6 } : entry;

interface Sorted {
  readonly values: ReadonlySet<number>;
  readonly special: readonly string[];
  readonly star: boolean;
}

function sortEntries(entries: readonly Entry[]): Sorted {
  const values = new Set<number>();
  const special: string[] = [];
  for (const entry of entries) {
    if (entry.type === 'other') special.push(entry.text);
    else if (entry.type !== 'all') addTo(values, entry);
  }
  return { values, special, star: entries.some(({ type }) => type === 'all') };
}

type Numbered = CronDays['numbered'][number];

/** `5L`: the last Friday; `5#2`: the second one. */
function readSpecial(text: string): { readonly weekday: number; readonly week?: number } | undefined {
  const [, day = '', week] = /^(.+?)(?:l|#([1-5]))$/.exec(text) ?? [];
  const weekday = weekdayRules.read(day);
  if (weekday === undefined) return undefined;
  return week === undefined ? { weekday } : { weekday, week: Number(week) };
}
