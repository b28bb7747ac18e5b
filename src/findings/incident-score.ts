import type { Finding } from '../model/finding.ts';
import type { Score, ScorePart } from '../model/score.ts';
import { atLeast } from '../model/severity.ts';
import type { Judgements } from './incident-group.ts';

/** How many parts and judgements of one incident are kept. */
const limits = { parts: 24, judgements: 64 } as const;

/** The score of several findings: the parts of all, and what they have in common counted once. */
export function mergedScore(before: Score | undefined, added: Score): Score {
  if (before === undefined) return added;
  const [strongest, weaker] = before.bits >= added.bits ? [before, added] : [added, before];
  const parts = new Map<string, ScorePart>();
  for (const part of [...strongest.parts, ...weaker.parts]) {
    const cause = causeOf(part);
    if (!parts.has(cause)) parts.set(cause, part);
  }
  // What speaks for one request does not speak for another: of the weaker one, only what is against it is added.
  const kept = [...parts.values()].filter(part => part.bits > 0 || strongest.parts.includes(part));
  const sorted = kept.toSorted((a, b) => b.bits - a.bits).slice(0, limits.parts);
  return { ...strongest, parts: sorted, bits: sumOf(sorted) };
}

/** The same feature of the same thing, whatever the counts were at the time. */
const causeOf = ({ feature, sentence }: ScorePart): string => `${feature} ${sentence.split(': ')[0] ?? ''}`;

const sumOf = (parts: readonly ScorePart[]): number =>
  Math.round(parts.reduce((sum, { bits }) => sum + bits, 0) * 10) / 10;

/** A change that a rule found and that is wholly ordinary here: under the threshold, and of a verified origin. */
export const isOrdinary = ({ bits, threshold, parts }: Score): boolean =>
  bits < threshold && parts.some(({ feature }) => feature === 'provenance');

/** Notes what rules found, and what was judged of it; findings of one request come in any order. */
export function judgedWith(before: Judgements, { score, severity, evidence, detector }: Finding): Judgements {
  const id = evidence.at(-1)?.auditID ?? '';
  if (detector.type === 'anomaly') {
    if (score === undefined || !isOrdinary(score)) return before;
    return { ordinary: withId(before.ordinary, id), open: before.open.filter(other => other !== id) };
  }
  if (!atLeast(severity, 'medium') || before.ordinary.includes(id)) return before;
  return { ...before, open: withId(before.open, id) };
}

const withId = (ids: readonly string[], id: string): readonly string[] =>
  ids.length >= limits.judgements || ids.includes(id) ? ids : [...ids, id];
