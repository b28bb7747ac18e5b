import type { Result } from '../../model/result.ts';

/** A CEL expression as it was written: macros such as `exists` are nodes of their own, `has(a.b)` too. */
export type Expression =
  | Leaf<'constant', { readonly value: Constant }>
  | Leaf<'variable', { readonly name: string }>
  | Leaf<'select', { readonly operand: Expression; readonly field: string }>
  | Leaf<'has', { readonly operand: Expression; readonly field: string }>
  | Leaf<'list', { readonly items: readonly Expression[] }>
  | Leaf<'map', { readonly entries: readonly (readonly [Expression, Expression])[] }>
  | Call
  | Macro;

export type Constant = null | boolean | string | number | bigint;

/** A function, method or operator; operators have CEL's names: `_&&_`, `!_`, `_[_]`, `@in`, `_?_:_`. */
export type Call = Leaf<
  'call',
  { readonly name: string; readonly target?: Expression; readonly args: readonly Expression[] }
>;

export type Macro = Leaf<
  'macro',
  {
    /** exists, all, exists_one, filter, map. */
    readonly name: string;
    readonly range: Expression;
    readonly variable: string;
    readonly body: readonly Expression[];
  }
>;

/** Names of variables to values, in the engine's own form. */
export type Scope = ReadonlyMap<string, CelData>;

/** What the engine computes with: made by `celText`, `celListOf`, `celMapOf` of cel-engine.ts or by evaluation. */
export type CelData = unknown;

export type Evaluate = (scope: Scope) => Result<CelData, string>;

type Leaf<Kind extends string, Fields> = Fields & {
  readonly kind: Kind;
  /** Offset in the source, in UTF-16 units. */
  readonly offset: number;
  /** Evaluates this part alone. */
  readonly evaluate: Evaluate;
};

/** Every part of it, itself first. */
export function* partsOf(expression: Expression): Generator<Expression> {
  yield expression;
  for (const child of childrenOf(expression)) yield* partsOf(child);
}

export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'constant':
    case 'variable':
      return [];
    case 'select':
    case 'has':
      return [expression.operand];
    case 'list':
      return expression.items;
    case 'map':
      return expression.entries.flat();
    case 'call':
      return expression.target === undefined ? expression.args : [expression.target, ...expression.args];
    case 'macro':
      return [expression.range, ...expression.body];
  }
}

/** The operands of a chain of one operator: `a && b && c`. */
export function operandsOf(expression: Expression, operator: '_&&_' | '_||_'): readonly Expression[] {
  if (expression.kind !== 'call' || expression.name !== operator) return [expression];
  return expression.args.flatMap(operand => operandsOf(operand, operator));
}
