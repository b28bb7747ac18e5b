import type { JsonObject } from '../../model/json.ts';
import { objectAt } from '../../model/json.ts';
import type { WorkloadKind } from '../../workloads/kinds/workload-kind.ts';
import { templateOf } from '../shape.ts';
import type { ObjectName, Sighting } from '../sighting.ts';
import type { Sightings } from '../sightings.ts';
import type { LabelSelector, Labels } from './label-selector.ts';
import { matches, readLabels, readSelector } from './label-selector.ts';
import type { LineageFacts } from './lineage-facts.ts';

/** Whose pods have which labels, and whose selectors want which: of what people and their tools wrote. */
export interface LabelRegistry {
  /** `body`: the whole object after the request. */
  note(sighting: Sighting, body: JsonObject | undefined, kind: WorkloadKind): void;
  /** What of others the object of this request takes for its own, and who takes it for theirs. */
  facts(
    sighting: Sighting,
    body: JsonObject | undefined,
    kind: WorkloadKind,
  ): Pick<LineageFacts, 'captures' | 'capturedBy'>;
}

interface Entry {
  readonly name: ObjectName;
  readonly kind: string;
  readonly user: string;
  /** Of its pods; of a pod its own. */
  readonly labels: Labels;
  readonly selector?: LabelSelector | undefined;
}

/** They make pods for as long as their selector finds too few. A Job's selector is its own uid. */
const selecting = new Set(['Deployment', 'ReplicaSet', 'ReplicationController', 'StatefulSet', 'DaemonSet']);
const limits = { namespaces: 5_000, entries: 2_000, listed: 5 } as const;

export function createLabelRegistry(sightings: Sightings): LabelRegistry {
  const namespaces = new Map<string, Map<string, Entry>>();
  const placeOf = ({ cluster, namespace }: ObjectName): Map<string, Entry> => {
    const key = `${cluster} ${namespace}`;
    const found = namespaces.get(key) ?? new Map<string, Entry>();
    namespaces.set(key, found);
    if (namespaces.size > limits.namespaces) namespaces.delete(namespaces.keys().next().value ?? '');
    return found;
  };
  return {
    note(sighting, body, kind) {
      const place = placeOf(sighting.object);
      const key = `${sighting.object.resource} ${sighting.object.name}`;
      if (sighting.verb === 'delete') return void place.delete(key);
      const entry = body && entryOf(sighting, body, kind);
      if (entry === undefined) return;
      // Who wrote the labels first is whose they are: others may scale it, or give it another image.
      const before = place.get(key);
      place.set(key, before === undefined ? entry : { ...entry, user: before.user });
      if (place.size > limits.entries) place.delete(place.keys().next().value ?? '');
    },
    facts(sighting, body, kind) {
      const own = body && entryOf(sighting, body, kind);
      if (own === undefined) return none;
      const others = [...placeOf(sighting.object).values()].filter(
        ({ user, name }) =>
          user !== own.user && !(name.name === own.name.name && name.resource === own.name.resource),
      );
      const { selector } = own;
      return {
        captures:
          selector === undefined ? [] : wordsOf(others.filter(({ labels }) => matches(selector, labels))),
        capturedBy: own.kind === 'Pod' ? wordsOf(others.filter(other => adopts(other, own, sightings))) : [],
      };
    },
  };
}

const none = { captures: [], capturedBy: [] } as const;

const wordsOf = (entries: readonly Entry[]): readonly string[] =>
  entries.slice(0, limits.listed).map(({ kind, name }) => `${kind} ${name.name}`);

function entryOf(
  { object, owner, author }: Sighting,
  body: JsonObject,
  kind: WorkloadKind,
): Entry | undefined {
  const isPod = kind.kind === 'Pod';
  if (!isPod && !selecting.has(kind.kind)) return undefined;
  if (owner?.controller === true) return undefined;
  const metadata = objectAt(isPod ? body : templateOf(body, kind), 'metadata');
  const labels = readLabels(objectAt(metadata, 'labels'));
  if (labels.size === 0) return undefined;
  const selector = isPod ? undefined : readSelector(objectAt(body, 'spec'));
  return { name: object, kind: kind.kind, user: author.effectiveUser, labels, selector };
}

/** A Deployment's ReplicaSet selects by the hash of its template, too; a StatefulSet knows its pods by their names. */
function adopts({ kind, name, selector }: Entry, pod: Entry, sightings: Sightings): boolean {
  if (selector === undefined || !matches(selector, pod.labels)) return false;
  if (kind === 'StatefulSet') return isOrdinal(name.name, pod.name.name);
  if (kind !== 'Deployment') return true;
  const hash = pod.labels.get('pod-template-hash') ?? '';
  const replicaSet = { ...name, resource: 'replicasets', name: `${name.name}-${hash}` };
  return sightings.lives(replicaSet).at(-1)?.deleted === undefined && sightings.lives(replicaSet).length > 0;
}

const isOrdinal = (owner: string, name: string): boolean =>
  name.startsWith(`${owner}-`) && /^\d+$/.test(name.slice(owner.length + 1));
