import type { Cluster } from '../cluster.ts';
import { applications, hard, healLater, restoreByHand } from '../delivery.ts';
import type { Caller } from '../identity.ts';
import type { Mark } from '../truth-record.ts';
import type { Attack } from './attack.ts';
import { anywhere } from './attack.ts';
import type { LoudTables } from './loud-tables.ts';
import { at } from './loud-tables.ts';
import type { Variant } from './variant.ts';
import { actors, callerOf, containerOf, hidings, kinds, powers, workloadOf } from './variant.ts';

/** Loud variants: each a combination of kind, actor, image, command, schedule, powers and hiding. */
export function loudAttacks(tables: LoudTables): readonly Attack[] {
  return Array.from({ length: tables.count }, (_, index) => attackOf(tables, index));
}

function attackOf(tables: LoudTables, index: number): Attack {
  const { strides } = tables;
  const [family, command] = at(tables.payloads, index);
  const variant: Variant = {
    kind: at(kinds, index * strides.kind + Math.floor(index / 6)),
    actor: at(actors, index * strides.actor + Math.floor(index / 4)),
    power: at(powers, index * strides.power),
    hiding: at(hidings, index * strides.hiding),
    name: at(tables.names, index),
    image: at(tables.images, index + Math.floor(index / 5)),
    command,
    schedule: at(tables.schedules, index),
    agent: at(tables.agents, index),
  };
  const { kind, actor, power, hiding } = variant;
  const words = [family, kind, `by ${actor}`, power, hiding].filter(word => word !== 'none').join(', ');
  return {
    name: `${tables.prefix}${String(index + 1).padStart(2, '0')} ${words}`,
    family: `loud: ${family}`,
    style: 'loud',
    fits: anywhere,
    play: (cluster, mark) => playVariant(cluster, variant, mark),
  };
}

function playVariant(cluster: Cluster, variant: Variant, mark: Mark): boolean {
  const { server, timeline, random } = cluster;
  const team = random.pick(cluster.teams);
  const caller = callerOf(cluster, variant, team.namespace);
  if (variant.hiding === 'hijack' || variant.hiding === 'sidecar')
    return changeExisting(cluster, variant, caller, mark);
  const workload = workloadOf(variant, team.namespace, cluster.nodes[0] ?? '');
  const { kind, namespace } = workload;
  const { name } = server.write({ caller, workload, method: 'create', mark }).workload;
  if (variant.hiding === 'dormant' && (kind === 'CronJob' || kind === 'Job'))
    timeline.at(timeline.now() + (20 + random.below(60)) * 3_600_000, () => {
      const now = server.find(kind, namespace, name)?.workload;
      if (now !== undefined)
        server.write({ caller, workload: { ...now, suspend: false }, method: 'merge', mark });
    });
  const isShort = variant.hiding === 'vanishing';
  const delay = isShort ? 90_000 : (20 + random.below(80)) * 3_600_000;
  timeline.at(timeline.now() + delay, () => {
    if (server.find(kind, namespace, name) === undefined) return;
    const by = isShort ? caller : random.pick(cluster.sres);
    server.remove({ caller: by, kind, namespace, name, mark: isShort ? mark : hard('cleaned up') });
  });
  return true;
}

/** Another image and command, or another container, in what is already there. */
function changeExisting(cluster: Cluster, variant: Variant, caller: Caller, mark: Mark): boolean {
  const { server, random } = cluster;
  const all = applications(
    cluster,
    variant.kind === 'CronJob' || variant.kind === 'Job' ? 'CronJob' : 'Deployment',
  );
  if (all.length === 0) return false;
  const { kind, namespace, name } = random.pick(all);
  const now = server.find(kind, namespace, name)?.workload;
  const [first, ...others] = now?.pod.containers ?? [];
  if (now === undefined || first === undefined) return false;
  const added = containerOf(variant, variant.name);
  const containers =
    variant.hiding === 'sidecar'
      ? [first, ...others, added]
      : [{ ...first, image: variant.image, command: variant.command }, ...others];
  server.write({
    caller: { ...caller, manager: 'kubectl-patch' },
    workload: { ...now, pod: { ...now.pod, containers } },
    method: 'strategic',
    mark,
  });
  healLater(cluster, now);
  restoreByHand(cluster, now);
  return true;
}
