import type { JsonObject } from '../../model/json.ts';
import type { Severity } from '../../model/severity.ts';
import type { Position } from './problem.ts';

/** One rule of a rule file, checked as far as all kinds of rules have in common. */
export type RuleDocument = SigmaRule | CorrelationRule | FilterRule | CelRule;

/** A rule whose condition is Sigma's `detection`. */
export interface SigmaRule extends RuleFields {
  readonly type: 'sigma';
  readonly detection: JsonObject;
}

/** A rule with Sigma's `correlation`, which only the correlation part reads. */
export interface CorrelationRule extends RuleFields {
  readonly type: 'sigma-correlation';
  readonly correlation: JsonObject;
}

/** A Sigma filter: narrows the rules that it names. */
export interface FilterRule extends RuleFields {
  readonly type: 'sigma-filter';
  readonly filter: JsonObject;
}

/** A rule whose condition is a CEL expression over the workload change. */
export interface CelRule extends RuleFields {
  readonly type: 'cel';
  readonly cel: string;
}

export interface RuleFields extends RulePositions {
  /** The path that `parseRuleFile` was given. */
  readonly file: string;
  /** 0-based number of the YAML document in its file. */
  readonly index: number;
  readonly metadata: RuleMetadata;
  /** The whole document, global parts of a rule collection merged in. */
  readonly body: JsonObject;
}

/** Absent text is `""`, absent lists are empty. */
export interface RuleMetadata {
  readonly title: string;
  readonly id: string;
  /** The name by which correlations and filters may refer to the rule. */
  readonly name?: string;
  readonly status: string;
  readonly description: string;
  readonly references: readonly string[];
  readonly author: string;
  readonly license: string;
  readonly date: string;
  readonly modified: string;
  readonly tags: readonly string[];
  readonly falsepositives: readonly string[];
  /** Fields worth showing, as the rule's author saw it. */
  readonly fields: readonly string[];
  /** Absent: the rule names none; detectors then use `medium`. */
  readonly level?: Severity;
  readonly logsource: LogSource;
  readonly related: readonly { readonly id: string; readonly type: string }[];
  /** Watchbill's own keys. */
  readonly evidence: readonly string[];
  readonly blindspots: readonly string[];
  readonly response: readonly string[];
}

/** Absent parts are `""`. */
export interface LogSource {
  readonly category: string;
  readonly product: string;
  readonly service: string;
}

/** Keys and list indices from the document's root: `['detection', 'selection', 'verb|contains', 0]`. */
export type RulePath = readonly (string | number)[];

export interface RulePositions {
  /** Where the key (or list item) begins; for a path that does not exist, its nearest parent that does. */
  position(path: RulePath): Position;
  /** Where the value begins or, with `offset`, the character with that offset in the text of a scalar. */
  valuePosition(path: RulePath, offset?: number): Position;
}
