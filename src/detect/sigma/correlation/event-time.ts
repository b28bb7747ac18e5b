/** Microseconds since 1970. A double holds them exactly until the year 2255. */
export type Microseconds = number;

const rfc3339 =
  /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,12}))?(?:[Zz]|([+-])(\d\d):(\d\d))$/;

/** Reads RFC 3339 as the API server writes it (six digits of a second); further digits are cut off. */
export function parseEventTime(text: string): Microseconds | undefined {
  const match = rfc3339.exec(text);
  if (match === null) return undefined;
  const number = (index: number): number => Number(match[index] ?? 0);
  const day = dayOf(number(1), number(2), number(3));
  const [hour, minute, second] = [number(4), number(5), number(6)];
  // A leap second is written as 60 (RFC 3339, 5.7); it becomes the second after it.
  if (day === undefined || hour > 23 || minute > 59 || second > 60) return undefined;
  if (number(9) > 23 || number(10) > 59) return undefined;
  const offset = (number(9) * 60 + number(10)) * (match[8] === '-' ? -1 : 1);
  const seconds = day / 1000 + (hour * 60 + minute - offset) * 60 + second;
  return seconds * 1_000_000 + Number((match[7] ?? '').slice(0, 6).padEnd(6, '0'));
}

/** Milliseconds; Date.UTC would read the years 0 to 99 as 1900 to 1999. */
function dayOf(year: number, month: number, day: number): number | undefined {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() : undefined;
}
