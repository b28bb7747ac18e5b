import type { ScorePart } from '../../model/score.ts';
import type { Estimate, Support } from './counts/estimate.ts';
import { dateOfDay } from './counts/time.ts';
import type { Place, Sight } from './features/sight.ts';

/** What was observed, what is usual, with its support: "registry ghcr.io: never in data (0 of 18 times since 2026-05-03), never in this cluster (0 of 214 times ...)". */
export function sentenceOf({ says, places }: Sight, { support }: Estimate): string {
  const told = places.flatMap((place, index) => wordsOf(place, support[index]));
  const [nearest, ...wider] = told;
  const widest = wider.at(-1);
  if (nearest === undefined) return `${says}: nothing of the kind was seen before`;
  return widest === undefined ? `${says}: ${nearest}` : `${says}: ${nearest}, ${widest}`;
}

function wordsOf({ words }: Place, support: Support | undefined): readonly string[] {
  if (support === undefined || support.total === 0) return [];
  const { seen, total, days, since } = support;
  if (seen === 0)
    return [`never ${words} (0 of ${timesOf(total)}${since === null ? '' : ` since ${dateOfDay(since)}`})`];
  return [`${seen} of ${timesOf(total)} ${words}${days > 1 ? ` on ${days} days` : ''}`];
}

const timesOf = (total: number): string => `${total} ${total === 1 ? 'time' : 'times'}`;

/** The support in the widest context, which says most of what is usual. */
export function supportOf({ support }: Estimate): Pick<ScorePart, 'support'> {
  const nearest = support.find(({ total }) => total > 0);
  if (nearest === undefined) return {};
  const { seen, total, since } = nearest;
  return { support: { seen, total, since: since === null ? null : `${dateOfDay(since)}T00:00:00Z` } };
}
