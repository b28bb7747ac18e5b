/** How sure a link or an author is. `certain` is never wrong where the log is whole. */
export type Confidence = 'certain' | 'probable' | 'unknown';

const ranks = ['unknown', 'probable', 'certain'] as const satisfies readonly Confidence[];

export const lowest = (confidences: readonly Confidence[]): Confidence =>
  ranks.find(rank => confidences.includes(rank)) ?? 'certain';
