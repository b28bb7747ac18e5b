const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

/** `3 hours 20 minutes`: the largest unit and, below it, the next. */
export function duration(milliseconds: number): string {
  let left = Math.max(0, Math.round(milliseconds / 1_000) * 1_000);
  const parts: string[] = [];
  for (const [name, size] of units) {
    const count = Math.floor(left / size);
    left -= count * size;
    if (count > 0) parts.push(counted(count, name));
    if (parts.length === 2 || (parts.length === 1 && count === 0)) break;
  }
  return parts.join(' ') || '0 seconds';
}

export const counted = (count: number, noun: string, plural = `${noun}s`): string =>
  `${count} ${count === 1 ? noun : plural}`;

export const isoTime = (at: number): string => new Date(at).toISOString();

/** Without its query: the arguments of a command, or a token, may be in it. */
export const pathOf = (uri: string): string => uri.split('?')[0] ?? '';
