/** What is easily taken for one another, at a glance: letters and digits that look alike become one. */
export function skeleton(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/rn/g, 'm')
    .replace(/vv/g, 'w')
    .replace(/cl/g, 'd')
    .replace(/[0о]/g, 'o')
    .replace(/[1liі|]/g, 'l')
    .replace(/5/g, 's')
    .replace(/[аàáâä]/g, 'a')
    .replace(/[еèéê3]/g, 'e')
    .replace(/[_.\-/]/g, '-');
}

/** Levenshtein with swaps of neighbours; `most + 1` where it is more than `most`. */
export function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= a.length; row += 1) {
    const own = [row];
    rows.push(own);
    for (let column = 1; column <= b.length; column += 1) own.push(cell({ a, b, rows, row, column }));
  }
  return Math.min(rows.at(-1)?.at(-1) ?? most + 1, most + 1);
}

interface Cell {
  readonly a: string;
  readonly b: string;
  readonly rows: readonly (readonly number[])[];
  readonly row: number;
  readonly column: number;
}

function cell({ a, b, rows, row, column }: Cell): number {
  const known = (up: number, left: number): number =>
    rows[row - up]?.[column - left] ?? Number.POSITIVE_INFINITY;
  const other = a[row - 1] === b[column - 1] ? 0 : 1;
  const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
  return Math.min(
    known(1, 0) + 1,
    known(0, 1) + 1,
    known(1, 1) + other,
    swapped ? known(2, 2) + 1 : Number.POSITIVE_INFINITY,
  );
}

/** A host that looks like one in use and is another: look-alike letters, another ending, a slip, the real name with a tail. */
export function isHostLike(host: string, known: string): boolean {
  if (host === known || host === '' || known === '') return false;
  const [bareHost, bareKnown] = [withoutPort(host), withoutPort(known)];
  if (bareHost === bareKnown || isNumbers(bareHost)) return false;
  if (bareHost.endsWith(`.${domainOf(bareKnown)}`) || bareKnown.endsWith(`.${domainOf(bareHost)}`))
    return false;
  if (skeleton(bareHost) === skeleton(bareKnown)) return true;
  if (bareHost.startsWith(`${bareKnown}.`)) return true;
  const [stem, other] = [stemOf(bareHost), stemOf(bareKnown)];
  if (stem.length >= 5 && stem === other) return true;
  return bareKnown.length >= 7 && distance(bareHost, bareKnown, 2) <= (bareKnown.length >= 12 ? 2 : 1);
}

const withoutPort = (host: string): string => host.replace(/:\d+$/, '').toLowerCase();
const isNumbers = (host: string): boolean => /^[\d.]+$/.test(host);
/** All but the last label: `registry.corp` of `registry.corp.example`. */
const stemOf = (host: string): string => host.slice(0, Math.max(0, host.lastIndexOf('.')));
/** The last two labels. */
const domainOf = (host: string): string => host.split('.').slice(-2).join('.');

/** A name that looks like another: by one slip or by letters that look alike; numbers at its end do not count. */
export function isNameLike(name: string, known: string): boolean {
  const [a, b] = [name.replace(/[-\d*]+$/, ''), known.replace(/[-\d*]+$/, '')];
  if (a === b || Math.min(a.length, b.length) < 5) return false;
  return skeleton(a) === skeleton(b) || (b.length >= 6 && distance(a, b, 1) <= 1);
}
