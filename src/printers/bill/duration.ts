const units = [
  ['d', 86_400],
  ['h', 3_600],
  ['m', 60],
  ['s', 1],
] as const;

/** As kubectl shows ages: the two largest units that say something, `21h52m`, `3d4h`, `45s`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const first = units.findIndex(([, length]) => whole >= length);
  if (first < 0) return '0s';
  const [unit, length] = units[first] ?? ['s', 1];
  const [smaller, part] = units[first + 1] ?? ['', 0];
  const amount = Math.floor(whole / length);
  const rest = part === 0 ? 0 : Math.floor((whole - amount * length) / part);
  return `${amount}${unit}${rest === 0 || (amount >= 10 && unit === 'd') ? '' : `${rest}${smaller}`}`;
}

export const secondsBetween = (from: string, to: string): number =>
  (Date.parse(to) - Date.parse(from)) / 1_000;
