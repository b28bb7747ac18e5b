import type { Result } from '../../../model/result.ts';
import { fail, succeed } from '../../../model/result.ts';
import type { ScheduleProblem } from '../schedule.ts';
import { problem } from '../schedule.ts';

export interface AwsField {
  readonly least: number;
  readonly most: number;
  /** The number of a value as it is written; undefined for what is none. */
  readonly read: (text: string, least: number) => number | undefined;
}

/** Numbers, and names in either case. */
export function readerOf(names: readonly string[] = []): AwsField['read'] {
  return (text, least) => {
    const place = names.indexOf(text.toUpperCase());
    if (place !== -1) return place + least;
    return /^\d{1,4}$/.test(text) ? Number(text) : undefined;
  };
}

/** Lists of values, ranges and steps, in ascending order; a range may go around the end of the week. */
export function parseAwsField(text: string, field: AwsField): Result<readonly number[], ScheduleProblem> {
  const values = new Set<number>();
  for (const entry of text.split(',')) {
    const found = parseEntry(entry, field);
    if (!found.ok) return found;
    for (const value of found.value) values.add(value);
  }
  return succeed([...values].toSorted((a, b) => a - b));
}

function parseEntry(text: string, field: AwsField): Result<readonly number[], ScheduleProblem> {
  const [, low = '', high, stepText] = /^([^-/]+)(?:-([^-/]+))?(?:\/(\d{1,4}))?$/.exec(text) ?? [];
  const { least, most, read } = field;
  const isStar = low === '*' && high === undefined;
  const first = isStar ? least : read(low, least);
  const end = high === undefined ? (isStar || stepText !== undefined ? most : first) : read(high, least);
  const step = stepText === undefined ? 1 : Number(stepText);
  if (first === undefined || end === undefined) return fail(problem('bad-field', text));
  if ([first, end].some(value => value < least || value > most)) return fail(problem('out-of-range', text));
  if (step === 0) return fail(problem('step-zero', text));
  return succeed(spread(first, end, { ...field, step }));
}

function spread(
  first: number,
  end: number,
  { least, most, step }: AwsField & { readonly step: number },
): readonly number[] {
  const values: number[] = [];
  const last = end < first ? end + (most - least + 1) : end;
  for (let value = first; value <= last; value += step)
    values.push(value > most ? value - (most - least + 1) : value);
  return values;
}
