import type { Reporter } from '../../rules/reporter.ts';
import type { CorrelationType, Operator, Threshold } from './correlation.ts';

export function holds(threshold: Threshold, measured: number): boolean {
  return threshold.every(({ operator, value }) => tests[operator](measured, value));
}

const tests: { readonly [operator in Operator]: (measured: number, value: number) => boolean } = {
  gt: (measured, value) => measured > value,
  gte: (measured, value) => measured >= value,
  lt: (measured, value) => measured < value,
  lte: (measured, value) => measured <= value,
  eq: (measured, value) => measured === value,
  neq: (measured, value) => measured !== value,
};

const words: { readonly [operator in Operator]: string } = {
  gt: 'more than',
  gte: 'at least',
  lt: 'less than',
  lte: 'at most',
  eq: 'exactly',
  neq: 'other than',
};

/** `at least 3 and less than 10`. */
export function thresholdText(threshold: Threshold): string {
  return threshold.map(({ operator, value }) => `${words[operator]} ${value}`).join(' and ');
}

interface Check {
  readonly threshold: Threshold;
  readonly type: CorrelationType;
  /** How many rules the correlation has. */
  readonly rules: number;
}

/** Counts are whole numbers from 1 (of rules: up to their number): says what can never hold, and what holds at once. */
export function checkThreshold({ threshold, type, rules }: Check, report: Reporter): void {
  const place = { path: ['correlation', 'condition'] };
  if (!isCount(type) || threshold.length === 0) return;
  const most = type.startsWith('temporal') ? rules : Number.POSITIVE_INFINITY;
  const near = threshold.flatMap(({ value }) => [
    Math.ceil(value) - 1,
    Math.ceil(value),
    Math.floor(value) + 1,
  ]);
  const counts = [1, most, ...near].filter(count => count >= 1 && count <= most);
  if (!counts.some(count => holds(threshold, count)))
    report.error('impossible-condition', 'The condition can never hold', place);
  else if (
    threshold.some(({ operator }) => operator.startsWith('l') || operator === 'neq') &&
    holds(threshold, 1)
  )
    report.warning(
      'holds-at-once',
      'The condition holds from the first event on: it is judged at each event, not at the end of a timespan',
      place,
    );
}

const isCount = (type: CorrelationType): boolean => type.endsWith('_count') || type.startsWith('temporal');
