/** All values of a query parameter of a logged request URI; none where there is no such parameter. Never throws. */
export function queryValues(uri: string, name: string): readonly string[] {
  const start = uri.indexOf('?');
  if (start === -1) return [];
  // A name may be written with escapes.
  if (!uri.includes(name, start) && !uri.includes('%', start)) return [];
  return new URLSearchParams(uri.slice(start + 1)).getAll(name);
}
