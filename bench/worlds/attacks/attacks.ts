import type { Cluster } from '../cluster.ts';
import type { WorldSet } from '../clusters.ts';
import { clustersOf } from '../clusters.ts';
import { officeMoment } from '../rhythm.ts';
import type { Attack } from './attack.ts';
import { markOf } from './attack.ts';
import * as developmentLoud from './development-loud.ts';
import * as development from './development-quiet.ts';
import * as finalLoud from './final-loud.ts';
import * as final from './final-quiet.ts';
import { generatedAttacks } from './generated.ts';
import { loudAttacks } from './loud.ts';
import { quietAttacks } from './quiet.ts';
import { singleAttacks } from './single.ts';
import * as validationLoud from './validation-loud.ts';
import * as validation from './validation-quiet.ts';

const tables = {
  development: { ...developmentLoud, ...development },
  validation: { ...validationLoud, ...validation },
  final: { ...finalLoud, ...final },
};

/** All variants of a set. */
export function catalogue(set: WorldSet): readonly Attack[] {
  const { loud, quiet, generated } = tables[set];
  const prefix = { development: 'D-', validation: 'V-', final: 'F-' }[set];
  return [
    ...loudAttacks(loud),
    ...singleAttacks(loud),
    ...quietAttacks(`${prefix}Q`, quiet),
    ...generatedAttacks(prefix, generated),
  ];
}

/** Which variant is played in which cluster, by the cluster's name: each in one that it fits, evenly. */
export function assignment(set: WorldSet): ReadonlyMap<string, readonly Attack[]> {
  const plans = clustersOf(set);
  const assigned = new Map<string, Attack[]>(plans.map(({ name }) => [name, []]));
  for (const attack of catalogue(set)) {
    const fitting = plans.filter(plan => attack.fits(plan)).map(({ name }) => assigned.get(name) ?? []);
    fitting.toSorted((a, b) => a.length - b.length)[0]?.push(attack);
  }
  return assigned;
}

export interface AttackWindow {
  /** In milliseconds. */
  readonly after: number;
  readonly until: number;
}

/** Plans the attacks of a cluster over a stretch of its history, in an order of the cluster's own. */
export function attacksFor(set: WorldSet, { after, until }: AttackWindow): (cluster: Cluster) => void {
  const assigned = assignment(set);
  return cluster => {
    const { random, timeline, plan } = cluster;
    const attacks = shuffled(assigned.get(plan.name) ?? [], random);
    const last = until - 3 * 86_400_000;
    for (const [index, attack] of attacks.entries()) {
      const day =
        Math.floor((after + ((index + random.next()) / attacks.length) * (last - after)) / 86_400_000) *
        86_400_000;
      const moment = random.chance(0.6) ? officeMoment(random, plan.zone) : random.next() * 86_400_000;
      const latest = last - (attack.days ?? 0) * 86_400_000;
      timeline.at(Math.max(Math.min(day + moment, latest), after), () => start(cluster, attack, 0));
    }
  };
}

/** Where there is nothing to play it on at this moment, there may be later. */
function start(cluster: Cluster, attack: Attack, attempt: number): void {
  if (attack.play(cluster, markOf(attack))) return;
  if (attempt >= 120) throw new Error(`${attack.name} cannot be played in ${cluster.plan.name}`);
  cluster.timeline.at(cluster.timeline.now() + 3_600_000, () => start(cluster, attack, attempt + 1));
}

function shuffled(attacks: readonly Attack[], { below }: Cluster['random']): readonly Attack[] {
  const order = [...attacks];
  for (let index = order.length - 1; index > 0; index--) {
    const other = below(index + 1);
    const [a, b] = [order[index], order[other]];
    if (a === undefined || b === undefined) continue;
    order[index] = b;
    order[other] = a;
  }
  return order;
}
