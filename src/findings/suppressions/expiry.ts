const dayInMilliseconds = 86_400_000;

/** The moment (milliseconds since 1970) from which it no longer hides; a date counts through its end. undefined: no such day or time. */
export function endOfExpiry(expires: string): number | undefined {
  const time = Date.parse(expires);
  if (Number.isNaN(time) || (expires.length > 10 && !/([Zz]|[+-]\d\d:\d\d)$/.test(expires))) return undefined;
  // Date.parse takes 31 February for 3 March.
  const day = Date.parse(expires.slice(0, 10));
  if (Number.isNaN(day) || new Date(day).toISOString().slice(0, 10) !== expires.slice(0, 10))
    return undefined;
  return expires.length === 10 ? day + dayInMilliseconds : time;
}
