import type { JsonObject } from '../../src/model/json.ts';

/** Rules (a YAML text) and the events to ask about. */
export interface OracleCase {
  readonly id: string;
  readonly rules: string;
  readonly placeholders?: { readonly [name: string]: readonly string[] };
  /** Places in the list of events; all of them where there is none. */
  readonly events?: readonly number[];
}

export interface OracleInput {
  readonly events: readonly JsonObject[];
  readonly cases: readonly OracleCase[];
}

/** What somebody says of a case: that it is wrong, or what each of its rules matches. */
export type Answer = { readonly id: string } & (
  | { readonly error: string }
  | { readonly rules: readonly RuleAnswer[] }
);

export interface RuleAnswer {
  readonly matches: readonly boolean[];
  /** By SQL; null where it was not asked. */
  readonly sql?: readonly (boolean | null)[];
}
