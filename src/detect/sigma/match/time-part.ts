import type { Json } from '../../../model/json.ts';
import type { TimePart } from '../rule/value.ts';

/**
 * A part of a time as it is written (RFC 3339 or a date); no conversion of zones, as the specification says.
 * `week` is the ISO 8601 week.
 */
export function timePartOf(value: Json, part: TimePart): number | undefined {
  if (typeof value !== 'string' || value.length > 64) return undefined;
  const match = /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d))?/.exec(value);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0] = match.slice(1, 4).map(Number);
  const parts = { year, month, day, hour: numberOf(match[4]), minute: numberOf(match[5]) };
  return part === 'week' ? isoWeek(year, month, day) : parts[part];
}

const numberOf = (digits: string | undefined): number | undefined =>
  digits === undefined ? undefined : Number(digits);

function isoWeek(year: number, month: number, day: number): number {
  const dayLength = 86_400_000;
  const date = Date.UTC(year, month - 1, day);
  const weekday = (new Date(date).getUTCDay() + 6) % 7;
  const thursday = date + (3 - weekday) * dayLength;
  const firstOfYear = Date.UTC(new Date(thursday).getUTCFullYear(), 0, 1);
  return Math.floor((thursday - firstOfYear) / dayLength / 7) + 1;
}
