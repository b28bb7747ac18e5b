import type { Result } from '../model/result.ts';
import { fail, succeed } from '../model/result.ts';

const units = new Map([
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
  ['w', 604_800_000],
]);

/** A point in time that a user gave, in milliseconds: RFC 3339, a date (midnight, UTC), or how long before `now`. */
export function readTime(text: string | undefined, now: number): Result<number | undefined, string> {
  if (text === undefined) return succeed(undefined);
  const [, amount, unit = ''] = /^(\d{1,9})([smhdw])$/.exec(text) ?? [];
  const length = units.get(unit);
  if (amount !== undefined && length !== undefined) return succeed(now - Number(amount) * length);
  const time = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time))
    return fail(
      `"${text}" is no time: give RFC 3339 (2026-11-23T04:37:02Z), a date, or how long ago (90m, 2h, 7d)`,
    );
  return succeed(time);
}
