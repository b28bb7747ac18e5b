import type { Expression } from './expression.ts';
import { operandsOf } from './expression.ts';

/** Fields whose value is known before an event is read: `workload.kind`, `change.verb`. */
export type Known = ReadonlyMap<string, string | boolean>;

/** May the expression be true if these fields have these values? False only if it is certain. */
export function mayHold(expression: Expression, known: Known): boolean {
  return certainValue(expression, known) !== false;
}

/** The value if it is certain, undefined if it is not. */
function certainValue(expression: Expression, known: Known): string | boolean | undefined {
  switch (expression.kind) {
    case 'constant':
      return typeof expression.value === 'string' || typeof expression.value === 'boolean'
        ? expression.value
        : undefined;
    case 'select':
      return expression.operand.kind === 'variable'
        ? known.get(`${expression.operand.name}.${expression.field}`)
        : undefined;
    case 'call':
      return certainResult(expression, known);
    default:
      return undefined;
  }
}

function certainResult(
  call: Extract<Expression, { kind: 'call' }>,
  known: Known,
): string | boolean | undefined {
  if (call.name === '_&&_' || call.name === '_||_') {
    const decisive = call.name === '_||_';
    const operands = operandsOf(call, call.name).map(operand => certainValue(operand, known));
    if (operands.includes(decisive)) return decisive;
    return operands.every(value => value === !decisive) ? !decisive : undefined;
  }
  const [left, right] = call.args.map(arg => certainValue(arg, known));
  if (call.name === '!_') return typeof left === 'boolean' ? !left : undefined;
  if (call.name === '@in') return isIn(left, call.args[1], known);
  if (left === undefined || right === undefined) return undefined;
  if (call.name === '_==_') return left === right;
  return call.name === '_!=_' ? left !== right : undefined;
}

function isIn(
  item: string | boolean | undefined,
  range: Expression | undefined,
  known: Known,
): boolean | undefined {
  if (item === undefined || range?.kind !== 'list') return undefined;
  const items = range.items.map(each => certainValue(each, known));
  if (items.includes(item)) return true;
  return items.includes(undefined) ? undefined : false;
}
