import { counterfactualOf } from '../../detect/anomaly/counterfactual.ts';
import type { Finding } from '../../model/finding.ts';
import type { Score, ScorePart } from '../../model/score.ts';
import { atLeast } from '../../model/severity.ts';
import { appended } from '../small.ts';

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

/** The score of several findings: the parts of the strongest, and of the others what they have besides. */
function mergedScore(before: Score | undefined, added: Score): Score {
  if (before === undefined) return added;
  const [strongest, weaker] = before.bits >= added.bits ? [before, added] : [added, before];
  const known = new Set(strongest.parts.map(causeOf));
  const besides = netOf(weaker).filter(part => !known.has(causeOf(part)));
  const parts = [...strongest.parts, ...besides].toSorted((a, b) => b.bits - a.bits).slice(0, limits.parts);
  return {
    ...strongest,
    parts,
    bits: sumOf(parts),
    counterfactual: counterfactualOf(parts, strongest.threshold),
  };
}

/** What speaks for one request does not speak for another: it is taken off the parts that are against it, each in proportion. */
function netOf({ parts, bits }: Score): readonly ScorePart[] {
  const against = parts.filter(part => part.bits > 0);
  const share = Math.max(0, bits) / Math.max(1, sumOf(against));
  return against.map(part => ({ ...part, bits: rounded(part.bits * Math.min(1, share)) }));
}

/** The same feature of the same thing, whatever the counts were at the time. */
const causeOf = ({ feature, sentence }: ScorePart): string => `${feature} ${sentence.split(': ')[0] ?? ''}`;

const rounded = (bits: number): number => Math.round(bits * 10) / 10;

const sumOf = (parts: readonly ScorePart[]): number =>
  rounded(parts.reduce((sum, { bits }) => sum + bits, 0));

/** A change that a rule found and that is wholly ordinary here: under the threshold, and of a verified origin, or back at what ran before. */
const isOrdinary = ({ bits, threshold, parts }: Score): boolean =>
  bits < threshold && parts.some(({ feature }) => feature === 'provenance' || feature === 'ran-before');

/** Notes what was found; findings of one request come in any order. */
export function assessedWith(before: Assessment, finding: Finding): Assessment {
  const { score, severity, evidence, detector } = finding;
  const id = evidence.at(-1)?.auditID ?? '';
  if (detector.type === 'anomaly') return score === undefined ? before : withScore(before, score, id);
  if (!atLeast(severity, 'medium') || before.ordinary.includes(id)) return before;
  const open = withId(before.open, id);
  return open === before.open ? before : { score: before.score, ordinary: before.ordinary, open };
}

function withScore({ score: known, ordinary, open }: Assessment, added: Score, id: string): Assessment {
  const score = mergedScore(known, added);
  if (!isOrdinary(added)) return { score, ordinary, open };
  return { score, ordinary: withId(ordinary, id), open: open.filter(other => other !== id) };
}

const withId = (ids: readonly string[], id: string): readonly string[] =>
  ids.length >= limits.judgements || ids.includes(id) ? ids : appended(ids, id);
