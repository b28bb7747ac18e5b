import type { ContainerActivity } from '../model/node-activity.ts';
import { isNode } from './author.ts';
import type { Life } from './life.ts';
import { microseconds } from './microseconds.ts';
import type { ObjectName } from './sighting.ts';
import type { Sightings } from './sightings.ts';

/** A container that a node was seen to start for a pod. */
export interface ContainerRun {
  readonly pod: ObjectName;
  /** As the kubelet names it, or `""`. */
  readonly uid: string;
  /** `Container`, or `PodSandbox`, which is all that some runtimes name a pod for. */
  readonly kind: string;
  /** `pod/container`, with its node where that is known. */
  readonly name: string;
  /** Microseconds since 1970. */
  readonly at: number;
}

const limits = { runs: 50_000, orphans: 10_000 } as const;

/** Runs, each once however many agents tell of it, and those whose pods the API's log has not told of yet. */
export function createContainerRuns(sightings: Sightings) {
  const seen = new Set<string>();
  const orphans = new Map<string, readonly ContainerRun[]>();
  return {
    /** undefined: it is known already, is no container of a pod, or its pod is not. */
    take(activity: ContainerActivity): { readonly run: ContainerRun; readonly life: Life } | undefined {
      const run = runOf(activity);
      const key = `${activity.cluster} ${activity.container.id.slice(0, 12)}`;
      if (run === undefined || seen.has(key)) return undefined;
      seen.add(key);
      if (seen.size > limits.runs) seen.delete(seen.values().next().value ?? '');
      const life = lifeOf(run, sightings);
      if (life !== undefined) return { run, life };
      const pod = keyOf(run.pod);
      orphans.set(pod, [...(orphans.get(pod) ?? []), run].slice(-16));
      if (orphans.size > limits.orphans) orphans.delete(orphans.keys().next().value ?? '');
      return undefined;
    },
    /** Of a pod that is told of now. */
    adopt(pod: ObjectName): readonly { readonly run: ContainerRun; readonly life: Life }[] {
      if (orphans.size === 0) return [];
      const runs = orphans.get(keyOf(pod)) ?? [];
      orphans.delete(keyOf(pod));
      return runs.flatMap(run => {
        const life = lifeOf(run, sightings);
        return life === undefined ? [] : [{ run, life }];
      });
    },
  };
}

function runOf({
  act,
  role,
  pod,
  container,
  node,
  at,
  cluster,
}: ContainerActivity): ContainerRun | undefined {
  const isSandbox = role === 'sandbox';
  if (pod.name === '' || !(act === 'started' || (isSandbox && act === 'created'))) return undefined;
  const time = microseconds(at);
  if (Number.isNaN(time)) return undefined;
  const inside = isSandbox ? '' : `/${container.name || container.id.slice(0, 12)}`;
  return {
    pod: { cluster, resource: 'pods', namespace: pod.namespace, name: pod.name },
    uid: pod.uid,
    kind: isSandbox ? 'PodSandbox' : 'Container',
    name: `${pod.name}${inside}${node === '' ? '' : ` on ${node}`}`,
    at: time,
  };
}

/** A static pod has a uid of the kubelet's own, which its mirror does not bear. */
function lifeOf({ pod, uid }: ContainerRun, sightings: Sightings): Life | undefined {
  const lives = sightings.lives(pod);
  const same = uid === '' ? lives.at(-1) : lives.find(life => life.uid === uid);
  return (
    same ??
    lives.findLast(life => life.uid === '' || (life.created !== undefined && isNode(life.created.author)))
  );
}

const keyOf = ({ cluster, namespace, name }: ObjectName): string => `${cluster} ${namespace} ${name}`;
