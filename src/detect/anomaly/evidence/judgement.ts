import type { Support } from '../counts/estimate.ts';
import type { Judged } from '../score.ts';

/** What was judged, by feature. */
export interface Judgement {
  of(feature: string): readonly Judged[];
}

export function judgementOf(judged: readonly Judged[]): Judgement {
  const news = judged.filter(({ sight }) => sight.silent !== 'unchanged');
  const byFeature = Map.groupBy(news, ({ sight }) => sight.feature);
  return { of: feature => byFeature.get(feature) ?? [] };
}

const nothing: Support = { seen: 0, total: 0, kinds: 0, days: 0, actors: 0, since: null };

/** In the nearest context, the widest, or the one at a position. */
export const nearest = ({ estimate }: Judged): Support => estimate.support[0] ?? nothing;
export const widest = ({ estimate }: Judged): Support => estimate.support.at(-1) ?? nothing;
export const at = ({ estimate }: Judged, index: number): Support => estimate.support[index] ?? nothing;
