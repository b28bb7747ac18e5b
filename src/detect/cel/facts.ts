import { itemsOf } from './cel-engine.ts';
import type { Call, CelData, Expression, Macro, Scope } from './expression.ts';
import { operandsOf } from './expression.ts';
import { phraseOf } from './phrases.ts';
import type { Place, Places } from './places.ts';
import { originOf, placeOf } from './places.ts';

/** One thing that was true, and of what. */
export interface Fact {
  /** `spec.containers[0] ("shell")`; `""` for the request and the workload as a whole. */
  readonly subject: string;
  /** `privileged is true`, `runs: sh -c "..."` */
  readonly says: string;
  /** `runs: ...` stands alone; `mounts ...` is a deed; `privileged is true` a state. */
  readonly form: 'quote' | 'deed' | 'state';
  /** 0 for what frames a rule, 1 for what is absent, more the more it explains. */
  readonly weight: number;
}

export interface State {
  readonly scope: Scope;
  /** Where the variables of macros came from. */
  readonly places: Places;
}

const limits = { witnesses: 3, facts: 40 } as const;

/** The parts of a true expression that made it true, with the items that `exists` found. */
export function factsOf(expression: Expression, scope: Scope): readonly Fact[] {
  return factsIf(true, expression, { scope, places: new Map() }).slice(0, limits.facts);
}

/** Why the expression has this truth value. */
function factsIf(value: boolean, expression: Expression, state: State): readonly Fact[] {
  if (expression.kind === 'macro') return factsOfMacro(value, expression, state);
  if (expression.kind !== 'call') return phraseOf(value, expression, state);
  const [first, second, third] = expression.args;
  if (expression.name === '!_' && first !== undefined) return factsIf(!value, first, state);
  if (expression.name === '_&&_' || expression.name === '_||_') {
    // What decided: all operands of a true `&&`, the true ones of `||`; the other way round under `!`.
    const operands = operandsOf(expression, expression.name);
    return operands
      .filter(operand => truthOf(operand, state) === value)
      .flatMap(operand => factsIf(value, operand, state));
  }
  if (expression.name === '_?_:_' && first !== undefined && second !== undefined && third !== undefined) {
    const condition = truthOf(first, state);
    if (condition === undefined) return [];
    return [...factsIf(condition, first, state), ...factsIf(value, condition ? second : third, state)];
  }
  return phraseOf(value, expression, state);
}

/** A true `exists` has witnesses, and so has a false `all`; the others are told as they stand. */
function factsOfMacro(value: boolean, macro: Macro, state: State): readonly Fact[] {
  const [body] = macro.body;
  const isWitnessed =
    (macro.name === 'exists' || macro.name === 'exists_one') === value && macro.name !== 'map';
  if (body === undefined || macro.name === 'filter' || !isWitnessed) return phraseOf(value, macro, state);
  const facts: Fact[] = [];
  let witnesses = 0;
  for (const [index, item] of itemsIn(macro.range, state).entries()) {
    const inner = enter({ macro, item, index, state });
    if (truthOf(body, inner) !== value) continue;
    facts.push(...factsIf(value, body, inner));
    witnesses += 1;
    if (witnesses >= limits.witnesses) break;
  }
  return facts;
}

export function enter(step: {
  readonly macro: Macro;
  readonly item: CelData;
  readonly index: number;
  readonly state: State;
}): State {
  const { macro, item, index, state } = step;
  const place = locate(macro.range, { item, index }, state);
  return {
    scope: new Map(state.scope).set(macro.variable, item),
    places: new Map(state.places).set(macro.variable, place),
  };
}

type Item = Pick<Place, 'item' | 'index'>;

/** Where an item of a list came from: the list may be put together with `+`, `map` or brackets. */
function locate(range: Expression, { item, index }: Item, state: State): Place {
  if (range.kind === 'call' && range.name === '_+_') return locateInSum(range, { item, index }, state);
  if (range.kind === 'list') return placeFrom(range.items[index], { item, index }, state);
  if (range.kind !== 'macro' || range.name !== 'map' || range.body.length !== 1) {
    return placeOf({ range, item, index, places: state.places });
  }
  const from = itemsIn(range.range, state)[index];
  return placeFrom(range.body[0], { item, index }, enter({ macro: range, item: from, index, state }));
}

function locateInSum(sum: Call, { item, index }: Item, state: State): Place {
  const [left, right] = sum.args;
  if (left === undefined || right === undefined) return { path: '', item, index };
  const size = itemsIn(left, state).length;
  return index < size
    ? locate(left, { item, index }, state)
    : locate(right, { item, index: index - size }, state);
}

function placeFrom(expression: Expression | undefined, item: Item, state: State): Place {
  const origin = expression === undefined ? undefined : originOf(expression, state.places);
  return { path: '', ...origin, ...item };
}

export function itemsIn(range: Expression, { scope }: State): readonly CelData[] {
  const result = range.evaluate(scope);
  return result.ok ? (itemsOf(result.value) ?? []) : [];
}

function truthOf(expression: Expression, { scope }: State): boolean | undefined {
  const result = expression.evaluate(scope);
  return result.ok && typeof result.value === 'boolean' ? result.value : undefined;
}
