import type { Actor } from '../model/actor.ts';
import type { WorkloadLineage } from '../model/lineage.ts';
import type { Workload } from '../model/workload.ts';
import type { Author } from './author.ts';
import type { Chain, Responsibility } from './chain.ts';
import { chainOf, responsibleFor } from './chain.ts';
import { chainLinks } from './chain-links.ts';
import type { Life } from './life.ts';
import { timeOf } from './microseconds.ts';
import { resourceOf } from './resource.ts';
import type { ObjectName, OwnerReference } from './sighting.ts';
import type { Sightings } from './sightings.ts';

/** What stands behind an object, as far as the log has told so far. It stays valid, and holds little. */
export interface Origin {
  readonly chain: Chain;
  readonly responsible: Responsibility;
  /** Name and uid of the top of what controllers made; not in the log itself where `life` is absent. */
  readonly root: {
    readonly life?: Life | undefined;
    readonly kind: string;
    readonly group: string;
    readonly name: string;
    readonly namespace: string;
    readonly uid: string;
  };
}

/** undefined: nothing of it is in the log. */
export function originOf(workload: Workload, sightings: Sightings): Origin | undefined {
  const life = lifeOf(workload, sightings);
  if (life === undefined) return undefined;
  const chain = chainOf(life, sightings);
  return { chain, responsible: responsibleFor(chain, sightings), root: rootOf(chain, workload) };
}

export const nameOf = ({ cluster, group, kind, namespace, name }: Workload): ObjectName => ({
  cluster,
  resource: resourceOf(kind, group),
  namespace,
  name,
});

function lifeOf(workload: Workload, sightings: Sightings): Life | undefined {
  const lives = workload.name === '' ? [] : sightings.lives(nameOf(workload));
  return workload.uid === ''
    ? lives.at(-1)
    : (lives.find(({ uid }) => uid === workload.uid) ?? lives.findLast(({ uid }) => uid === ''));
}

function rootOf({ levels, root }: Chain, { group }: Workload): Origin['root'] {
  const top = levels[root] ?? levels[0];
  const { link, life } = top;
  // Its owner is known by name alone. A node is no workload: the mirror of a static pod is the top.
  if (link?.relation === 'made' && link.confidence !== 'unknown' && link.owner.kind !== 'Node')
    return { ...named(link.owner), namespace: life.name.namespace };
  const { namespace, name } = life.name;
  const above = levels[root - 1]?.link?.owner.group;
  return { life, kind: life.kind, group: above ?? group, name, namespace, uid: life.uid };
}

const named = ({ kind, group, name, uid }: OwnerReference) => ({ kind, group, name, uid });

/** The chain and the author, for those who read an incident. */
export function lineageOf({ chain, responsible }: Origin): Omit<WorkloadLineage, 'started'> {
  const { author, confidence } = responsible;
  const isKnown = author !== undefined && confidence !== 'unknown';
  return {
    chain: chainLinks(chain).map(({ cluster: _, created: __, deleted: ___, ...link }) => link),
    author: isKnown
      ? {
          ...actorOf(author.sighting.author),
          confidence,
          reason: author.reason,
          time: timeOf(author.sighting.at),
        }
      : null,
  };
}

export const actorOf = ({ user, effectiveUser, groups, userAgent, sourceIPs, pod }: Author): Actor => ({
  user,
  effectiveUser,
  groups,
  userAgent,
  sourceIPs,
  pod,
});
