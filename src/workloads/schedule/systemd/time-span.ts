/** Seconds in each unit of systemd's time spans (man systemd.time, "PARSING TIME SPANS"). */
const units = new Map<string, number>(
  [
    ['usec us μs µs', 0.000_001],
    ['msec ms', 0.001],
    ['seconds second sec s', 1],
    ['minutes minute min m', 60],
    ['hours hour hr h', 3_600],
    ['days day d', 86_400],
    ['weeks week w', 604_800],
    ['months month M', 2_629_800],
    ['years year y', 31_557_600],
  ].flatMap(([names, seconds]) =>
    String(names)
      .split(' ')
      .map(name => [name, Number(seconds)] as const),
  ),
);

const part = /^\s*(\d+(?:\.\d+)?)\s*([A-Za-zμµ]*)/;
const longest = 64;

/** `2h 30min`, `90`; in seconds, undefined for what is no time span. */
export function timeSpan(text: string): number | undefined {
  let seconds = 0;
  let rest = text;
  for (let count = 0; count < longest && rest.trim() !== ''; count++) {
    const [whole, amount, unit = ''] = part.exec(rest) ?? [];
    const length = unit === '' ? 1 : units.get(unit);
    if (whole === undefined || amount === undefined || length === undefined) return undefined;
    seconds += Number(amount) * length;
    rest = rest.slice(whole.length);
  }
  return rest.trim() === '' && text.trim() !== '' ? seconds : undefined;
}
