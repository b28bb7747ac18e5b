import type { ScorePart } from '../../model/score.ts';
import { featureWords } from './feature-words.ts';
import { sumOf } from './score.ts';

/** The fewest parts without which the score would be under the threshold, in a sentence; `""` where it is under it. */
export function counterfactualOf(parts: readonly ScorePart[], threshold: number): string {
  let left = sumOf(parts);
  if (left < threshold) return '';
  const without: string[] = [];
  for (const { bits, feature } of parts) {
    if (left < threshold || bits <= 0) break;
    left -= bits;
    without.push(wordsOf(feature));
  }
  const names = listed([...new Set(without)]);
  return `it would be ordinary (${Math.max(0, left).toFixed(1)} bits) but for ${names}`;
}

const wordsOf = (feature: string): string =>
  feature.startsWith('rule-')
    ? 'what the rules found'
    : (featureWords.get(feature) ?? `the ${feature.replaceAll('-', ' ')}`);

function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
