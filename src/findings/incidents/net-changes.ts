import type { ChangedField } from '../../model/lineage.ts';
import { beginning } from '../small.ts';

/** What was changed in the course of an incident, from the first state to the last. */
export interface NetChanges {
  readonly fields: readonly ChangedField[];
  /** How many more there were than are kept. */
  readonly more: number;
}

export const noChanges: NetChanges = { fields: [], more: 0 };

const limits = { fields: 16, text: 600 } as const;

/** With what a later request changed: of a change in several steps the ends are told, and nothing of one that was taken back. */
export function withChanges(known: NetChanges, later: readonly ChangedField[]): NetChanges {
  const fields = [...known.fields];
  let { more } = known;
  for (const change of later) {
    const next = shortened(change);
    const index = fields.findIndex(field => leadsTo(field, next));
    const earlier = fields[index];
    if (earlier !== undefined) {
      if (earlier.from === next.to) fields.splice(index, 1);
      else fields[index] = { ...earlier, to: next.to };
    } else if (fields.length < limits.fields) fields.push(next);
    else more += 1;
  }
  return { fields, more };
}

function leadsTo(earlier: ChangedField, later: ChangedField): boolean {
  return (
    earlier.field === later.field &&
    earlier.container === later.container &&
    earlier.to === later.from &&
    // What came from nothing and what went to nothing are two items of one list.
    earlier.to !== ''
  );
}

function shortened({ field, container, from, to }: ChangedField): ChangedField {
  return {
    field,
    container: beginning(container, 63),
    from: beginning(from, limits.text),
    to: beginning(to, limits.text),
  };
}
