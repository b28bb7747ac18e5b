import type { Group } from './incident-group.ts';
import type { AdoptedGroup, Found } from './live-incidents.ts';

type Stored = Omit<Group, 'marks' | 'origin' | 'progeny' | 'work' | 'changedBy' | 'supposed'> &
  Partial<Pick<Group, 'work' | 'changedBy' | 'supposed'>> & {
    /** Id, time, place of the rule and of the action. */
    readonly marks: readonly (readonly [id: string, at: number, rule: number, action: number])[];
  };

interface Kept extends Found {
  readonly latest: boolean;
  readonly group: Stored;
}

/** A group as it is kept. Its marks point into its own lists; its lineage is asked for again. */
export function keptGroup({ group, keys, latest, workload }: AdoptedGroup): Kept {
  const { marks, origin: _, progeny: __, ...rest } = group;
  const places = marks.map(
    ({ id, at, rule, action }) =>
      [id, at, rest.rules.indexOf(rule), action === undefined ? -1 : rest.actions.indexOf(action)] as const,
  );
  return { keys, latest, ...(workload && { workload }), group: { ...rest, marks: places } };
}

/** What `JSON.stringify` made of a kept group. */
export function readKeptGroup(text: string): AdoptedGroup {
  const { group, ...found }: Kept = JSON.parse(text);
  const { marks, ...rest } = group;
  const read = marks.flatMap(([id, at, place, actionPlace]) => {
    const rule = rest.rules[place];
    return rule === undefined ? [] : [{ id, at, rule, action: rest.actions[actionPlace] }];
  });
  const optional = { work: undefined, changedBy: undefined, supposed: undefined };
  return { ...found, group: { ...optional, ...rest, marks: read, origin: undefined, progeny: undefined } };
}
