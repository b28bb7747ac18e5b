/** Microseconds since 1970 of an RFC 3339 time, as the API server logs it; NaN if it is none. Only milliseconds survive Date.parse. */
export function microseconds(time: string): number {
  const micros = /\.\d{3}(\d{1,3})/.exec(time)?.[1] ?? '';
  return Date.parse(time) * 1000 + Number(micros.padEnd(3, '0'));
}

/** RFC 3339 with microseconds. */
export const timeOf = (at: number): string => {
  const milliseconds = Math.floor(at / 1000);
  return new Date(milliseconds)
    .toISOString()
    .replace('Z', `${String(at - milliseconds * 1000).padStart(3, '0')}Z`);
};
