import type { Result } from '../../../model/result.ts';
import { fail, succeed } from '../../../model/result.ts';
import type { ScheduleProblem } from '../schedule.ts';
import { problem } from '../schedule.ts';

export interface VixieField {
  readonly values: readonly number[];
  /** It begins with a star, whatever follows. */
  readonly star: boolean;
}

export interface FieldBounds {
  readonly least: number;
  readonly most: number;
  readonly names?: readonly string[];
}

/** Ranges between commas: `get_list` of Debian's cron (cron 3.0pl1, entry.c). */
export function parseField(text: string, bounds: FieldBounds): Result<VixieField, ScheduleProblem> {
  const values = new Set<number>();
  for (const range of text.split(',')) {
    const parsed = parseRange(range, bounds);
    if (!parsed.ok) return parsed;
    const { first, last, step } = parsed.value;
    for (let value = first; value <= last; value += step) values.add(value);
  }
  return succeed({ values: [...values].toSorted((a, b) => a - b), star: text.startsWith('*') });
}

interface Range {
  readonly first: number;
  readonly last: number;
  readonly step: number;
}

/** A step needs a range or a star before it. One that ends before it begins is taken and holds nothing. */
function parseRange(text: string, bounds: FieldBounds): Result<Range, ScheduleProblem> {
  const [, range = '', stepText] = /^([^/]*)(?:\/([0-9]{1,9}))?$/.exec(text) ?? [];
  const [low = '', high, ...more] = range.split('-');
  if (range === '' || more.length > 0) return fail(problem('bad-field', text));
  if (low !== '*' && high === undefined && stepText !== undefined) return fail(problem('bad-field', text));
  const step = stepText === undefined ? 1 : Number(stepText);
  if (step === 0) return fail(problem('step-zero', text));
  if (low === '*')
    return high === undefined
      ? succeed({ first: bounds.least, last: bounds.most, step })
      : fail(problem('bad-field', text));
  const first = numberOf(low, bounds);
  const last = high === undefined ? first : numberOf(high, bounds);
  if (first === undefined || last === undefined) return fail(problem('not-a-number', text));
  const isWithin = [first, last].every(value => value >= bounds.least && value <= bounds.most);
  return isWithin ? succeed({ first, last, step }) : fail(problem('out-of-range', text));
}

function numberOf(text: string, { least, names = [] }: FieldBounds): number | undefined {
  const place = names.indexOf(text.toLowerCase());
  if (place !== -1) return place + least;
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
