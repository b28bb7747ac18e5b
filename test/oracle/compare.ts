import type { Answer, OracleInput, RuleAnswer } from './cases.ts';

/** Where the answers to a case differ. */
export interface Difference {
  readonly id: string;
  /** What differs, for a person. */
  readonly text: string;
}

export interface Comparison {
  readonly differences: readonly Difference[];
  /** Pairs of a rule and an event that both judged, how many of them matched, and how many SQL judged too. */
  readonly pairs: number;
  readonly matches: number;
  readonly sqlPairs: number;
  /** Cases that both refuse. */
  readonly refused: number;
}

export function compareAnswers(
  { cases, events }: OracleInput,
  ours: readonly Answer[],
  theirs: readonly Answer[],
): Comparison {
  const differences: Difference[] = [];
  const counts = { pairs: 0, matches: 0, sqlPairs: 0, refused: 0 };
  for (const [index, each] of cases.entries()) {
    const [mine, other] = [ours[index], theirs[index]];
    if (mine === undefined || other === undefined || other.id !== each.id)
      throw new Error('answers are missing');
    const numbers = each.events ?? events.map((_, number) => number);
    for (const text of differencesOf(mine, other, numbers)) differences.push({ id: each.id, text });
    count(other, counts);
    if ('error' in mine && 'error' in other) counts.refused += 1;
  }
  return { differences, ...counts };
}

function count(answer: Answer, counts: { pairs: number; matches: number; sqlPairs: number }): void {
  if ('error' in answer) return;
  for (const { matches, sql = [] } of answer.rules) {
    counts.pairs += matches.length;
    counts.matches += matches.filter(Boolean).length;
    counts.sqlPairs += sql.filter(answered => answered !== null).length;
  }
}

function differencesOf(mine: Answer, other: Answer, numbers: readonly number[]): readonly string[] {
  if ('error' in mine) return 'error' in other ? [] : [`only Watchbill refuses it: ${mine.error}`];
  if ('error' in other) return [`only pySigma refuses it: ${other.error}`];
  if (mine.rules.length !== other.rules.length)
    return [`Watchbill has ${mine.rules.length} rules, pySigma ${other.rules.length}`];
  return mine.rules.flatMap((rule, index) => {
    const theirs = other.rules[index];
    return theirs === undefined ? [] : ruleDifferences(rule, theirs, numbers);
  });
}

function ruleDifferences(
  mine: RuleAnswer,
  theirs: RuleAnswer,
  numbers: readonly number[],
): readonly string[] {
  return numbers.flatMap((number, index) => {
    const [our, their, sql] = [mine.matches[index], theirs.matches[index], theirs.sql?.[index] ?? null];
    if (our !== their) return [`event ${number}: Watchbill says ${our}, pySigma ${their}`];
    return sql !== null && sql !== our
      ? [`event ${number}: Watchbill says ${our}, pySigma's SQL ${sql}`]
      : [];
  });
}
