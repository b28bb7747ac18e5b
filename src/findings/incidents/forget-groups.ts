import { atLeast } from '../../model/severity.ts';
import type { Group } from './incident-group.ts';
import type { LiveIncidents } from './live-incidents.ts';

/** By root and actor; one for each stretch of time. */
export type Groups = Map<string, readonly Group[]>;

/** Does it reach what is reported? */
export const isLoud = ({ severity, assessment: { score } }: Group): boolean =>
  atLeast(severity, 'medium') || (score !== undefined && score.bits >= score.threshold);

interface Known {
  readonly groups: Groups;
  readonly latestOfRoot: Map<string, Group>;
  readonly live: LiveIncidents;
}

/** Forgets the oldest groups without a finding of at least medium, as many as `most`; returns how many are left. */
export function forgetQuiet(known: Known, most: number): number {
  let left = most;
  forgetGroups(known, group => {
    const goes = !isLoud(group) && left > 0;
    if (goes) left -= 1;
    return goes;
  });
  for (const [key, group] of known.latestOfRoot) if (!isLoud(group)) known.latestOfRoot.delete(key);
  return quietIn(known.groups);
}

export const quietIn = (groups: Groups): number =>
  [...groups.values()].flat().filter(group => !isLoud(group)).length;

export function forgetGroups({ groups, latestOfRoot, live }: Known, goes: (group: Group) => boolean): void {
  const gone = new Set<Group>();
  for (const [key, members] of groups) {
    const left = members.filter(group => {
      if (!goes(group)) return true;
      gone.add(group);
      return false;
    });
    if (left.length === members.length) continue;
    if (left.length === 0) groups.delete(key);
    else groups.set(key, left);
  }
  for (const group of gone) live.dropped(group);
  for (const [key, group] of latestOfRoot) if (gone.has(group)) latestOfRoot.delete(key);
}
