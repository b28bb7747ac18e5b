import type { Correlation } from './correlation.ts';
import type { FieldValue } from './occurrence.ts';

/** A number about the values of a sliding window; values leave in the order in which they came. */
export interface Measure {
  add(values: readonly FieldValue[]): void;
  remove(values: readonly FieldValue[]): void;
  /** Undefined: there is nothing to measure. */
  result(): number | undefined;
  sample(): readonly FieldValue[];
}

export function createMeasure({ type, percentile }: Correlation): Measure {
  switch (type) {
    case 'value_count':
      return distinctCount();
    case 'value_sum':
      return numeric(slidingSum());
    case 'value_avg':
      return numeric(slidingAverage());
    case 'value_percentile':
    case 'value_median':
      return numeric(slidingPercentile(percentile));
    default:
      return eventCount();
  }
}

function eventCount(): Measure {
  let count = 0;
  return {
    add: () => {
      count += 1;
    },
    remove: () => {
      count -= 1;
    },
    result: () => count,
    sample: () => [],
  };
}

const maxSample = 8;

function distinctCount(): Measure {
  const counts = new Map<string, { readonly value: FieldValue; count: number }>();
  return {
    add(values) {
      for (const value of values) {
        const known = counts.get(value.text);
        if (known === undefined) counts.set(value.text, { value, count: 1 });
        else known.count += 1;
      }
    },
    remove(values) {
      for (const { text } of values) {
        const known = counts.get(text);
        if (known !== undefined) known.count -= 1;
        if (known?.count === 0) counts.delete(text);
      }
    },
    result: () => (counts.size === 0 ? undefined : counts.size),
    sample: () => [...counts.values().take(maxSample)].map(({ value }) => value),
  };
}

interface NumberMeasure {
  add(number: number): void;
  /** The oldest number, which is given. */
  remove(number: number): void;
  result(): number | undefined;
}

/** Numbers, and texts that are a JSON number; anything else is left out, as in pySigma's SQL. */
function numeric(measure: NumberMeasure): Measure {
  return {
    add: values => {
      for (const value of values.map(numberOf)) if (value !== undefined) measure.add(value);
    },
    remove: values => {
      for (const value of values.map(numberOf)) if (value !== undefined) measure.remove(value);
    },
    result: measure.result,
    sample: () => [],
  };
}

export function numberOf({ text }: FieldValue): number | undefined {
  if (!/^\s*-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?\s*$/.test(text)) return undefined;
  const number = Number(text);
  return Number.isFinite(number) ? number : undefined;
}

/** Two stacks: nothing is ever subtracted, so no rounding error outlives the numbers that made it. */
function slidingSum(): NumberMeasure {
  const incoming: number[] = [];
  let incomingSum = 0;
  /** Sums of the oldest numbers from each to the youngest of them, the oldest last. */
  const outgoing: number[] = [];
  return {
    add(number) {
      incoming.push(number);
      incomingSum += number;
    },
    remove() {
      if (outgoing.length === 0) {
        let sum = 0;
        for (const number of incoming.toReversed()) {
          sum += number;
          outgoing.push(sum);
        }
        incoming.length = 0;
        incomingSum = 0;
      }
      outgoing.pop();
    },
    result: () =>
      incoming.length + outgoing.length === 0 ? undefined : (outgoing.at(-1) ?? 0) + incomingSum,
  };
}

function slidingAverage(): NumberMeasure {
  const sum = slidingSum();
  let count = 0;
  return {
    add(number) {
      count += 1;
      sum.add(number);
    },
    remove(number) {
      count -= 1;
      sum.remove(number);
    },
    result: () => (count === 0 ? undefined : (sum.result() ?? 0) / count),
  };
}

/** Between two values it is interpolated (PERCENTILE.INC, SQL's percentile_cont), as in pySigma's SQL. */
function slidingPercentile(percentile: number): NumberMeasure {
  const sorted: number[] = [];
  return {
    add: number => {
      sorted.splice(placeOf(sorted, number), 0, number);
    },
    remove: number => {
      sorted.splice(placeOf(sorted, number), 1);
    },
    result() {
      const position = ((sorted.length - 1) * percentile) / 100;
      const below = sorted[Math.floor(position)];
      const above = sorted[Math.ceil(position)];
      if (below === undefined || above === undefined) return undefined;
      return below + (above - below) * (position - Math.floor(position));
    },
  };
}

/** Of the first number that is not smaller. */
function placeOf(sorted: readonly number[], number: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < number) low = middle + 1;
    else high = middle;
  }
  return low;
}
