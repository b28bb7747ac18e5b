/** What to say of NUL bytes where a record should begin. */
export function describeHole(nuls: number): string {
  return `a hole of ${nuls} NUL ${nuls === 1 ? 'byte' : 'bytes'}`;
}
