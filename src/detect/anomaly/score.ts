import type { ScorePart } from '../../model/score.ts';
import type { Counts } from './counts/counts.ts';
import type { Estimate } from './counts/estimate.ts';
import { estimate } from './counts/estimate.ts';
import type { Fact, FactName, Weight } from './evidence/weights.ts';
import { weights } from './evidence/weights.ts';
import type { Sight } from './features/sight.ts';
import { sentenceOf, supportOf } from './sentences.ts';

/** A sight with what the counts say of it. */
export interface Judged {
  readonly sight: Sight;
  readonly estimate: Estimate;
  /** Values of the widest context, most frequent first: what this one could be taken for, and what is usual. */
  readonly users?: readonly string[];
}

export function judge(counts: Counts, sights: readonly Sight[], day: number): readonly Judged[] {
  return sights.map(sight => ({
    sight,
    estimate: estimate(counts, { ...sight, contexts: sight.places.map(({ key }) => key), day }),
    ...(compared.has(sight.feature) && { users: valuesOf(counts, sight) }),
  }));
}

/** Features whose other values are looked at. */
const compared: ReadonlySet<string> = new Set([
  'image-registry',
  'image-repository',
  'name',
  'account-user',
  'image-user',
  'data-user',
]);

function valuesOf(counts: Counts, { feature, places }: Sight): readonly string[] {
  const place = feature === 'name' ? places[0] : places.at(-1);
  return [...(counts.context(feature, place?.key ?? '')?.values.keys() ?? [])];
}

export interface Scored {
  readonly judged: readonly Judged[];
  readonly facts: readonly Fact[];
  /** From 0 to 1: how much surprises count. */
  readonly maturity: number;
  /** The user says that it is no surprise. */
  readonly isExpected?: (sight: Sight) => boolean;
  /** It is the same news that another workload had a while ago. */
  readonly isShared?: ((sight: Sight) => boolean) | undefined;
}

/** The parts of a score, the largest first: surprises and evidence, each strongest of its kind whole, the next half, and so on. */
export function partsOf({ judged, facts, maturity, isExpected, isShared }: Scored): readonly ScorePart[] {
  const names = new Set(facts.map(({ name }) => name));
  const scored = judged.filter(
    ({ sight }) => sight.silent === undefined && isExpected?.(sight) !== true && !isExplained(sight, names),
  );
  const byFeature = Map.groupBy(scored, ({ sight }) => sight.feature);
  const surprises = [...byFeature.values()].flatMap(ofOne => surprisesOf(ofOne, { maturity, isShared }));
  return [...surprises, ...evidenceOf(facts.map(fact => weighed(fact, sumOf(surprises))))]
    .filter(({ bits }) => Math.abs(bits) >= 0.1)
    .toSorted((a, b) => b.bits - a.bits);
}

/** A fact may say all that there is to a surprise: then it is no news. */
function isExplained({ feature, value }: Sight, facts: ReadonlySet<FactName>): boolean {
  if (facts.has('manual-run') || facts.has('ran-before')) return ofTemplate.test(feature);
  if (facts.has('said-to-repeat') || facts.has('said-to-restart')) return feature === 'kind-of-change';
  const isOfImage = /^image-re/.test(feature) || value === 'image repository';
  return facts.has('registry-renamed') && isOfImage;
}

/** What a template holds is no news where that very template runs already. */
const ofTemplate = /^(?:image|command|host|service-account|data-object|powers|option|kind-of-change)(?:-|$)/;

export const sumOf = (parts: readonly ScorePart[]): number =>
  rounded(parts.reduce((sum, { bits }) => sum + bits, 0));

function surprisesOf(
  judged: readonly Judged[],
  { maturity, isShared }: Pick<Scored, 'maturity' | 'isShared'>,
): readonly ScorePart[] {
  const capped = judged.map(one => {
    const told = isShared?.(one.sight) === true;
    return { ...one, told, bits: Math.min(one.estimate.excess, one.sight.most) * (told ? retold : 1) };
  });
  const strongest = capped.toSorted((a, b) => b.bits - a.bits).slice(0, kept);
  return strongest.map(({ sight, estimate: found, bits, told }, index) => ({
    feature: sight.feature,
    kind: 'surprise',
    bits: rounded((maturity * bits) / 2 ** index),
    sentence: `${sentenceOf(sight, found)}${told ? '; the same by this identity within the hour' : ''}`,
    ...(sight.tunable && { tunable: sight.tunable }),
    ...supportOf(found),
  }));
}

/** By what makes nothing run, three quarters of the surprise are off, however large it is. */
function weighed(fact: Fact, surprise: number): Fact {
  const nothingRuns = fact.name === 'runs-nothing-else' || fact.name === 'only-stops';
  return nothingRuns ? { ...fact, bits: Math.min(weights[fact.name].bits, -surprise * 0.75) } : fact;
}

/** What is left of news that was told already. */
const retold = 1 / 4;

/** More of one feature would add next to nothing. */
const kept = 4;

/** Of facts, the strongest of those that are against it whole, the next half, and so on. */
export function evidenceOf(facts: readonly Fact[]): readonly ScorePart[] {
  const positive = facts.filter(fact => bitsOf(fact) > 0).toSorted((a, b) => bitsOf(b) - bitsOf(a));
  const negative = facts.filter(fact => bitsOf(fact) < 0);
  return [
    ...positive.slice(0, kept).map((fact, index) => part(fact, bitsOf(fact) / 2 ** index)),
    ...negative.map(fact => part(fact, bitsOf(fact))),
  ];
}

const bitsOf = ({ name, bits }: Fact): number => bits ?? weights[name].bits;

function part(fact: Fact, bits: number): ScorePart {
  const weight: Weight = weights[fact.name];
  return {
    feature: fact.name,
    kind: 'evidence',
    bits: rounded(bits),
    sentence: fact.says,
    ...(weight.tunable && { tunable: weight.tunable }),
  };
}

export const rounded = (bits: number): number => Math.round(bits * 10) / 10;
