import type { ComparedChange } from '../differences.ts';
import type { Expression } from '../expression.ts';

/** Where only the engine can tell: what is not written down here, what is missing or of another type, what is too large. */
export const unsure = Symbol('unsure');

/** A value in plain JavaScript as the change holds it, or `unsure`. */
export type Read = (frame: Frame) => unknown;

export interface Frame {
  readonly change: ComparedChange;
  /** Of the loops around, the outermost first. */
  readonly items: unknown[];
  /** Items that loops may still go through. */
  left: number;
}

/** Reads a part; `variables` are those of the loops around it, the outermost first. */
export type Compile = (expression: Expression, variables: readonly string[]) => Read;
