import type { FieldTable } from './cel-type.ts';
import { nameOf } from './cel-type.ts';
import { contextFields } from './context-fields.ts';

export interface DocumentedField {
  /** `workload.containers[].image` */
  readonly path: string;
  /** `string`, `list of Container`. */
  readonly type: string;
  readonly says: string;
}

/** Every field with its path, for the reference and `rules fields`. */
export function documentedFields(
  fields: FieldTable = contextFields,
  prefix = '',
): readonly DocumentedField[] {
  return [...fields].flatMap(([name, { type, says }]) => {
    const path = prefix + name;
    const inner = type.kind === 'list' ? type.of : type;
    const below = inner.kind === 'object' ? inner.fields : new Map();
    const separator = type.kind === 'list' ? '[].' : '.';
    return [{ path, type: nameOf(type), says }, ...documentedFields(below, path + separator)];
  });
}
