import type { Group } from './incident-group.ts';
import { toldLineage } from './incident-lineage.ts';
import type { AdoptedGroup } from './live-incidents.ts';

type Left = 'marks' | 'origin' | 'progeny' | 'work' | 'changedBy' | 'supposed' | 'told';

type Stored = Omit<Group, Left> &
  Partial<Pick<Group, 'work' | 'changedBy' | 'supposed' | 'told'>> & {
    /** Id, time, place of the rule and of the action. */
    readonly marks: readonly (readonly [id: string, at: number, rule: number, action: number])[];
  };

interface Kept extends Omit<AdoptedGroup, 'group'> {
  readonly group: Stored;
}

/** A group as it is kept. Its marks point into its own lists; of its lineage what was told is kept, since what is known then may tell otherwise. */
export function keptGroup({ group, keys, latest }: AdoptedGroup): Kept {
  const { marks, origin: _, progeny: __, ...rest } = group;
  const places = marks.map(
    ({ id, at, rule, action }) =>
      [id, at, rest.rules.indexOf(rule), action === undefined ? -1 : rest.actions.indexOf(action)] as const,
  );
  return { keys, latest, group: { ...rest, told: toldLineage(group), marks: places } };
}

/** What `JSON.stringify` made of a kept group. */
export function readKeptGroup(text: string): AdoptedGroup {
  const { group, ...found }: Kept = JSON.parse(text);
  const { marks, ...rest } = group;
  const read = marks.flatMap(([id, at, place, actionPlace]) => {
    const rule = rest.rules[place];
    return rule === undefined ? [] : [{ id, at, rule, action: rest.actions[actionPlace] }];
  });
  const optional = {
    grants: [],
    accounts: [],
    opened: rest.workload,
    work: undefined,
    changedBy: undefined,
    supposed: undefined,
    told: undefined,
  };
  return { ...found, group: { ...optional, ...rest, marks: read, origin: undefined, progeny: undefined } };
}
