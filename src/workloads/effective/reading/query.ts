/** The parameters behind the `?` of a request's URI. */
export function queryOf(uri: string): URLSearchParams {
  const start = uri.indexOf('?');
  return new URLSearchParams(start < 0 ? '' : uri.slice(start + 1));
}
