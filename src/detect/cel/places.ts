import { itemsOf, memberOf, scalarOf } from './cel-engine.ts';
import type { CelData, Expression } from './expression.ts';

/** Where the item that a macro's variable stands for came from. */
export interface Place {
  /** `workload.containers[]`, `workload.containers[].commandLines[]`; `""` if it is no part of the context. */
  readonly path: string;
  readonly item: CelData;
  readonly index: number;
  /** The item that it is a part of. */
  readonly within?: Place;
}

export type Places = ReadonlyMap<string, Place>;

interface Step {
  readonly range: Expression;
  readonly item: CelData;
  readonly index: number;
  readonly places: Places;
}

export function placeOf({ range, item, index, places }: Step): Place {
  const origin = originOf(range, places);
  const path = origin === undefined ? '' : `${origin.path}[]`;
  const place = { path, item, index };
  return origin?.within === undefined ? place : { ...place, within: origin.within };
}

export interface Origin {
  readonly path: string;
  readonly within?: Place;
}

/** The path of a chain of fields, from the context or from a macro's variable. A filtered list is the list. */
export function originOf(expression: Expression, places: Places): Origin | undefined {
  if (expression.kind === 'variable') {
    const place = places.get(expression.name);
    if (place === undefined) return { path: expression.name };
    return place.path === '' ? undefined : { path: place.path, within: place };
  }
  if (expression.kind === 'select' || expression.kind === 'has') {
    const origin = originOf(expression.operand, places);
    return origin === undefined ? undefined : { ...origin, path: `${origin.path}.${expression.field}` };
  }
  if (expression.kind === 'macro' && expression.name === 'filter') return originOf(expression.range, places);
  if (expression.kind === 'call' && expression.name === '_[_]') return originOfIndex(expression, places);
  // c.image.lowerAscii() is about c.image.
  return expression.kind === 'call' && expression.target !== undefined
    ? originOf(expression.target, places)
    : undefined;
}

function originOfIndex(call: Extract<Expression, { kind: 'call' }>, places: Places): Origin | undefined {
  const [operand, index] = call.args;
  const origin = operand === undefined ? undefined : originOf(operand, places);
  if (origin === undefined) return undefined;
  const key = index?.kind === 'constant' && typeof index.value === 'string' ? `["${index.value}"]` : '[]';
  return { ...origin, path: origin.path + key };
}

/** The container that a place is in, or is. */
export function containerOf(place: Place | undefined): Place | undefined {
  if (place === undefined || place.path === 'workload.containers[]') return place;
  return containerOf(place.within);
}

/** What an item is called in a sentence: `spec.containers[0] ("shell")`, `volume "host"`. */
export function titleOf(place: Place | undefined): string {
  const container = containerOf(place);
  if (container !== undefined)
    return `${textOf(container.item, 'path')} ("${textOf(container.item, 'name')}")`;
  if (place?.path === 'workload.volumes[]') return `volume "${textOf(place.item, 'name')}"`;
  if (place?.path === 'workload.tolerations[]')
    return `toleration of "${textOf(place.item, 'key') || 'every taint'}"`;
  return '';
}

export function textOf(item: CelData, field: string): string {
  return String(scalarOf(memberOf(item, field)) ?? '');
}

export function textsOf(item: CelData, field: string): readonly string[] {
  return (itemsOf(memberOf(item, field)) ?? []).map(each => String(scalarOf(each) ?? ''));
}
