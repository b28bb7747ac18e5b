import type { CorrelationRule, SigmaRule } from '../../rules/rule-document.ts';
import type { Microseconds } from './event-time.ts';

/** value_median is pySigma's: the 50th percentile. */
export const correlationTypes = [
  'event_count',
  'value_count',
  'temporal',
  'temporal_ordered',
  'value_sum',
  'value_avg',
  'value_percentile',
  'value_median',
] as const;

export type CorrelationType = (typeof correlationTypes)[number];

export const operators = ['gt', 'gte', 'lt', 'lte', 'eq', 'neq'] as const;
export type Operator = (typeof operators)[number];

/** All of them must hold: `gt: 100` and `lte: 200` are a range. */
export type Threshold = readonly { readonly operator: Operator; readonly value: number }[];

/**
 * A boolean condition of a temporal correlation as alternatives: in one of them, all of `present` must occur (in their
 * order, for temporal_ordered) and none of `absent`. The numbers are places in the list of rules.
 */
export type Alternatives = readonly {
  readonly present: readonly number[];
  readonly absent: readonly number[];
}[];

/** A correlation rule as written, references not yet looked up. */
export interface ParsedCorrelation {
  readonly rule: CorrelationRule;
  readonly type: CorrelationType;
  /** Names or ids, in the rule's order. */
  readonly references: readonly Reference[];
  readonly groupBy: readonly string[];
  readonly aliases: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly span: Microseconds;
  /** `10m`, as written. */
  readonly timespan: string;
  readonly threshold: Threshold;
  /** Set for a boolean condition; then there is no threshold. */
  readonly alternatives?: Alternatives;
  /** The boolean condition as written. */
  readonly expression?: string;
  /** What value_* correlations look at; several for value_count. */
  readonly fields: readonly string[];
  /** 0 to 100, for value_percentile and value_median. */
  readonly percentile: number;
  /** The rules it refers to also fire on their own. */
  readonly generate: boolean;
}

export interface Reference {
  readonly text: string;
  /** Where it stands, from the document's root. */
  readonly path: readonly (string | number)[];
}

/** A correlation whose references are known. */
export interface Correlation extends ParsedCorrelation {
  readonly slots: readonly Slot[];
}

/** One of the rules that a correlation watches. */
export interface Slot {
  readonly source: SigmaRule | CorrelationRule;
  /** The fields of that rule's events to group by and to look at, aliases resolved. */
  readonly groupFields: readonly string[];
  readonly valueFields: readonly string[];
}
