import type { ChangeLog } from '../model/change-log.ts';
import { noChangeLog } from '../model/change-log.ts';
import type { Workload } from '../model/workload.ts';
import type { Group } from './incident-group.ts';

/** The root of a group, and the key under which it is found. */
export interface Keys {
  readonly root: string;
  readonly group: string;
}

/** How a group is found again. */
export interface Found {
  readonly keys: Keys;
  /** Of the finding whose lineage it has. */
  readonly workload?: Workload | undefined;
}

export interface AdoptedGroup extends Found {
  readonly latest: boolean;
  readonly group: Group;
}

/** Which groups changed, for a watch that reports incidents as they grow and must know them after a restart. */
export interface LiveIncidents {
  /** For the owners that the root finder remembers, whose keys are uids. */
  readonly owners: ChangeLog;
  /** Without a workload: that of before stays. */
  changed(group: Group, found: Found): void;
  adopted(group: AdoptedGroup): void;
  dropped(group: Group): void;
  /** Groups that changed since the last call. */
  take(): readonly (readonly [Group, Found])[];
}

/** For a run that reports its incidents at the end. */
export const notLive: LiveIncidents = {
  owners: noChangeLog,
  changed: () => undefined,
  adopted: () => undefined,
  dropped: () => undefined,
  take: () => [],
};

/** A finding belongs to one group, so a group's first finding names it. */
export const nameOf = (group: Group): string => group.marks[0]?.id ?? '';

export function createLiveIncidents(owners: ChangeLog, groups: ChangeLog): LiveIncidents {
  const changed = new Map<Group, Found>();
  const workloads = new WeakMap<Group, Workload>();
  const note = (group: Group, { workload }: Found): void => {
    if (workload !== undefined) workloads.set(group, workload);
  };
  return {
    owners,
    changed: (group, found) => {
      note(group, found);
      changed.set(group, { keys: found.keys, workload: workloads.get(group) });
    },
    adopted: adopted => note(adopted.group, adopted),
    dropped: group => {
      changed.delete(group);
      groups.note(nameOf(group), undefined);
    },
    take: () => {
      const taken = [...changed];
      changed.clear();
      return taken;
    },
  };
}
