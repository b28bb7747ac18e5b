import { builtInKinds } from '../workloads/kinds/kinds.ts';
import { resourceOfKind } from '../workloads/workload-reference.ts';
import type { ObjectName } from './sighting.ts';
import type { Sightings } from './sightings.ts';

/** Which controller names its objects how, after which owner. */
export interface NamingRule {
  readonly child: string;
  readonly parent: string;
  /** The owner's API group today. */
  readonly group: string;
  /** Name of the controller's service account in kube-system. */
  readonly controller: string;
  /** What of the child's name may be its owner's; nothing if the name is not of this kind. */
  readonly stems: (name: string) => readonly Stem[];
}

export interface Stem {
  readonly text: string;
  /** The owner's name may go on: the server had to cut it. */
  readonly cut: boolean;
}

/** By the owner's kind; the rest of them leave it to the server (`generated`). */
const namings: ReadonlyMap<string, NamingRule['stems']> = new Map([
  ['CronJob', scheduled],
  ['Deployment', hashed],
  ['Job', indexedOrGenerated],
  ['StatefulSet', numbered],
]);

/** How the controllers of kube-controller-manager name what they make; the sources are named at each function. */
export const namingRules: readonly NamingRule[] = builtInKinds.flatMap(({ resource, owners }) =>
  owners.map(({ kind, groups, controller }) => ({
    child: resource,
    parent: resourceOfKind(kind),
    group: groups[0] ?? '',
    controller,
    stems: namings.get(kind) ?? generated,
  })),
);

/** The owners in this namespace that the rule could have named the child after. */
export function namedOwners(
  child: ObjectName,
  rule: NamingRule,
  sightings: Sightings,
): readonly ObjectName[] {
  return rule.stems(child.name).flatMap(({ text, cut }) => {
    const owner = { ...child, resource: rule.parent, name: text };
    if (!cut) return sightings.lives(owner).length > 0 ? [owner] : [];
    return [...sightings.names(owner)].filter(({ name }) => `${name}-`.startsWith(text));
  });
}

/**
 * k8s.io/apiserver/pkg/storage/names/generate.go: five characters without vowels, 0, 1 and 3, after at most 58 of the owner's
 * name and its hyphen.
 */
function generated(name: string): readonly Stem[] {
  if (!/^.+[bcdfghjklmnpqrstvwxz2456789]{5}$/.test(name)) return [];
  const base = name.slice(0, -5);
  if (base.length >= longestBase) return [{ text: base, cut: true }];
  return base.endsWith('-') ? [{ text: base.slice(0, -1), cut: false }] : [];
}

const longestBase = 58;

/** An Indexed Job puts the completion index before the random part (pkg/controller/job/indexed_job_utils.go). */
function indexedOrGenerated(name: string): readonly Stem[] {
  const stems = generated(name);
  const [stem] = stems;
  const text = stem?.cut === false ? /^(.+)-\d+$/.exec(stem.text)?.[1] : undefined;
  return text === undefined ? stems : [...stems, { text, cut: false }];
}

/** pkg/controller/statefulset/stateful_set_utils.go: name and ordinal. */
function numbered(name: string): readonly Stem[] {
  const text = /^(.+)-\d+$/.exec(name)?.[1];
  return text === undefined ? [] : [{ text, cut: false }];
}

/** pkg/controller/deployment/sync.go: name and hash of the template in the alphabet of generated names. */
function hashed(name: string): readonly Stem[] {
  const text = /^(.+)-[bcdfghjklmnpqrstvwxz2456789]{1,10}$/.exec(name)?.[1];
  return text === undefined ? [] : [{ text, cut: false }];
}

/** pkg/controller/cronjob/utils.go: name and scheduled time in minutes; in seconds until 1.21. */
function scheduled(name: string): readonly Stem[] {
  const text = /^(.+)-\d{7,10}$/.exec(name)?.[1];
  return text === undefined ? [] : [{ text, cut: false }];
}
