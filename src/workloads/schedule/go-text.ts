/** White space as Go's `unicode.IsSpace` has it; JavaScript's \s knows U+FEFF too, and not U+0085. */
const space = /[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;
const around =
  /^[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+|[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+$/g;

/** `strings.Fields`. */
export function goFields(text: string): readonly string[] {
  return text.split(space).filter(field => field !== '');
}

/** `strings.TrimSpace`. */
export function goTrim(text: string): string {
  return text.replace(around, '');
}

/** `strings.ToLower`, as far as names of months and days go: Go lowers the dotted capital I to a plain i. */
export function goLower(text: string): string {
  return text.replaceAll('İ', 'i').toLowerCase();
}

/** `strconv.Atoi`: a sign and digits; undefined beyond 64 bits. Large numbers lose precision, which no bound minds. */
export function goInteger(text: string): number | undefined {
  if (!/^[+-]?[0-9]+$/.test(text)) return undefined;
  const number = Number(text);
  return Math.abs(number) < 2 ** 63 ? number : undefined;
}

const units = new Map([
  ['ns', 1n],
  ['us', 1_000n],
  ['µs', 1_000n],
  ['μs', 1_000n],
  ['ms', 1_000_000n],
  ['s', 1_000_000_000n],
  ['m', 60_000_000_000n],
  ['h', 3_600_000_000_000n],
]);
const part = /([0-9]*)(?:(\.)([0-9]*))?([^0-9.]+)/y;
const most = 2n ** 63n - 1n;

/** `time.ParseDuration`, in nanoseconds: `1h30m`, `-1.5h`, `.5s`, `0`. */
export function goDuration(text: string): bigint | undefined {
  const sign = /^[+-]/.exec(text)?.[0] ?? '';
  const rest = text.slice(sign.length);
  if (rest === '0') return 0n;
  if (rest === '') return undefined;
  let total = 0n;
  part.lastIndex = 0;
  while (part.lastIndex < rest.length) {
    const nanoseconds = durationPart(part.exec(rest));
    if (nanoseconds === undefined) return undefined;
    total += nanoseconds;
    if (total > most + 1n) return undefined;
  }
  if (sign === '-') return -total;
  return total > most ? undefined : total;
}

function durationPart(found: RegExpExecArray | null): bigint | undefined {
  if (found === null) return undefined;
  const [, whole = '', , fraction = '', name = ''] = found;
  const unit = units.get(name);
  if (unit === undefined || (whole === '' && fraction === '')) return undefined;
  const amount = BigInt(whole === '' ? '0' : whole);
  if (amount > most) return undefined;
  return amount * unit + (fraction === '' ? 0n : fractionOf(fraction, unit));
}

/** Go counts the fraction in floating point, and so loses the same nanoseconds as we do. */
function fractionOf(digits: string, unit: bigint): bigint {
  const kept = digits.slice(0, 18);
  return BigInt(Math.trunc(Number(kept) * (Number(unit) / 10 ** kept.length)));
}
