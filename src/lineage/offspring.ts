import type { ContainerActivity } from '../model/node-activity.ts';
import { isController } from './author.ts';
import { chainOf } from './chain.ts';
import { lowest } from './confidence.ts';
import type { ContainerRun } from './container-runs.ts';
import { createContainerRuns } from './container-runs.ts';
import type { Life } from './life.ts';
import { bornAt } from './life.ts';
import type { Progeny, Stretches } from './progeny.ts';
import { add, begin, progenyOf } from './progeny.ts';
import type { ObjectName, Sighting } from './sighting.ts';
import type { Sightings } from './sightings.ts';

/** What controllers made of every owner, as it is seen. */
export interface Offspring {
  /** Called with each sighting that was new, after it was taken. */
  note(sighting: Sighting): void;
  /** A container was started for a pod, whose owners' work that is. */
  noteContainer(activity: ContainerActivity): void;
  of(name: ObjectName): Progeny | undefined;
  /** Has the log any creation of this resource by a controller? Else that nothing was made says nothing. */
  isLogged(cluster: string, resource: string): boolean;
  forget(names: readonly ObjectName[]): void;
}

export function createOffspring(sightings: Sightings): Offspring {
  const known = new Map<string, Stretches>();
  const logged = new Set<string>();
  const runs = createContainerRuns(sightings);
  const open = (name: ObjectName): Stretches => {
    const key = keyOf(name);
    const stretches = known.get(key) ?? [];
    known.set(key, stretches);
    return stretches;
  };
  const noteMade = (sighting: Sighting): void => {
    const { object, kind, uid } = sighting;
    logged.add(`${object.cluster} ${object.resource}`);
    const lives = sightings.lives(object);
    const life = lives.find(each => each.uid === uid) ?? lives.at(-1);
    if (life === undefined) return;
    let confidence = lowest([]);
    for (const { link } of chainOf(life, sightings).levels) {
      if (link?.relation !== 'made' || link.life === undefined || link.confidence === 'unknown') return;
      confidence = lowest([confidence, link.confidence]);
      add(open(link.life.name), { kind, name: object.name, at: bornAt(life), confidence });
    }
  };

  const noteRun = ({ run, life }: { readonly run: ContainerRun; readonly life: Life }): void => {
    const { kind, name, at } = run;
    const made = { kind, name, at };
    let confidence = lowest([]);
    add(open(life.name), { ...made, confidence });
    for (const { link } of chainOf(life, sightings).levels) {
      if (link?.relation !== 'made' || link.life === undefined || link.confidence === 'unknown') return;
      confidence = lowest([confidence, link.confidence]);
      add(open(link.life.name), { ...made, confidence });
    }
  };

  return {
    noteContainer(activity) {
      const found = runs.take(activity);
      if (found !== undefined) noteRun(found);
    },
    note(sighting) {
      const { object, verb, author, at } = sighting;
      if (object.name === '' || verb === 'delete') return;
      if (object.resource === 'pods') for (const found of runs.adopt(object)) noteRun(found);
      if (isMadeByController(sighting, sightings)) noteMade(sighting);
      else if (
        verb !== 'seen' &&
        !isController(author) &&
        mayOwn(object.resource) &&
        !repeats(sighting, sightings)
      )
        begin(open(object), at);
    },
    of(name) {
      const stretches = known.get(keyOf(name));
      return stretches && progenyOf(stretches);
    },
    isLogged: (cluster, resource) => logged.has(`${cluster} ${resource}`),
    forget(names) {
      for (const name of names) known.delete(keyOf(name));
    },
  };
}

const keyOf = ({ cluster, resource, namespace, name }: ObjectName): string =>
  `${cluster} ${resource} ${namespace} ${name}`;

/** A pod makes nothing. */
const mayOwn = (resource: string): boolean => resource !== 'pods';

/** Its creation, or where the server made the name and no body tells it, the first that is seen of it. */
function isMadeByController({ object, verb, author, subresource }: Sighting, sightings: Sightings): boolean {
  if (verb === 'create') return isController(author);
  return subresource === 'binding' && sightings.lives(object).at(-1)?.created === undefined;
}

/** GitOps controllers write the same every few minutes: the spec's generation is as before. */
function repeats({ object, uid, verb, generation, at }: Sighting, sightings: Sightings): boolean {
  if (generation === 0 || verb === 'create') return false;
  const life = sightings.lives(object).find(each => each.uid === uid);
  const before = [life?.created, ...(life?.changes ?? [])].findLast(
    each => each !== undefined && each.at < at,
  );
  return before?.generation === generation;
}
