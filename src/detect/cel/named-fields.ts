import type { Expression, Macro } from './expression.ts';

type Paths = ReadonlyMap<string, string>;

/**
 * The fields of the context that an expression names, list items as `[]`: `workload.containers[].image`. Of a chain the
 * longest: an expression over the containers' images does not name all that a container has.
 */
export function fieldsNamed(expression: Expression): ReadonlySet<string> {
  const found = new Set<string>();
  collect(expression, new Map(), found);
  return found;
}

/** Does it name a field, or a part of it? */
export function names(fields: ReadonlySet<string>, field: string): boolean {
  for (const named of fields) {
    if (named === field || named.startsWith(`${field}.`) || named.startsWith(`${field}[`)) return true;
  }
  return false;
}

function collect(expression: Expression, variables: Paths, found: Set<string>): void {
  const path = pathOf(expression, variables);
  if (path !== undefined) {
    found.add(path.replace(/(\[\])+$/, ''));
    if (expression.kind === 'call')
      for (const arg of expression.args.slice(1)) collect(arg, variables, found);
    return;
  }
  switch (expression.kind) {
    case 'macro':
      collectMacro(expression, variables, found);
      return;
    case 'call':
      if (expression.target !== undefined) collect(expression.target, variables, found);
      for (const arg of expression.args) collect(arg, variables, found);
      return;
    case 'list':
      for (const item of expression.items) collect(item, variables, found);
      return;
    case 'map':
      for (const part of expression.entries.flat()) collect(part, variables, found);
      return;
    case 'select':
    case 'has':
      collect(expression.operand, variables, found);
      return;
    default:
  }
}

/** A list that is only gone through is not named itself: its items' fields are. */
function collectMacro(macro: Macro, variables: Paths, found: Set<string>): void {
  const range = pathOf(macro.range, variables);
  if (range === undefined) collect(macro.range, variables, found);
  const item = range ?? rangeOfFilter(macro.range, variables) ?? '';
  const inner = new Map(variables).set(macro.variable, item === '' ? '' : `${item}[]`);
  for (const part of macro.body) collect(part, inner, found);
  if (range !== undefined && !names(found, range)) found.add(range);
}

function rangeOfFilter(range: Expression, variables: Paths): string | undefined {
  if (range.kind !== 'macro' || range.name !== 'filter') return undefined;
  return pathOf(range.range, variables) ?? rangeOfFilter(range.range, variables);
}

function pathOf(expression: Expression, variables: Paths): string | undefined {
  if (expression.kind === 'variable') {
    const path = variables.get(expression.name) ?? expression.name;
    return path === '' ? undefined : path;
  }
  if (expression.kind === 'select' || expression.kind === 'has') {
    const operand = pathOf(expression.operand, variables);
    return operand === undefined ? undefined : `${operand}.${expression.field}`;
  }
  if (expression.kind !== 'call' || expression.name !== '_[_]') return undefined;
  const [operand] = expression.args;
  const path = operand === undefined ? undefined : pathOf(operand, variables);
  return path === undefined ? undefined : `${path}[]`;
}
