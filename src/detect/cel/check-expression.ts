import { aTypeOf } from './cel-type.ts';
import { contextFields } from './context-fields.ts';
import type { Expression } from './expression.ts';
import { childrenOf, partsOf } from './expression.ts';
import type { Report } from './type-of.ts';
import { typeOf } from './type-of.ts';

export interface ExpressionProblem {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly message: string;
  readonly offset: number;
}

const limits = { parts: 2_000, depth: 64, nesting: 5 } as const;

/**
 * What is wrong with an expression before it runs: unknown variables, fields and functions, values that cannot be
 * compared, bad patterns, a size that is no rule's, a result that is no truth value.
 */
export function checkExpression(expression: Expression): readonly ExpressionProblem[] {
  const problems: ExpressionProblem[] = [];
  const report: Report = (code, message, { offset }) => {
    problems.push({ severity: 'error', code, message, offset });
  };
  if (!isWithinLimits(expression, report)) return problems;
  const variables = new Map([...contextFields].map(([name, { type }]) => [name, type]));
  const result = typeOf(expression, { variables, report });
  if (result.kind !== 'bool' && result.kind !== 'dyn') {
    report('not-a-condition', `The expression gives ${aTypeOf(result)}, not true or false`, expression);
  }
  return problems;
}

function isWithinLimits(expression: Expression, report: Report): boolean {
  let parts = 0;
  for (const _ of partsOf(expression)) parts += 1;
  if (parts > limits.parts || depthOf(expression) > limits.depth) {
    report(
      'too-large',
      `The expression is too large (at most ${limits.parts} parts, ${limits.depth} deep)`,
      expression,
    );
    return false;
  }
  if (nestingOf(expression) <= limits.nesting) return true;
  report(
    'too-nested',
    `More than ${limits.nesting} of exists, all, filter, map inside of one another`,
    expression,
  );
  return false;
}

/** Chains of `&&` and `||` are balanced trees, so that they count little. */
function depthOf(expression: Expression): number {
  return 1 + Math.max(0, ...childrenOf(expression).map(depthOf));
}

function nestingOf(expression: Expression): number {
  if (expression.kind !== 'macro') return Math.max(0, ...childrenOf(expression).map(nestingOf));
  const inside = Math.max(0, ...expression.body.map(nestingOf));
  return Math.max(nestingOf(expression.range), 1 + inside);
}
