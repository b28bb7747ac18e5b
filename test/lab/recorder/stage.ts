import type { Cluster } from '../cluster.ts';
import type { Actors } from './actors.ts';
import { createActors } from './actors.ts';
import type { Place } from './kinds.ts';
import { builtIn } from './kinds.ts';
import type { Manifest } from './manifest.ts';
import { manifestOf } from './manifest.ts';
import type { Brief, Subject, World } from './world.ts';

/** The cluster of a world, who acts in it, and what the world's own objects are just now. */
export interface Stage {
  readonly cluster: Cluster;
  readonly world: World;
  readonly actors: Actors;
  /** By `Kind/namespace/name`. */
  readonly objects: Map<string, Brief>;
  /** What routines leave alone, since somebody else changed it. */
  readonly touched: Set<string>;
}

export function createStage(cluster: Cluster, world: World): Stage {
  const actors = createActors(cluster, world);
  return { cluster, world, actors, objects: new Map(), touched: new Set() };
}

export const keyOf = ({ kind, in: namespace, name = '' }: Brief): string => `${kind}/${namespace}/${name}`;

export function briefOf(stage: Stage, subject: Subject): Brief {
  if (!('of' in subject)) return subject;
  const base = stage.objects.get(subject.of);
  if (base === undefined) throw new Error(`no object ${subject.of} in ${stage.world.name}`);
  // What is not said has no default here: it stays as it was.
  const changes = Object.fromEntries(
    Object.entries(subject.with ?? {}).filter(([key, value]) => key !== 'in' || value !== ''),
  );
  return { ...base, ...changes };
}

export const wholeOf = (stage: Stage, brief: Brief): Manifest =>
  manifestOf(brief, placeOf(stage, brief.kind).apiVersion);

export function placeOf({ world }: Stage, kind: string): Place {
  const known = builtIn.get(kind);
  if (known !== undefined) return known;
  const defined = world.definitions.find(definition => definition.kind === kind);
  if (defined === undefined) throw new Error(`nothing is known of the kind ${kind}`);
  return { apiVersion: `${defined.group}/${defined.version}`, plural: defined.plural, namespaced: true };
}
