import type { Json, JsonObject } from '../../model/json.ts';
import { fieldOf, isObject } from '../../model/json.ts';
import type { Path } from '../kinds/workload-kind.ts';
import type { Found } from './pod-view.ts';

/** Far beyond real objects. */
const most = 1_000;

export interface Start {
  readonly object: JsonObject;
  readonly path: string;
  /** List items whose index is not known. */
  readonly appended: ReadonlySet<unknown>;
  readonly readText?: ReadText | undefined;
}

/** Reads a text within an object as YAML; undefined if it holds no object. */
export type ReadText = (text: string) => JsonObject | undefined;

/** All values at a path; `*` is every item of a list or member of an object. */
export function findAt(start: Start, path: Path): readonly Found[] {
  let found: readonly Found[] = [{ value: start.object, path: start.path }];
  for (const key of path) {
    found =
      key === '*' ? found.flatMap(each => itemsOf(each, start.appended)).slice(0, most) : below(found, key);
    if (found.length === 0) return found;
  }
  return found;
}

/** The objects at a path. */
export function objectsAt(
  start: Start,
  path: Path,
): readonly { readonly value: JsonObject; readonly path: string }[] {
  return findAt(start, path).flatMap(({ value, path: at }) => (isObject(value) ? [{ value, path: at }] : []));
}

export function joined(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

function below(found: readonly Found[], key: string): readonly Found[] {
  return found.flatMap(({ value, path }) => {
    const member = fieldOf(value, key);
    return member === undefined ? [] : [{ value: member, path: joined(path, key) }];
  });
}

function itemsOf({ value, path }: Found, appended: ReadonlySet<unknown>): readonly Found[] {
  if (Array.isArray(value)) {
    return value.slice(0, most).map((item: Json, index) => ({
      value: item,
      path: `${path}[${appended.has(item) ? '-' : index}]`,
    }));
  }
  if (!isObject(value)) return [];
  const keys = Object.keys(value).slice(0, most);
  return keys.map(key => ({ value: value[key] ?? null, path: joined(path, key) }));
}
