type Environment = Readonly<Record<string, string | undefined>>;

/** https://no-color.org, FORCE_COLOR as Node understands it, and terminals that cannot. */
export function wantsColor(isTerminal: boolean, environment: Environment): boolean {
  const { NO_COLOR: no = '', FORCE_COLOR: force, TERM: term } = environment;
  if (no !== '') return false;
  if (force !== undefined && force !== '') return force !== '0' && force !== 'false';
  return isTerminal && term !== 'dumb';
}

/** The terminal's columns; for a file or a pipe what is comfortable to read. */
export function widthOf(columns: number | undefined, environment: Environment): number {
  const told = Number(environment['COLUMNS']);
  if (columns !== undefined && columns > 0) return columns;
  return Number.isSafeInteger(told) && told > 0 ? told : 120;
}
