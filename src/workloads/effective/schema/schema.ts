import { podTypes } from './pod-types.ts';
import { volumeTypes } from './volume-types.ts';
import { workloadTypes } from './workload-types.ts';

/** What the Go types of a kind say about merging and writing it, as far as that differs from the obvious. */
export interface ObjectType {
  readonly fields: ReadonlyMap<string, FieldType>;
  /** Server-side apply takes it as one value. */
  readonly atomic: boolean;
}

export interface FieldType {
  readonly shape: 'scalar' | 'object' | 'list' | 'map';
  /** Left out when it is empty: `""`, 0, false, [] or {}. */
  readonly omitEmpty: boolean;
  /** Written even where nothing is in it. */
  readonly always: boolean;
  /** Of the object, or of the list's items. */
  readonly type: ObjectType | undefined;
  /** Lists of a strategic merge: the items' key, `*` for plain values that are merged. */
  readonly mergeKey: string;
  /** Lists of a server-side apply: the items' keys, `*` for a set of plain values; none: it is one value. */
  readonly listKeys: readonly string[];
  readonly atomic: boolean;
}

const notation =
  /^(?<name>[A-Za-z]+)(?<mark>[~+]?)(?::(?<object>[A-Za-z]+)|\[(?<item>[A-Za-z]*)\](?<key>[A-Za-z*]*)(?:\/(?<keys>[A-Za-z,*]+))?|(?<map>\{\}))?(?<atomic>=?)$/;

/**
 * The tables are lines `Type: field field ...`, taken from the struct tags and markers of k8s.io/api 1.37. `~` is left out when
 * empty, `+` is always there, `:T` is an object, `[T]` a list, `{}` a map, `[T]key` is merged by key in a strategic merge,
 * `[T]key/a,b` by a and b in a server-side apply, `=` is one value. Fields that are not listed are plain or need no knowledge.
 */
function read(text: string): ReadonlyMap<string, ObjectType> {
  const types = new Map<string, { readonly fields: Map<string, FieldType>; readonly atomic: boolean }>();
  const lines = text
    .replaceAll(/\n {2}/g, ' ')
    .split('\n')
    .filter(line => line !== '');
  const parts = lines.map(line => /^([A-Za-z]+)(=?):(.*)$/.exec(line) ?? []);
  for (const [, name = '', atomic] of parts) types.set(name, { fields: new Map(), atomic: atomic === '=' });
  for (const [, name = '', , fields = ''] of parts) {
    for (const field of fields.split(' ').filter(word => word !== '')) {
      const found = notation.exec(field)?.groups ?? {};
      types.get(name)?.fields.set(found['name'] ?? '', fieldOf(found, types));
    }
  }
  return types;
}

type Groups = { readonly [name: string]: string | undefined };

function fieldOf(found: Groups, types: ReadonlyMap<string, ObjectType>): FieldType {
  return {
    shape: shapeOf(found),
    omitEmpty: found['mark'] === '~',
    always: found['mark'] === '+',
    type: types.get(found['object'] ?? found['item'] ?? ''),
    mergeKey: found['key'] ?? '',
    listKeys: found['keys']?.split(',') ?? [],
    atomic: found['atomic'] === '=' || types.get(found['object'] ?? '')?.atomic === true,
  };
}

function shapeOf(found: Groups): FieldType['shape'] {
  if (found['object'] !== undefined) return 'object';
  if (found['item'] !== undefined) return 'list';
  return found['map'] === undefined ? 'scalar' : 'map';
}

const types = read(`${workloadTypes}${podTypes}${volumeTypes}`);

/** undefined for kinds of others: nothing is known of them. */
export function objectType(kind: string): ObjectType | undefined {
  return types.get(kind);
}
