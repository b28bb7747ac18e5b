import type { Correlation, Slot } from './correlation.ts';
import { numberOf } from './measures.ts';
import type { FieldValue, FieldValues, Occurrence } from './occurrence.ts';
import { valuesOf } from './occurrence.ts';
import type { Entry } from './watch.ts';

/** An occurrence as a member of a group. */
export interface Member {
  readonly entry: Entry;
  readonly groupValues: readonly FieldValue[];
  readonly occurrence: Occurrence;
}

export interface Membership {
  /** Events without a value for a group-by field; events with so many values that some groups did not get them. */
  readonly counts: { ungrouped: number; crowded: number };
}

const maxCombinations = 64;

/**
 * The groups that the occurrences of one moment belong to. A field with several values (a list) puts an event into one
 * group for each; an event without a value belongs to none.
 */
export function membersOf(
  correlation: Correlation,
  occurrences: readonly Occurrence[],
  { counts }: Membership,
): ReadonlyMap<string, readonly Member[]> {
  const groups = new Map<string, Map<Occurrence, Member>>();
  for (const occurrence of occurrences) {
    for (const joining of joiningsOf(correlation, occurrence)) {
      const combinations = groupsOf(correlation.slots[joining.slot], joining.fields);
      if (combinations.length === 0) counts.ungrouped += 1;
      if (combinations.length > maxCombinations) counts.crowded += 1;
      for (const groupValues of combinations.slice(0, maxCombinations)) join(groups, joining, groupValues);
    }
  }
  return new Map([...groups].map(([key, members]) => [key, inOrder([...members.values()])]));
}

/** The rules of the correlation that it matched; those that have nothing to measure in it are left out. */
function joiningsOf(correlation: Correlation, occurrence: Occurrence): readonly Joining[] {
  return correlation.slots.flatMap(({ source }, slot) => {
    const fields = occurrence.matches.find(({ rule }) => rule === source)?.fields;
    if (fields === undefined) return [];
    const values = measuredValues(correlation, slot, fields);
    if (correlation.fields.length > 0 && values.length === 0) return [];
    return [{ occurrence, slot, fields, values }];
  });
}

interface Joining {
  readonly occurrence: Occurrence;
  readonly slot: number;
  readonly fields: FieldValues;
  readonly values: readonly FieldValue[];
}

/** One occurrence is one member of a group, however many of the rules it matched. */
function join(
  groups: Map<string, Map<Occurrence, Member>>,
  { slot, values, occurrence }: Joining,
  groupValues: readonly FieldValue[],
): void {
  const key = JSON.stringify([occurrence.cluster, ...groupValues.map(value => value.text)]);
  const members = groups.get(key) ?? new Map<Occurrence, Member>();
  groups.set(key, members);
  const known = members.get(occurrence)?.entry;
  const entry: Entry = {
    time: occurrence.time,
    slots: [...(known?.slots ?? []), slot],
    values: distinct([...(known?.values ?? []), ...values]),
    evidence: occurrence.evidence,
  };
  members.set(occurrence, { entry, groupValues, occurrence });
}

function distinct(values: readonly FieldValue[]): readonly FieldValue[] {
  return values.length < 2 ? values : [...new Map(values.map(value => [value.text, value])).values()];
}

/** Events of one moment in the order of the rules that they match; correlations come after the events that set them off. */
function inOrder(members: readonly Member[]): readonly Member[] {
  const place = ({ entry }: Member, index: number): number => entry.slots.at(index) ?? 0;
  const level = ({ occurrence }: Member): number => occurrence.level;
  return members.toSorted(
    (a, b) => level(a) - level(b) || place(a, 0) - place(b, 0) || place(a, -1) - place(b, -1),
  );
}

function groupsOf(slot: Slot | undefined, fields: FieldValues): readonly (readonly FieldValue[])[] {
  let combinations: readonly (readonly FieldValue[])[] = [[]];
  for (const name of slot?.groupFields ?? []) {
    const values = valuesOf(fields, name);
    combinations = combinations
      .flatMap(combination => values.map(value => [...combination, value]))
      .slice(0, maxCombinations + 1);
  }
  return combinations;
}

/** The values that a value_* correlation looks at: with several fields, their combinations. */
function measuredValues(
  { type, slots }: Correlation,
  slot: number,
  fields: FieldValues,
): readonly FieldValue[] {
  const names = slots[slot]?.valueFields ?? [];
  const [only = ''] = names;
  if (names.length === 0) return [];
  if (type !== 'value_count') return valuesOf(fields, only).filter(value => numberOf(value) !== undefined);
  if (names.length === 1) return valuesOf(fields, only);
  let tuples: readonly (readonly FieldValue[])[] = [[]];
  for (const name of names) {
    const values = valuesOf(fields, name);
    tuples = tuples.flatMap(tuple => values.map(value => [...tuple, value])).slice(0, maxCombinations);
  }
  return tuples.map(tuple => ({
    text: JSON.stringify(tuple.map(value => value.text)),
    hidden: tuple.some(value => value.hidden),
  }));
}
