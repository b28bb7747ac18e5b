export interface Position {
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 units. */
  readonly column: number;
}

/** Something wrong with a rule. A document with an `error` is not used; a `warning` is advice. */
export interface Problem extends Position {
  readonly file: string;
  readonly severity: 'error' | 'warning';
  /** A short kebab-case name, stable: `unknown-key`, `invalid-modifier`, `impossible-field`, ... */
  readonly code: string;
  /** A sentence. May quote the rule, so escape it before it is printed. */
  readonly message: string;
}
