import type { Result } from '../../model/result.ts';
import { fail, succeed } from '../../model/result.ts';

const units = new Map([
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
  ['w', 604_800_000],
]);

const date = /^\d{4}-\d{2}-\d{2}$/;
const dateTime = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?([Zz]|[+-]\d{2}:\d{2})$/;

/**
 * A point in time that a user gave, in milliseconds: RFC 3339, a date (its first moment, UTC), or how long before `now`:
 * `90m`, `1h30m`, `7d`. Text without a time zone is refused, since it would mean something else on another machine.
 */
export function readTime(text: string | undefined, now: number): Result<number | undefined, string> {
  if (text === undefined) return succeed(undefined);
  if (/^(\d{1,9}[smhdw])+$/.test(text)) return succeed(now - lengthOf(text));
  const time =
    date.test(text) || dateTime.test(text) ? Date.parse(text.toUpperCase().replace(' ', 'T')) : Number.NaN;
  if (!Number.isNaN(time) && isDay(text.slice(0, 10))) return succeed(time);
  return fail(
    `"${text}" is no time: give RFC 3339 (2026-11-23T04:37:02Z), a date, or how long ago (90m, 2h, 7d)`,
  );
}

/** A length of time in milliseconds: `90s`, `1h30m`. */
export function readDuration(text: string | undefined): Result<number | undefined, string> {
  if (text === undefined) return succeed(undefined);
  const length = /^(\d{1,9}[smhdw])+$/.test(text) ? lengthOf(text) : 0;
  return length > 0 ? succeed(length) : fail(`"${text}" is no length of time: give 90s, 10m, 2h, 7d`);
}

function lengthOf(text: string): number {
  let length = 0;
  for (const [, amount = '', unit = ''] of text.matchAll(/(\d+)([smhdw])/g))
    length += Number(amount) * (units.get(unit) ?? 0);
  return length;
}

/** Date.parse takes 31 February for 3 March. */
function isDay(text: string): boolean {
  const day = Date.parse(text);
  return !Number.isNaN(day) && new Date(day).toISOString().startsWith(text);
}
