import type { RulePath } from '../../rules/rule-document.ts';
import type { Value } from './value.ts';

/** A search identifier's content: items that must all hold, or alternatives. */
export type Detection =
  | { readonly type: 'all'; readonly parts: readonly Detection[] }
  | { readonly type: 'any'; readonly parts: readonly Detection[] }
  | DetectionItem;

/** One line of a selection: a field and the values it is compared with. */
export interface DetectionItem {
  readonly type: 'item';
  /** Where the value may stand; more than one after a mapping to several fields; empty for keywords. */
  readonly fields: readonly string[];
  /** As the rule names it, before any mapping. `""` for keywords. */
  readonly writtenField: string;
  readonly values: readonly Value[];
  /** All values must be found (`|all`), not any. */
  readonly all: boolean;
  /** `|neq`: holds where the rest does not. */
  readonly negated: boolean;
  readonly path: RulePath;
  /** The pipeline that mapped its field, if one did. */
  readonly mappedBy?: string;
}

export type Condition =
  | { readonly type: 'and' | 'or'; readonly parts: readonly Condition[] }
  | { readonly type: 'not'; readonly part: Condition }
  | { readonly type: 'selection'; readonly name: string }
  | QuantifiedCondition;

/** `1 of selection_*`. */
export interface QuantifiedCondition {
  readonly type: 'of';
  /** How many must hold at least; `all` of them. */
  readonly count: number | 'all';
  readonly pattern: string;
  readonly names: readonly string[];
}

/** A `detection` section: any of its conditions. */
export interface ParsedDetection {
  readonly selections: ReadonlyMap<string, Detection>;
  readonly conditions: readonly Condition[];
}
