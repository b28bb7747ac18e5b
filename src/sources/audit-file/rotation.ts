/**
 * Rotated logs, told by their names, so that they are read oldest first: rules that count or follow a sequence need
 * the order of time. Understood are the API server's own (lumberjack: `audit-2026-11-23T04-33-40.123.log`), logrotate's
 * (`audit.log.1`, `audit.log-20261123`, `audit.log-20261123-1795408420`) and the kubelet's for containers
 * (`0.log.20261123-043340`), each also with a suffix of a compression.
 */
export interface RotatedName {
  /** The path of the log that is written now; the rotated ones lie beside it. */
  readonly current: string;
  /** Sorts by age: what is smaller is older. The log that is written now has no age. */
  readonly age: string | undefined;
}

const lumberjack = /^(.*)-(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3})(\.[^./]*)?$/;
const dated = /^(.*\.[^./]*?)[-.](\d{8}(?:-\d+)?)$/;
const numbered = /^(.*\.[^./]+)\.(\d{1,5})$/;
const compressed = /\.(?:gz|gzip|zst|zstd)$/i;

export function rotatedName(path: string): RotatedName {
  const plain = path.replace(compressed, '');
  const [, stem, time, extension] = lumberjack.exec(plain) ?? [];
  if (stem !== undefined && time !== undefined) return { current: stem + (extension ?? ''), age: time };
  const [, datedBase, date] = dated.exec(plain) ?? [];
  if (datedBase !== undefined && date !== undefined) return { current: datedBase, age: date };
  const [, base, number] = numbered.exec(plain) ?? [];
  if (base !== undefined && number !== undefined) return { current: base, age: countedDown(number) };
  return { current: plain, age: undefined };
}

/** logrotate counts up as logs grow older: the highest number is the oldest. */
const countedDown = (number: string): string => String(99_999 - Number(number)).padStart(5, '0');

export const isRotated = (path: string): boolean => rotatedName(path).age !== undefined;

/**
 * Keeps the given order, but brings the logs of one rotation together, at the place of the first of them, oldest
 * first; the log that is written now comes last.
 */
export function oldestFirst<T>(items: readonly T[], pathOf: (item: T) => string): readonly T[] {
  const families = new Map<string, { readonly item: T; readonly age: string | undefined }[]>();
  for (const item of items) {
    const { current, age } = rotatedName(pathOf(item));
    const family = families.get(current);
    if (family === undefined) families.set(current, [{ item, age }]);
    else family.push({ item, age });
  }
  return [...families.values()].flatMap(family =>
    family.toSorted((a, b) => compareAges(a.age, b.age)).map(({ item }) => item),
  );
}

function compareAges(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0;
  if (a === undefined) return 1;
  if (b === undefined) return -1;
  return a < b ? -1 : 1;
}
