import type { Finding } from '../model/finding.ts';
import type { Score, ScorePart } from '../model/score.ts';
import { atLeast } from '../model/severity.ts';

/** What scores say of an incident. Audit ids, up to a limit. */
export interface Assessment {
  /** Of all its findings with a score. */
  readonly score: Score | undefined;
  /** Requests that a rule found at medium or above, and that by their score are nothing out of the ordinary, of a verified origin. */
  readonly ordinary: readonly string[];
  /** Those that are not, or not yet, judged so. */
  readonly open: readonly string[];
}

export const notAssessed: Assessment = { score: undefined, ordinary: [], open: [] };

/** How many parts and judgements of one incident are kept. */
const limits = { parts: 24, judgements: 64 } as const;

/** The score of several findings: the parts of all, and what they have in common counted once. */
function mergedScore(before: Score | undefined, added: Score): Score {
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
const isOrdinary = ({ bits, threshold, parts }: Score): boolean =>
  bits < threshold && parts.some(({ feature }) => feature === 'provenance');

/** Notes what was found; findings of one request come in any order. */
export function assessedWith(before: Assessment, finding: Finding): Assessment {
  const { score, severity, evidence, detector } = finding;
  const id = evidence.at(-1)?.auditID ?? '';
  if (detector.type === 'anomaly') return score === undefined ? before : withScore(before, score, id);
  if (!atLeast(severity, 'medium') || before.ordinary.includes(id)) return before;
  return { ...before, open: withId(before.open, id) };
}

function withScore({ score: known, ordinary, open }: Assessment, added: Score, id: string): Assessment {
  const score = mergedScore(known, added);
  if (!isOrdinary(added)) return { score, ordinary, open };
  return { score, ordinary: withId(ordinary, id), open: open.filter(other => other !== id) };
}

const withId = (ids: readonly string[], id: string): readonly string[] =>
  ids.length >= limits.judgements || ids.includes(id) ? ids : [...ids, id];
