import type { Pattern } from './pattern.ts';

/** What a rule asks of a field, modifiers applied. */
export type Value =
  | TextValue
  | { readonly type: 'number'; readonly number: number }
  | { readonly type: 'boolean'; readonly boolean: boolean }
  | { readonly type: 'null' }
  | { readonly type: 'exists'; readonly exists: boolean }
  | RegexValue
  | { readonly type: 'cidr'; readonly network: string }
  | FieldReferenceValue
  | TimePartValue
  | CompareValue
  | ExpansionValue;

export interface TextValue {
  readonly type: 'text';
  readonly pattern: Pattern;
  readonly cased: boolean;
}

export interface RegexValue {
  readonly type: 'regex';
  readonly source: string;
  readonly flags: RegexFlags;
  /** `re|startswith` and `re|endswith` anchor the expression. */
  readonly atStart: boolean;
  readonly atEnd: boolean;
}

export interface RegexFlags {
  readonly ignoreCase: boolean;
  readonly multiLine: boolean;
  readonly dotAll: boolean;
}

export interface FieldReferenceValue {
  readonly type: 'field';
  readonly field: string;
  readonly startsWith: boolean;
  readonly endsWith: boolean;
  readonly cased: boolean;
}

export const timeParts = ['minute', 'hour', 'day', 'week', 'month', 'year'] as const;
export type TimePart = (typeof timeParts)[number];

export interface TimePartValue {
  readonly type: 'time';
  readonly part: TimePart;
  readonly number: number;
}

export const comparisons = ['lt', 'lte', 'gt', 'gte'] as const;
export type Comparison = (typeof comparisons)[number];

export interface CompareValue {
  readonly type: 'compare';
  readonly comparison: Comparison;
  readonly number: number;
  readonly part?: TimePart;
}

/** Alternatives that one written value stands for (windash, base64offset): any of them, even under `all`. */
export interface ExpansionValue {
  readonly type: 'any';
  readonly values: readonly Value[];
}
