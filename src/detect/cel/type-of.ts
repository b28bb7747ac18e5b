import { suggestion } from '../rules/suggestion.ts';
import type { CelType } from './cel-type.ts';
import { aTypeOf, nameOf, types } from './cel-type.ts';
import { contextFields } from './context-fields.ts';
import type { Call, Expression, Macro } from './expression.ts';
import type { Signature } from './functions.ts';
import { functions, macroNames, spelled } from './functions.ts';
import { patternProblem } from './patterns.ts';

export type Report = (code: string, message: string, at: Expression) => void;

const longestPattern = 2_000;

export interface Scope {
  readonly variables: ReadonlyMap<string, CelType>;
  readonly report: Report;
}

/** The type of an expression; what is wrong in it is reported. */
export function typeOf(expression: Expression, scope: Scope): CelType {
  switch (expression.kind) {
    case 'constant':
      return typeOfConstant(expression.value);
    case 'variable':
      return typeOfVariable(expression, scope);
    case 'select':
      return typeOfField(expression, scope);
    case 'has':
      typeOfField(expression, scope);
      return types.bool;
    case 'list':
      return { kind: 'list', of: commonType(expression.items.map(item => typeOf(item, scope))) };
    case 'map':
      return {
        kind: 'map',
        of: commonType(
          expression.entries.map(([key, value]) => {
            typeOf(key, scope);
            return typeOf(value, scope);
          }),
        ),
      };
    case 'macro':
      return typeOfMacro(expression, scope);
    case 'call':
      return typeOfCall(expression, scope);
  }
}

function typeOfConstant(value: unknown): CelType {
  if (value === null) return types.null;
  if (typeof value === 'string') return types.string;
  if (typeof value === 'boolean') return types.bool;
  return typeof value === 'bigint' ? types.int : types.double;
}

function commonType(all: readonly CelType[]): CelType {
  const [first] = all;
  return first !== undefined && all.every(type => type.kind === first.kind) ? first : types.dyn;
}

const typeNames = new Set([
  'int',
  'uint',
  'double',
  'bool',
  'string',
  'bytes',
  'list',
  'map',
  'null_type',
  'type',
]);

function typeOfVariable(expression: Extract<Expression, { kind: 'variable' }>, scope: Scope): CelType {
  const { name } = expression;
  const found = scope.variables.get(name);
  if (found !== undefined) return found;
  if (typeNames.has(name)) return types.other;
  scope.report(
    'unknown-variable',
    `There is no variable "${name}"${suggestion(name, scope.variables.keys())}`,
    expression,
  );
  return types.dyn;
}

type Access = Extract<Expression, { kind: 'select' | 'has' }>;

function typeOfField(expression: Access, scope: Scope): CelType {
  const { operand, field } = expression;
  const type = typeOf(operand, scope);
  if (type.kind === 'object') {
    const found = type.fields.get(field);
    if (found !== undefined) return found.type;
    scope.report(
      'unknown-field',
      `${type.name} has no field "${field}"${suggestion(field, type.fields.keys())}`,
      expression,
    );
    return types.dyn;
  }
  if (type.kind === 'map') return type.of;
  if (type.kind !== 'dyn') {
    scope.report('unknown-field', `${capital(aTypeOf(type))} has no fields, so no "${field}"`, expression);
  }
  return types.dyn;
}

function typeOfMacro(macro: Macro, scope: Scope): CelType {
  const range = typeOf(macro.range, scope);
  const item = itemType(range);
  if (item === undefined) {
    scope.report('not-a-list', `"${macro.name}" needs a list or a map, this is ${aTypeOf(range)}`, macro);
  }
  if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(macro.variable) || contextFields.has(macro.variable)) {
    scope.report('bad-variable', `"${macro.variable}" cannot be the name of a variable here`, macro);
  }
  const variables = new Map(scope.variables).set(macro.variable, item ?? types.dyn);
  const body = macro.body.map(part => typeOf(part, { ...scope, variables }));
  const condition = macro.name === 'map' && macro.body.length === 1 ? undefined : body[0];
  if (condition !== undefined && condition.kind !== 'bool' && condition.kind !== 'dyn') {
    scope.report(
      'not-a-condition',
      `"${macro.name}" needs a condition, this is ${aTypeOf(condition)}`,
      macro,
    );
  }
  if (macro.name === 'filter') return { kind: 'list', of: item ?? types.dyn };
  return macro.name === 'map' ? { kind: 'list', of: body.at(-1) ?? types.dyn } : types.bool;
}

/** Over a map the variable is its keys. */
function itemType(range: CelType): CelType | undefined {
  if (range.kind === 'list') return range.of;
  if (range.kind === 'map') return types.string;
  return range.kind === 'dyn' ? types.dyn : undefined;
}

function typeOfCall(call: Call, scope: Scope): CelType {
  if (call.name === 'quote') return typeOfQuote(call, scope);
  const target = call.target === undefined ? undefined : typeOf(call.target, scope);
  const args = call.args.map(arg => typeOf(arg, scope));
  if (call.name === '_?_:_') return commonType(args.slice(1));
  if (call.name === '_[_]') return typeOfIndex(call, args, scope);
  const signatures = functions.get(call.name);
  if (signatures === undefined) {
    const known = [...functions.keys(), ...macroNames].filter(name => /^\w+$/.test(name));
    scope.report(
      'unknown-function',
      `There is no function "${call.name}"${suggestion(call.name, known)}`,
      call,
    );
    return types.dyn;
  }
  if (call.name === '_==_' || call.name === '_!=_') checkComparison(call, args, scope.report);
  if (call.name === '@in') checkMembership(call, args, scope.report);
  if (call.name === 'matches') checkPattern(call, scope.report);
  const fitting = signatures.find(signature => fits(signature, target, args));
  if (fitting === undefined) {
    const given = [...(target === undefined ? [] : [target]), ...args].map(nameOf).join(', ');
    scope.report('bad-arguments', `"${spelled(call.name)}" cannot be used with: ${given}`, call);
    return types.dyn;
  }
  return fitting.result === 'same' ? (target ?? args[0] ?? types.dyn) : fitting.result;
}

/** `strings.quote(x)` looks like a method of a variable named strings. */
function typeOfQuote(call: Call, scope: Scope): CelType {
  for (const arg of call.args) typeOf(arg, scope);
  return types.string;
}

function typeOfIndex(call: Call, [container = types.dyn]: readonly CelType[], scope: Scope): CelType {
  if (container.kind === 'list' || container.kind === 'map') return container.of;
  const [operand, index] = call.args;
  if (container.kind === 'object' && operand !== undefined && index?.kind === 'constant') {
    return typeOfField({ ...call, kind: 'select', operand, field: String(index.value) }, { ...scope });
  }
  if (container.kind !== 'dyn')
    scope.report('not-a-list', `${capital(aTypeOf(container))} cannot be indexed`, call);
  return types.dyn;
}

function fits(signature: Signature, target: CelType | undefined, args: readonly CelType[]): boolean {
  if ((signature.target === undefined) !== (target === undefined)) return false;
  if (signature.args.length !== args.length) return false;
  const isOneOf = (type: CelType, kinds: readonly CelType['kind'][]) =>
    type.kind === 'dyn' || kinds.includes(type.kind);
  if (target !== undefined && !isOneOf(target, signature.target ?? [])) return false;
  return signature.args.every((kinds, index) => isOneOf(args[index] ?? types.dyn, kinds));
}

/** CEL allows it and says false: it is always a mistake. */
function checkComparison(
  call: Call,
  [left = types.dyn, right = types.dyn]: readonly CelType[],
  report: Report,
): void {
  if (areComparable(left, right)) return;
  report('never-equal', `${capital(aTypeOf(left))} never equals ${aTypeOf(right)}`, call);
}

function checkMembership(
  call: Call,
  [item = types.dyn, range = types.dyn]: readonly CelType[],
  report: Report,
): void {
  const inside = itemType(range) ?? types.dyn;
  if (areComparable(item, inside)) return;
  report('never-equal', `${capital(aTypeOf(item))} is never in ${aTypeOf(range)}`, call);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function areComparable(left: CelType, right: CelType): boolean {
  const isNumber = (type: CelType) => type.kind === 'int' || type.kind === 'double';
  if (left.kind === 'dyn' || right.kind === 'dyn') return true;
  return left.kind === right.kind || (isNumber(left) && isNumber(right));
}

/** Patterns are constants, so that they are checked and compiled once. */
function checkPattern(call: Call, report: Report): void {
  const pattern = call.args.at(-1);
  if (pattern?.kind !== 'constant' || typeof pattern.value !== 'string') {
    report('pattern-not-constant', 'The pattern of "matches" must be written out', call);
    return;
  }
  const problem = pattern.value.length > longestPattern ? 'is too long' : patternProblem(pattern.value);
  if (problem !== undefined) report('invalid-pattern', `Not a regular expression (RE2): ${problem}`, pattern);
}
