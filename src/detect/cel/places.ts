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
  switch (expression.kind) {
    case 'variable':
      return originOfVariable(expression.name, places);
    case 'select':
    case 'has': {
      const origin = originOf(expression.operand, places);
      return origin === undefined ? undefined : { ...origin, path: `${origin.path}.${expression.field}` };
    }
    case 'macro':
      return expression.name === 'filter' ? originOf(expression.range, places) : undefined;
    case 'call':
      return originOfCall(expression, places);
    default:
      return undefined;
  }
}

function originOfVariable(name: string, places: Places): Origin | undefined {
  const place = places.get(name);
  if (place === undefined) return { path: name };
  return place.path === '' ? undefined : { path: place.path, within: place };
}

/** `c.image.lowerAscii()` is about `c.image`, `size(c.mounts)` about `c.mounts`. */
function originOfCall(call: Extract<Expression, { kind: 'call' }>, places: Places): Origin | undefined {
  if (call.name === '_[_]') return originOfIndex(call, places);
  const about = call.target ?? (call.name === 'size' ? call.args[0] : undefined);
  return about === undefined ? undefined : originOf(about, places);
}

function originOfIndex(call: Extract<Expression, { kind: 'call' }>, places: Places): Origin | undefined {
  const [operand, index] = call.args;
  const origin = operand === undefined ? undefined : originOf(operand, places);
  if (origin === undefined) return undefined;
  const name = index === undefined ? undefined : keyOf(index, places);
  const key = name === undefined ? '[]' : `["${name}"]`;
  return { ...origin, path: origin.path + key };
}

/** The key of a map: written out, or what a macro's variable stands for. */
function keyOf(index: Expression, places: Places): string | undefined {
  if (index.kind === 'constant') return typeof index.value === 'string' ? index.value : undefined;
  const item = index.kind === 'variable' ? scalarOf(places.get(index.name)?.item) : undefined;
  return typeof item === 'string' ? item : undefined;
}

/** The item with this path that a place is in, or is. */
export function enclosing(place: Place | undefined, path: string): Place | undefined {
  return place === undefined || place.path === path ? place : enclosing(place.within, path);
}

export function containerOf(place: Place | undefined): Place | undefined {
  return enclosing(place, 'workload.containers[]');
}

/** What an item is called in a sentence: `spec.containers[0] ("shell")`, `volume "host"`. */
export function titleOf(place: Place | undefined): string {
  const container = containerOf(place);
  if (container !== undefined)
    return `${textOf(container.item, 'path')} ("${textOf(container.item, 'name')}")`;
  const volume = enclosing(place, 'workload.volumes[]');
  return volume === undefined ? '' : `volume "${textOf(volume.item, 'name')}"`;
}

export function textOf(item: CelData, field: string): string {
  return String(scalarOf(memberOf(item, field)) ?? '');
}

export function textsOf(item: CelData, field: string): readonly string[] {
  return (itemsOf(memberOf(item, field)) ?? []).map(each => String(scalarOf(each) ?? ''));
}
