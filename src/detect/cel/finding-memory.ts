import type { WorkloadChange } from '../../workloads/workload-change.ts';
import type { BoundedMap } from './bounded-map.ts';
import { focusOf, templateOf } from './fingerprint.ts';

export interface Sighting {
  /** What the rule looks at, and what runs. */
  readonly focus: string;
  readonly template: string;
  readonly actor: string;
  /** Only a patch was seen. */
  readonly partial: boolean;
}

export interface FindingMemory {
  /**
   * Is this news? An object that is made is. One that is written again is only if something changed that the rule looks
   * at, or the image's repository or command of a container, or anything in the template and somebody else did it:
   * GitOps tools write the same object every few minutes, and everybody changes labels and replicas.
   */
  isNews(seen: {
    readonly rule: string;
    readonly key: string;
    /** Perhaps made from a template that has this key: what was told of that, or of another copy, is no news. */
    readonly copied?: boolean | undefined;
    readonly change: WorkloadChange;
    readonly fields: ReadonlySet<string>;
  }): boolean;
}

export function createFindingMemory(sightings: BoundedMap<Sighting>): FindingMemory {
  return {
    isNews({ rule, key, copied, change, fields }) {
      if (change.change.source !== 'audit') return true;
      const place = `${rule} ${change.change.outcome} ${key}`;
      const before = sightings.get(place);
      const now: Sighting = {
        focus: focusOf(change.workload, fields),
        template: templateOf(change.workload),
        actor: change.actor.effectiveUser,
        partial: !change.change.complete,
      };
      if (copied === true) {
        const copy = `${place} ${now.focus}`;
        const isKnown = before?.focus === now.focus || sightings.get(copy) !== undefined;
        if (!isKnown) sightings.set(copy, now);
        return !isKnown;
      }
      sightings.set(place, now);
      return before === undefined || isMade(change) || differs({ before, now, change });
    },
  };
}

/** A refused or failed attempt to make something makes nothing: the same attempt again is no news. */
function isMade({ change, workload }: WorkloadChange): boolean {
  return change.verb === 'create' && change.outcome === 'allowed' && !workload.derived;
}

interface Pair {
  readonly before: Sighting;
  readonly now: Sighting;
  readonly change: WorkloadChange;
}

function differs({ before, now, change }: Pair): boolean {
  // The patch that its owner was changed with was reported; this is what came of it.
  if (before.partial && change.workload.derived) return false;
  if (before.focus !== now.focus) return true;
  return before.template !== now.template && before.actor !== now.actor && !change.workload.derived;
}
