import type { CelInput } from '@bufbuild/cel';
import {
  celEnv,
  celList,
  celMap,
  isCelError,
  isCelList,
  isCelMap,
  isCelUint,
  parse,
  plan,
  unparse,
} from '@bufbuild/cel';
import { strings } from '@bufbuild/cel/ext';
import type { Result } from '../../model/result.ts';
import { fail, succeed } from '../../model/result.ts';
import { spend } from './budget.ts';
import type { CelData, Constant, Evaluate, Expression, Macro, Scope } from './expression.ts';
import { compiledPattern } from './patterns.ts';

/** The only file that knows which CEL library is used. */

type ParsedExpression = ReturnType<typeof parse>;
type Node = NonNullable<ParsedExpression['expr']>;
type Comprehension = Extract<Node['exprKind'], { case: 'comprehensionExpr' }>['value'];

export interface SyntaxProblem {
  readonly message: string;
  /** In UTF-16 units. */
  readonly offset: number;
}

const environment = celEnv({ funcs: [...strings], re2: { compile: compiledPattern } });

/** Parses an expression; its parts can be evaluated one by one. */
export function parseCel(text: string): Result<Expression, SyntaxProblem> {
  try {
    const parsed = parse(text);
    if (parsed.expr === undefined) return fail({ message: 'is empty', offset: 0 });
    return succeed(convert(parsed.expr, parsed));
  } catch (error) {
    return fail(syntaxProblem(error));
  }
}

const sources = new WeakMap<Expression, () => string>();

/** An expression, written out again. */
export function sourceOf(expression: Expression): string {
  return sources.get(expression)?.() ?? '';
}

/** A list that costs what it holds each time that it is gone through. */
export function celListOf(items: readonly CelData[]): CelData {
  const list = celList(items.filter(isInput));
  const values = () => {
    spend(items.length);
    return Object.getPrototypeOf(list).values.call(list);
  };
  return Object.assign(list, { values });
}

export function celMapOf(entries: Iterable<readonly [string, CelData]>): CelData {
  const map = new Map<string, CelInput>();
  for (const [key, value] of entries) if (isInput(value)) map.set(key, value);
  return celMap(map);
}

function isInput(value: unknown): value is CelInput {
  return value !== undefined && typeof value !== 'function' && typeof value !== 'symbol';
}

/** The items of a list, or the keys of a map; undefined for anything else. */
export function itemsOf(value: CelData): readonly CelData[] | undefined {
  if (isCelList(value)) return [...value];
  return isCelMap(value) ? [...value.keys()] : undefined;
}

/** A field of a map. */
export function memberOf(value: CelData, key: string): CelData {
  return isCelMap(value) ? value.get(key) : undefined;
}

/** Plain text, numbers and booleans as they are; whole numbers as bigint. */
export function scalarOf(value: CelData): string | number | bigint | boolean | null | undefined {
  if (isCelUint(value)) return value.value;
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  return typeof value === 'bigint' || typeof value === 'boolean' ? value : undefined;
}

function syntaxProblem(error: unknown): SyntaxProblem {
  const location: unknown = error instanceof Error && 'location' in error ? error.location : undefined;
  const start: unknown =
    typeof location === 'object' && location !== null && 'start' in location ? location.start : undefined;
  const offset: unknown = typeof start === 'object' && start !== null && 'offset' in start ? start.offset : 0;
  const message = error instanceof Error ? error.message : String(error);
  return {
    message: message.replace(/^<input>:\d+:\d+: /, ''),
    offset: typeof offset === 'number' ? offset : 0,
  };
}

function convert(node: Node, parsed: ParsedExpression): Expression {
  const expression = converted(node, parsed);
  sources.set(expression, () => unparse({ ...parsed, expr: node }));
  return expression;
}

function converted(node: Node, parsed: ParsedExpression): Expression {
  const common = {
    offset: parsed.sourceInfo?.positions[String(node.id)] ?? 0,
    evaluate: evaluator(node),
  };
  const { exprKind } = node;
  const inner = (child: Node) => convert(child, parsed);
  switch (exprKind.case) {
    case 'constExpr':
      return { kind: 'constant', value: constantOf(exprKind.value), ...common };
    case 'identExpr':
      return { kind: 'variable', name: exprKind.value.name, ...common };
    case 'selectExpr': {
      const operand = inner(required(exprKind.value.operand));
      return {
        kind: exprKind.value.testOnly ? 'has' : 'select',
        operand,
        field: exprKind.value.field,
        ...common,
      };
    }
    case 'listExpr':
      return { kind: 'list', items: exprKind.value.elements.map(inner), ...common };
    case 'structExpr': {
      const entries = exprKind.value.entries.map(entry => {
        const key = entry.keyKind.case === 'mapKey' ? entry.keyKind.value : undefined;
        return [inner(required(key)), inner(required(entry.value))] as const;
      });
      return { kind: 'map', entries, ...common };
    }
    case 'callExpr': {
      const { function: name, target, args } = exprKind.value;
      const call = { kind: 'call', name, args: args.map(inner), ...common } as const;
      return target === undefined ? call : { ...call, target: inner(target) };
    }
    case 'comprehensionExpr':
      return { ...macroOf(node, exprKind.value, parsed), ...common };
    default:
      throw new Error('an expression of an unknown kind');
  }
}

/** The library expands macros into loops; this takes the loop apart again. */
function macroOf(
  node: Node,
  loop: Comprehension,
  parsed: ParsedExpression,
): Omit<Macro, 'offset' | 'evaluate'> {
  const call = parsed.sourceInfo?.macroCalls[String(node.id)]?.exprKind;
  const name = call?.case === 'callExpr' ? call.value.function : '';
  const body = bodyOf(name, argumentsOf(loop.loopStep)).map(part => convert(part, parsed));
  const range = convert(required(loop.iterRange), parsed);
  return {
    kind: 'macro',
    name: name === 'existsOne' ? 'exists_one' : name,
    range,
    variable: loop.iterVar,
    body,
  };
}

function bodyOf(name: string, step: readonly Node[]): readonly Node[] {
  const [first, second] = step;
  if (name === 'exists' || name === 'all') return [required(second)];
  if (name === 'exists_one' || name === 'existsOne' || name === 'filter') return [required(first)];
  if (step.length === 2) return elementsOf(second);
  return [required(first), ...elementsOf(argumentsOf(second)[1])];
}

function argumentsOf(node: Node | undefined): readonly Node[] {
  return node?.exprKind.case === 'callExpr' ? node.exprKind.value.args : [];
}

function elementsOf(node: Node | undefined): readonly Node[] {
  return node?.exprKind.case === 'listExpr' ? node.exprKind.value.elements : [];
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('an expression with a part missing');
  return value;
}

function constantOf(constant: Extract<Node['exprKind'], { case: 'constExpr' }>['value']): Constant {
  const { constantKind } = constant;
  switch (constantKind.case) {
    case 'stringValue':
    case 'boolValue':
    case 'doubleValue':
    case 'int64Value':
    case 'uint64Value':
      return constantKind.value;
    default:
      return null;
  }
}

/** Planned when it is first needed: most parts are only evaluated to explain a finding. */
function evaluator(node: Node): Evaluate {
  let planned: ((bindings: { readonly [name: string]: CelInput }) => unknown) | undefined;
  return (scope: Scope) => {
    try {
      planned ??= plan(environment, node);
      const value = planned(bindingsOf(scope));
      return isCelError(value) ? fail(value.message) : succeed(value);
    } catch (error) {
      return fail(error instanceof Error ? error.message : String(error));
    }
  };
}

const bindings = new WeakMap<Scope, { readonly [name: string]: CelInput }>();

function bindingsOf(scope: Scope): { readonly [name: string]: CelInput } {
  const found = bindings.get(scope);
  if (found !== undefined) return found;
  const made: { [name: string]: CelInput } = {};
  for (const [name, value] of scope) if (isInput(value)) made[name] = value;
  bindings.set(scope, made);
  return made;
}
