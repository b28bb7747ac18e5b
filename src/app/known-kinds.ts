import { builtInKinds, workloadKinds } from '../workloads/kinds/kinds.ts';
import { sourceKinds } from '../workloads/kinds/sources/source-kinds.ts';
import type { Path, WorkloadKind } from '../workloads/kinds/workload-kind.ts';

/** A kind of the registry in texts, for the reference. */
export interface KnownKind {
  readonly kind: string;
  readonly groups: readonly string[];
  readonly project: string;
  /** Where its pods are: `spec.tasks.*.template`. */
  readonly pods: readonly string[];
  readonly schedules: readonly string[];
  /** Kinds that it makes, and the account by which that is recognised. */
  readonly makes: readonly { readonly kind: string; readonly accounts: readonly string[] }[];
  readonly references: readonly string[];
  readonly nature: readonly string[];
}

export interface KnownSource {
  readonly kind: string;
  readonly group: string;
  readonly system: string;
  readonly addresses: readonly string[];
}

export function knownKinds(): readonly KnownKind[] {
  return workloadKinds.map(kind => ({
    kind: kind.kind,
    groups: kind.groups,
    project: kind.project ?? 'Kubernetes',
    pods:
      kind.places === undefined
        ? [textOf([...kind.template, 'spec'])]
        : kind.places.map(({ at }) => textOf(at)),
    schedules: schedulesOf(kind),
    makes: kind.makes ?? madeByBuiltIn(kind),
    references: (kind.references ?? []).map(({ at }) => textOf(at)),
    nature: natureOf(kind),
  }));
}

/** Of each API group, what `kubernetes-watch` lists and watches where it is served. */
export function watchedResources(): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, readonly string[]>();
  for (const { groups: served, resource } of workloadKinds)
    for (const group of served) {
      const known = groups.get(group) ?? [];
      if (!known.includes(resource)) groups.set(group, [...known, resource]);
    }
  return new Map([...groups].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

export function knownSources(): readonly KnownSource[] {
  return sourceKinds.map(({ kind, groups, system, addresses, references }) => ({
    kind,
    group: groups[0] ?? '',
    system,
    addresses: [...addresses, ...references].map(textOf),
  }));
}

function textOf(path: Path): string {
  return path.join('.');
}

function schedulesOf({ scheduled, times }: WorkloadKind): readonly string[] {
  if (times !== undefined) return [...times.schedules, ...(times.every ?? [])].map(textOf);
  return scheduled ? ['spec.schedule'] : [];
}

/** The rules of built-in kinds stand with what is made. */
function madeByBuiltIn({ kind, groups }: WorkloadKind): KnownKind['makes'] {
  return builtInKinds.flatMap(child =>
    child.owners
      .filter(owner => owner.kind === kind && owner.groups.some(group => groups.includes(group)))
      .map(owner => ({ kind: child.kind, accounts: [owner.controller] })),
  );
}

function natureOf(kind: WorkloadKind): readonly string[] {
  return [
    ...(kind.scheduled ? ['scheduled'] : []),
    ...(kind.sometimesScheduled === true ? ['sometimes scheduled'] : []),
    ...(kind.persistent ? ['persistent'] : []),
    ...(kind.everyNode ? ['every node'] : []),
    ...(kind.finite ? ['finite'] : []),
  ];
}
