import type { Json, JsonObject } from '../../model/json.ts';
import { fieldOf, isObject } from '../../model/json.ts';

/** An object as the API server has it, as far as the log tells. */
export interface Effective {
  readonly object: JsonObject;
  /**
   * What is not known: dotted paths, list items as `containers[0]`; `*` is all but the header: the object is then what was last
   * known of it. Fields that only the server writes (`serverOwned`) are not listed.
   */
  readonly unknown: readonly string[];
}

export const everything = '*';

/**
 * Written by the server and by admission, so that they are in the object only where the answer was logged: they are no part of what a
 * request asks for.
 */
export const serverOwned: readonly string[] = [
  'metadata.uid',
  'metadata.resourceVersion',
  'metadata.generation',
  'metadata.creationTimestamp',
  'metadata.selfLink',
  'metadata.managedFields',
  'metadata.name where it is generated',
  'status',
  'spec.selector and the labels of spec.template that hold the uid, of a Job',
  'spec.volumes, volumeMounts, tolerations, priority, preemptionPolicy and imagePullSecrets that admission adds to a Pod',
];

/** The most that is listed; more is everything. */
const limit = 64;

export function effective(object: JsonObject, unknown: readonly string[] = []): Effective {
  const all = [...new Set(unknown.length === 0 ? unknown : withEmptied(object, new Set(unknown)))];
  return { object, unknown: all.includes(everything) || all.length > limit ? [everything] : all };
}

/** A map of which nothing is certain may be empty, and the server keeps no empty one: then all of it is unknown. */
function withEmptied(object: JsonObject, unknown: ReadonlySet<string>): readonly string[] {
  return [...unknown].map(path => {
    const end = path.lastIndexOf('.');
    if (end < 0 || path.endsWith(']')) return path;
    const parent = path.slice(0, end);
    const map = valueUnder(object, parent);
    const isUncertain = isObject(map) && Object.keys(map).every(key => unknown.has(`${parent}.${key}`));
    return isUncertain ? parent : path;
  });
}

/** What a path of `unknown` leads to. */
function valueUnder(object: JsonObject, path: string): Json | undefined {
  let current: Json | undefined = object;
  for (const part of path.split(/[.[\]]/)) {
    if (Array.isArray(current)) current = part === '' ? current : current[Number(part)];
    else if (part !== '') current = fieldOf(current, part);
  }
  return current;
}

export const isKnown = ({ unknown }: Effective): boolean => unknown.length === 0;
