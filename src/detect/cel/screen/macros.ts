import type { Macro } from '../expression.ts';
import type { Compile, Frame, Read } from './read.ts';
import { unsure } from './read.ts';

/** What a loop makes of the answers about each item. */
type Loop = (range: readonly unknown[], ask: (item: unknown) => unknown) => unknown;

const loops: ReadonlyMap<string, Loop> = new Map([
  ['exists', (range, ask) => decided(range, ask, true)],
  ['all', (range, ask) => decided(range, ask, false)],
  ['exists_one', existsOne],
  ['filter', filtered],
  ['map', mapped],
]);

/** The macros of CEL over a list; over a map the engine is asked. */
export function screenedMacro(
  { name, range, variable, body }: Macro,
  variables: readonly string[],
  compile: Compile,
): Read {
  const loop = loops.get(name);
  const [part, second] = body;
  if (loop === undefined || part === undefined || second !== undefined) return () => unsure;
  const items = compile(range, variables);
  const asked = compile(part, [...variables, variable]);
  const depth = variables.length;
  return frame => {
    const list = items(frame);
    if (!Array.isArray(list) || !affords(frame, list.length)) return unsure;
    return loop(list, item => {
      frame.items[depth] = item;
      return asked(frame);
    });
  };
}

function affords(frame: Frame, items: number): boolean {
  frame.left -= items;
  return frame.left >= 0;
}

/** One answer decides, whatever the others are. */
function decided(range: Parameters<Loop>[0], ask: Parameters<Loop>[1], decisive: boolean): unknown {
  let result: unknown = !decisive;
  for (const item of range) {
    const answer = ask(item);
    if (answer === decisive) return decisive;
    if (answer !== !decisive) result = unsure;
  }
  return result;
}

const isAnswer = (value: unknown): value is boolean => typeof value === 'boolean';

function existsOne(range: Parameters<Loop>[0], ask: Parameters<Loop>[1]): unknown {
  const answers = range.map(ask);
  return answers.every(isAnswer) ? answers.filter(answer => answer).length === 1 : unsure;
}

function filtered(range: Parameters<Loop>[0], ask: Parameters<Loop>[1]): unknown {
  const answers = range.map(ask);
  return answers.every(isAnswer) ? range.filter((_, index) => answers[index]) : unsure;
}

function mapped(range: Parameters<Loop>[0], ask: Parameters<Loop>[1]): unknown {
  const values = range.map(ask);
  return values.includes(unsure) ? unsure : values;
}
