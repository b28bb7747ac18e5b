import type { ComparedChange } from '../differences.ts';
import type { Constant, Expression } from '../expression.ts';
import { screenedCall } from './calls.ts';
import { screenedMacro } from './macros.ts';
import type { Compile, Read } from './read.ts';
import { unsure } from './read.ts';
import { hasMember, isSafe, memberOf } from './values.ts';

/** Can an expression be true of a change? */
export type Screen = (change: ComparedChange) => boolean;

/** Beyond them, the engine is asked, which has bounds of its own. */
const mostItems = 20_000;

/**
 * Most rules are false of most changes, and the engine takes long to say so: it needs the change in a form of its own. The screen reads the
 * change as it is and answers false where that is certain, by CEL's own logic: a part that is false makes `&&` false whatever the others
 * are. All else is the engine's to say.
 */
export function screenOf(expression: Expression): Screen {
  const read = screened(expression, []);
  return change => read({ change, items: [], left: mostItems }) !== false;
}

const screened: Compile = (expression, variables) => {
  switch (expression.kind) {
    case 'constant':
      return constant(expression.value);
    case 'variable':
      return variable(expression.name, variables);
    case 'select':
      return member(screened(expression.operand, variables), expression.field);
    case 'has':
      return presence(screened(expression.operand, variables), expression.field);
    case 'list':
      return listOf(expression.items.map(item => screened(item, variables)));
    case 'call':
      return screenedCall(expression, part => screened(part, variables));
    case 'macro':
      return screenedMacro(expression, variables, screened);
    default:
      return () => unsure;
  }
};

function constant(value: Constant): Read {
  const plain = typeof value === 'bigint' ? Number(value) : value;
  return isSafe(plain) ? () => plain : () => unsure;
}

/** Raw objects have limits and numbers of their own in the engine. */
const typed: ReadonlySet<string> = new Set(['change', 'actor', 'workload', 'lineage', 'changes']);

function variable(name: string, variables: readonly string[]): Read {
  const depth = variables.lastIndexOf(name);
  if (depth !== -1) return ({ items }) => items[depth];
  return typed.has(name) ? ({ change }) => memberOf(change, name) : () => unsure;
}

const member =
  (operand: Read, field: string): Read =>
  frame =>
    memberOf(operand(frame), field);

const presence =
  (operand: Read, field: string): Read =>
  frame =>
    hasMember(operand(frame), field);

const listOf =
  (items: readonly Read[]): Read =>
  frame => {
    const values = items.map(item => item(frame));
    return values.includes(unsure) ? unsure : values;
  };
