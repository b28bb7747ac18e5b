/** What an expression can be, as far as it is known before it runs. */
export type CelType =
  | { readonly kind: 'string' | 'bool' | 'int' | 'double' | 'bytes' | 'null' | 'dyn' | 'other' }
  | { readonly kind: 'list' | 'map'; readonly of: CelType }
  | { readonly kind: 'object'; readonly name: string; readonly fields: FieldTable };

export type FieldTable = ReadonlyMap<string, CelField>;

export interface CelField {
  readonly type: CelType;
  /** One sentence for the reference. */
  readonly says: string;
}

/** A field that holds a T; the phantom member makes the compiler compare the table with the type that it describes. */
export interface Field<T> extends CelField {
  readonly accepts?: (value: T) => void;
}

export const types = {
  string: { kind: 'string' },
  bool: { kind: 'bool' },
  int: { kind: 'int' },
  double: { kind: 'double' },
  dyn: { kind: 'dyn' },
  other: { kind: 'other' },
  null: { kind: 'null' },
  bytes: { kind: 'bytes' },
} as const satisfies { readonly [name: string]: CelType };

export const text = (says: string): Field<string> => ({ type: types.string, says });
export const flag = (says: string): Field<boolean> => ({ type: types.bool, says });
export const whole = (says: string): Field<number> => ({ type: types.int, says });
export const raw = (says: string): Field<unknown> => ({ type: types.dyn, says });
export const texts = (says: string): Field<readonly string[]> => ({
  type: { kind: 'list', of: types.string },
  says,
});
export const wholes = (says: string): Field<readonly number[]> => ({
  type: { kind: 'list', of: types.int },
  says,
});
export const strings = (says: string): Field<ReadonlyMap<string, string>> => ({
  type: { kind: 'map', of: types.string },
  says,
});

/** An object with exactly the fields of T. */
export function object<T>(
  name: string,
  fields: { readonly [Key in keyof T]-?: Field<T[Key]> },
): (says: string) => Field<T> {
  const table = new Map<string, CelField>(Object.entries<CelField>(fields));
  return says => ({ type: { kind: 'object', name, fields: table }, says });
}

export function listOf<T>(item: (says: string) => Field<T>, says: string): Field<readonly T[]> {
  return { type: { kind: 'list', of: item('').type }, says };
}

/** `a string`, `an int` */
export function aTypeOf(type: CelType): string {
  const name = nameOf(type);
  return `${/^[aeiouAEIO]/.test(name) ? 'an' : 'a'} ${name}`;
}

/** `list of Container` */
export function nameOf(type: CelType): string {
  if (type.kind === 'object') return type.name;
  if (type.kind === 'list') return `list of ${nameOf(type.of)}`;
  if (type.kind === 'map') return `map of ${nameOf(type.of)}`;
  if (type.kind === 'dyn') return 'value of any type';
  return type.kind === 'other' ? 'value of another type' : type.kind;
}
