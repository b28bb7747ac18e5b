import { isObject, stringAt } from '../../model/json.ts';
import type { SuppressionCount } from '../../model/summary.ts';

const prefix = 'suppressed ';

/** What a store counts for a suppression says who answers for it, so that a summary needs nothing else. */
const nameOf = ({ id, owner, reason, expires }: SuppressionCount): string =>
  `${prefix}${JSON.stringify({ id, owner, reason, expires })}`;

/** How many more each has hidden since the last call, by the name of its count; every one at the first call. */
export function countsOfSuppressions(
  counts: () => readonly SuppressionCount[],
): () => ReadonlyMap<string, number> {
  const told = new Map<string, number>();
  return () => {
    const more = new Map<string, number>();
    for (const count of counts()) {
      const name = nameOf(count);
      const before = told.get(name);
      if (before === count.hidden) continue;
      more.set(name, count.hidden - (before ?? 0));
      told.set(name, count.hidden);
    }
    return more;
  };
}

/** The suppressions that a store has counts of, at a time in milliseconds. */
export function countedSuppressions(
  counts: ReadonlyMap<string, number>,
  isExpired: (expires: string) => boolean,
): readonly SuppressionCount[] {
  return [...counts].flatMap(([name, hidden]) => {
    if (!name.startsWith(prefix)) return [];
    const read: unknown = JSON.parse(name.slice(prefix.length));
    if (!isObject(read)) return [];
    const [id, owner] = [stringAt(read, 'id') ?? '', stringAt(read, 'owner') ?? ''];
    const [reason, expires] = [stringAt(read, 'reason') ?? '', stringAt(read, 'expires') ?? ''];
    return [{ id, owner, reason, expires, expired: isExpired(expires), hidden }];
  });
}
