import type { Result } from '../../../model/result.ts';
import { fail, succeed } from '../../../model/result.ts';
import type { Bits } from '../bits.ts';
import { bitsBetween, noBits, unionOf } from '../bits.ts';
import { goInteger, goLower } from '../go-text.ts';
import type { ScheduleProblem } from '../schedule.ts';
import { problem } from '../schedule.ts';

/** What each field of a schedule admits. A star in one of the two fields of days makes both of them count. */
export interface CronFields {
  readonly second: Bits;
  readonly minute: Bits;
  readonly hour: Bits;
  readonly dayOfMonth: Bits;
  readonly month: Bits;
  readonly dayOfWeek: Bits;
  readonly starInDays: boolean;
}

interface Bounds {
  readonly least: number;
  readonly most: number;
  readonly names?: ReadonlyMap<string, number>;
}

const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const dayNames = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const numbered = (names: readonly string[], first: number): ReadonlyMap<string, number> =>
  new Map(names.map((name, index) => [name, index + first]));

const sixty: Bounds = { least: 0, most: 59 };
const hours: Bounds = { least: 0, most: 23 };
const daysOfMonth: Bounds = { least: 1, most: 31 };
const months: Bounds = { least: 1, most: 12, names: numbered(monthNames, 1) };
/** 7 is no Sunday here. */
const daysOfWeek: Bounds = { least: 0, most: 6, names: numbered(dayNames, 0) };
const bounds = [sixty, sixty, hours, daysOfMonth, months, daysOfWeek];

interface Field {
  readonly bits: Bits;
  readonly star: boolean;
}

/** Six fields, beginning with the seconds. `stepsAreStars`: as in version 1 of the library, where a star with a step counts as a star. */
export function parseFields(
  texts: readonly string[],
  stepsAreStars: boolean,
): Result<CronFields, ScheduleProblem> {
  const fields: Field[] = [];
  for (const [index, text] of texts.entries()) {
    const field = parseField(text, bounds[index] ?? sixty, stepsAreStars);
    if (!field.ok) return field;
    fields.push(field.value);
  }
  const bitsAt = (index: number): Bits => fields[index]?.bits ?? noBits;
  return succeed({
    second: bitsAt(0),
    minute: bitsAt(1),
    hour: bitsAt(2),
    dayOfMonth: bitsAt(3),
    month: bitsAt(4),
    dayOfWeek: bitsAt(5),
    starInDays: (fields[3]?.star ?? false) || (fields[5]?.star ?? false),
  });
}

/** Ranges between commas; a field of commas alone is taken and matches nothing. */
function parseField(text: string, within: Bounds, stepsAreStars: boolean): Result<Field, ScheduleProblem> {
  let field: Field = { bits: noBits, star: false };
  for (const expression of text.split(',')) {
    if (expression === '') continue;
    const range = parseRange(expression, within, stepsAreStars);
    if (!range.ok) return range;
    field = { bits: unionOf(field.bits, range.value.bits), star: field.star || range.value.star };
  }
  return succeed(field);
}

function parseRange(text: string, within: Bounds, stepsAreStars: boolean): Result<Field, ScheduleProblem> {
  const [range = '', stepText, ...tooMany] = text.split('/');
  const ends = parseEnds(range, within);
  if (!ends.ok) return ends;
  const { first, last, star, single } = ends.value;
  if (tooMany.length > 0) return fail(problem('too-many-slashes', text));
  const step = stepText === undefined ? 1 : goInteger(stepText);
  if (step === undefined || step < 0) return fail(problem('not-a-number', text));
  // `5/10` means from 5 to the end.
  const end = stepText !== undefined && single ? within.most : last;
  if (first < within.least || end > within.most) return fail(problem('out-of-range', text));
  if (first > end) return fail(problem('range-reversed', text));
  if (step === 0) return fail(problem('step-zero', text));
  return succeed({ bits: bitsBetween(first, end, step), star: star && (step === 1 || stepsAreStars) });
}

interface Ends {
  readonly first: number;
  readonly last: number;
  readonly star: boolean;
  readonly single: boolean;
}

/** Of a range that begins with a star, nothing else is looked at: `*-banana` is a star. */
function parseEnds(text: string, { least, most, names }: Bounds): Result<Ends, ScheduleProblem> {
  const [low = '', high, ...tooMany] = text.split('-');
  const single = high === undefined;
  if (low === '*' || low === '?') return succeed({ first: least, last: most, star: true, single });
  const first = numberOf(low, names);
  if (first === undefined) return fail(problem('not-a-number', text));
  if (tooMany.length > 0) return fail(problem('too-many-hyphens', text));
  const last = high === undefined ? first : numberOf(high, names);
  return last === undefined
    ? fail(problem('not-a-number', text))
    : succeed({ first, last, star: false, single });
}

function numberOf(text: string, names: Bounds['names']): number | undefined {
  const number = names?.get(goLower(text)) ?? goInteger(text);
  return number === undefined || number < 0 ? undefined : number;
}
