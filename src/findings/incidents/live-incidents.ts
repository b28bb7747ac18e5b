import type { ChangeLog } from '../../model/change-log.ts';
import { noChangeLog } from '../../model/change-log.ts';
import type { Group } from './incident-group.ts';

/** The root of a group, and the key under which it is found. */
export interface Keys {
  readonly root: string;
  readonly group: string;
}

export interface AdoptedGroup {
  readonly keys: Keys;
  /** What controllers do for the root belongs to it. */
  readonly latest: boolean;
  readonly group: Group;
}

/** Which groups changed, for a watch that reports incidents as they grow and must know them after a restart. */
export interface LiveIncidents {
  /** For the owners that the root finder remembers, whose keys are uids. */
  readonly owners: ChangeLog;
  changed(group: Group, keys: Keys): void;
  dropped(group: Group): void;
  /** Groups that changed since the last call. */
  take(): readonly (readonly [Group, Keys])[];
}

/** For a run that reports its incidents at the end. */
export const notLive: LiveIncidents = {
  owners: noChangeLog,
  changed: () => undefined,
  dropped: () => undefined,
  take: () => [],
};

/** A finding belongs to one group, so a group's first finding names it. */
export const nameOf = (group: Group): string => group.marks[0]?.id ?? '';

export function createLiveIncidents(owners: ChangeLog, groups: ChangeLog): LiveIncidents {
  const changed = new Map<Group, Keys>();
  return {
    owners,
    changed: (group, keys) => void changed.set(group, keys),
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
