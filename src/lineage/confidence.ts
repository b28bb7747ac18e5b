import type { Confidence } from '../model/lineage.ts';

export type { Confidence };

const ranks = ['unknown', 'probable', 'certain'] as const satisfies readonly Confidence[];

export const lowest = (confidences: readonly Confidence[]): Confidence =>
  ranks.find(rank => confidences.includes(rank)) ?? 'certain';
