import type { Call, Expression } from '../expression.ts';
import { operandsOf, partsOf } from '../expression.ts';
import type { Pattern } from '../patterns.ts';
import { compiledPattern } from '../patterns.ts';
import type { Read } from './read.ts';
import { unsure } from './read.ts';
import { areEqual, isIn, itemAt, sizeOf, sumOf } from './values.ts';

type Part = (expression: Expression) => Read;

/** The functions and operators that rules use most; the others are the engine's. */
export function screenedCall(call: Call, part: Part): Read {
  const { name, target, args } = call;
  if (name === '_&&_' || name === '_||_') return junction(call, name, part);
  const [first, second, third, ...more] = (target === undefined ? args : [target, ...args]).map(part);
  if (first === undefined || more.length > 0) return () => unsure;
  if (third !== undefined && second !== undefined)
    return name === '_?_:_' ? choice(first, second, third) : () => unsure;
  if (second === undefined) return unary(name, first);
  return name === 'matches' ? matching(first, call) : binary(name, first, second);
}

/** One operand decides, whatever the others are: the cheap ones are asked first. */
function junction(call: Call, name: '_&&_' | '_||_', part: Part): Read {
  const decisive = name === '_||_';
  const operands = operandsOf(call, name)
    .toSorted((a, b) => costOf(a) - costOf(b))
    .map(part);
  return frame => {
    let result: unknown = !decisive;
    for (const operand of operands) {
      const value = operand(frame);
      if (value === decisive) return decisive;
      if (value !== !decisive) result = unsure;
    }
    return result;
  };
}

/** Patterns and facts about lineage take long, loops multiply. */
function costOf(expression: Expression): number {
  let cost = 0;
  for (const part of partsOf(expression)) {
    if (part.kind === 'call' && part.name === 'matches') cost += 100;
    else if (part.kind === 'variable' && (part.name === 'lineage' || part.name === 'changes')) cost += 50;
    else cost += part.kind === 'macro' ? 10 : 1;
  }
  return cost;
}

function choice(condition: Read, yes: Read, no: Read): Read {
  return frame => {
    const answer = condition(frame);
    if (answer === true) return yes(frame);
    return answer === false ? no(frame) : unsure;
  };
}

const unaries: ReadonlyMap<string, (value: unknown) => unknown> = new Map([
  ['!_', not],
  ['size', sizeOf],
]);

function not(value: unknown): unknown {
  return typeof value === 'boolean' ? !value : unsure;
}

function unary(name: string, operand: Read): Read {
  const apply = unaries.get(name);
  return apply === undefined ? () => unsure : frame => apply(operand(frame));
}

type Binary = (a: unknown, b: unknown) => unknown;

const binaries: ReadonlyMap<string, Binary> = new Map<string, Binary>([
  ['_==_', areEqual],
  ['_!=_', (a, b) => not(areEqual(a, b))],
  ['_<_', ofNumbers((a, b) => a < b)],
  ['_<=_', ofNumbers((a, b) => a <= b)],
  ['_>_', ofNumbers((a, b) => a > b)],
  ['_>=_', ofNumbers((a, b) => a >= b)],
  ['_+_', sumOf],
  ['_[_]', itemAt],
  ['@in', isIn],
  ['contains', ofTexts((text, part) => text.includes(part))],
  ['startsWith', ofTexts((text, start) => text.startsWith(start))],
  ['endsWith', ofTexts((text, end) => text.endsWith(end))],
]);

function ofNumbers(compare: (a: number, b: number) => boolean): Binary {
  return (a, b) => (typeof a === 'number' && typeof b === 'number' ? compare(a, b) : unsure);
}

function ofTexts(compare: (a: string, b: string) => boolean): Binary {
  return (a, b) => (typeof a === 'string' && typeof b === 'string' ? compare(a, b) : unsure);
}

function binary(name: string, left: Read, right: Read): Read {
  const apply = binaries.get(name);
  return apply === undefined ? () => unsure : frame => apply(left(frame), right(frame));
}

/** Patterns that are written out were checked with the rule. */
function matching(text: Read, { args }: Call): Read {
  const source = args.at(-1);
  if (source?.kind !== 'constant' || typeof source.value !== 'string') return () => unsure;
  const { value } = source;
  let pattern: Pattern | undefined;
  return frame => {
    const found = text(frame);
    if (typeof found !== 'string') return unsure;
    pattern ??= compiledPattern(value);
    return pattern.test(found);
  };
}
