import type { ScorePart } from '../../model/score.ts';
import type { Counts } from './counts/counts.ts';
import type { Estimate } from './counts/estimate.ts';
import { estimate } from './counts/estimate.ts';
import type { Fact } from './evidence/weights.ts';
import { weights } from './evidence/weights.ts';
import type { Sight } from './features/sight.ts';
import { sentenceOf, supportOf } from './sentences.ts';

/** A sight with what the counts say of it. */
export interface Judged {
  readonly sight: Sight;
  readonly estimate: Estimate;
}

export function judge(counts: Counts, sights: readonly Sight[], day: number): readonly Judged[] {
  return sights.map(sight => ({
    sight,
    estimate: estimate(counts, { ...sight, contexts: sight.places.map(({ key }) => key), day }),
  }));
}

/** The parts of a score, the largest first: surprises and evidence, each strongest of its kind whole, the next half, and so on. */
export function partsOf(judged: readonly Judged[], facts: readonly Fact[]): readonly ScorePart[] {
  const scored = judged.filter(({ sight }) => sight.silent !== true);
  const byFeature = Map.groupBy(scored, ({ sight }) => sight.feature);
  const surprises = [...byFeature.values()].flatMap(surprisesOf);
  return [...surprises, ...evidenceOf(facts)].filter(({ bits }) => Math.abs(bits) >= 0.1).toSorted((a, b) => b.bits - a.bits);
}

export const sumOf = (parts: readonly ScorePart[]): number => rounded(parts.reduce((sum, { bits }) => sum + bits, 0));

function surprisesOf(judged: readonly Judged[]): readonly ScorePart[] {
  const capped = judged.map(one => ({ ...one, bits: Math.min(one.estimate.excess, one.sight.most) }));
  const strongest = capped.toSorted((a, b) => b.bits - a.bits).slice(0, kept);
  return strongest.map(({ sight, estimate: found, bits }, index) => ({
    feature: sight.feature,
    kind: 'surprise',
    bits: rounded(bits / 2 ** index),
    sentence: sentenceOf(sight, found),
    ...(sight.tunable && { tunable: sight.tunable }),
    ...supportOf(found),
  }));
}

/** More of one feature would add next to nothing. */
const kept = 4;

function evidenceOf(facts: readonly Fact[]): readonly ScorePart[] {
  const positive = facts.filter(fact => bitsOf(fact) > 0).toSorted((a, b) => bitsOf(b) - bitsOf(a));
  const negative = facts.filter(fact => bitsOf(fact) < 0);
  return [
    ...positive.slice(0, kept).map((fact, index) => part(fact, bitsOf(fact) / 2 ** index)),
    ...negative.map(fact => part(fact, bitsOf(fact))),
  ];
}

const bitsOf = ({ name, bits }: Fact): number => bits ?? weights[name].bits;

function part(fact: Fact, bits: number): ScorePart {
  const weight: { readonly tunable?: ScorePart['tunable'] } = weights[fact.name];
  return {
    feature: fact.name,
    kind: 'evidence',
    bits: rounded(bits),
    sentence: fact.says,
    ...(weight.tunable && { tunable: weight.tunable }),
  };
}

export const rounded = (bits: number): number => Math.round(bits * 10) / 10;
