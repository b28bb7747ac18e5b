import type { Random } from '../generate/random.ts';
import type { Cluster } from './cluster.ts';

const hour = 3_600_000;
export const day = 24 * hour;

/** Plans each day of the history at its first moment. `index` counts from 0; `weekday` is 0 on Sunday. */
export function everyDay(
  { timeline, start, days }: Pick<Cluster, 'timeline' | 'start' | 'days'>,
  plan: (midnight: number, index: number, weekday: number) => void,
): void {
  for (let index = 0; index < days; index++) {
    const midnight = start + index * day;
    timeline.at(midnight, () => plan(midnight, index, new Date(midnight).getUTCDay()));
  }
}

export const isWeekend = (weekday: number): boolean => weekday === 0 || weekday === 6;

/** Things that people do: `mean` on a weekday, few at weekends, in office hours of the cluster's people. */
export function inOfficeHours(cluster: Cluster, mean: number, happen: () => void): void {
  everyDay(cluster, (midnight, _, weekday) => {
    const count = poisson(cluster.random, isWeekend(weekday) ? mean * 0.06 : mean);
    for (let each = 0; each < count; each++)
      cluster.timeline.at(midnight + officeMoment(cluster.random, cluster.plan.zone), happen);
  });
}

/** Things that happen at any hour, `mean` a day. */
export function atAnyHour(cluster: Cluster, mean: number, happen: () => void): void {
  everyDay(cluster, midnight => {
    const count = poisson(cluster.random, mean);
    for (let each = 0; each < count; each++)
      cluster.timeline.at(midnight + cluster.random.next() * day, happen);
  });
}

/** Once in the history, on a weekday in office hours; `share` is how far into it. */
export function once(cluster: Cluster, share: number, happen: () => void): void {
  const { timeline, start, days, random, plan } = cluster;
  let midnight = start + Math.floor(days * share) * day;
  while (isWeekend(new Date(midnight).getUTCDay())) midnight += day;
  timeline.at(midnight + officeMoment(random, plan.zone), happen);
}

/** From half past eight to about six, with a dip at noon, in milliseconds after midnight UTC. */
export function officeMoment(random: Random, zone: number): number {
  let local = 8.5 + random.next() * 9.5;
  if (local > 12 && local < 13 && random.chance(0.6)) local += 1.5;
  return ((((local - zone) % 24) + 24) % 24) * hour;
}

export function poisson(random: Random, mean: number): number {
  let count = 0;
  let product = random.next();
  const limit = Math.exp(-mean);
  while (product > limit) {
    product *= random.next();
    count += 1;
  }
  return count;
}
