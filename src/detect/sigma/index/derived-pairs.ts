import type { DetectionItem } from '../rule/detection.ts';
import type { PairTest } from './needs.ts';

/** Which verbs and resources can give a derived field the values that an item asks for. */
export function derivedPairTest(_field: string, _item: DetectionItem): PairTest | undefined {
  return undefined;
}
