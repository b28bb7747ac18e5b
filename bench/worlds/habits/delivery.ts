import { newApplication, newChore, nextVersion, tagOf, withContainer, withImage } from '../applications.ts';
import type { Cluster, Team } from '../cluster.ts';
import { applications, benign, deliver, delivered, hard } from '../delivery.ts';
import { atAnyHour, inOfficeHours } from '../rhythm.ts';
import type { Workload } from '../workload.ts';

/** Applications come in at the start, and change as teams work on them. */
export function delivery(cluster: Cluster): void {
  const { timeline, start, random, plan } = cluster;
  for (const team of cluster.teams)
    timeline.at(start + random.below(3_600_000), () => firstApplications(cluster, team));
  inOfficeHours(cluster, plan.deploysADay, () => change(cluster));
  inOfficeHours(cluster, 0.15, () => addApplication(cluster));
}

export function firstApplications(cluster: Cluster, team: Team): void {
  const { appsPerTeam } = cluster.plan;
  for (let count = 0; count < appsPerTeam; count++)
    deliver(cluster, newApplication(cluster, team), benign('first delivery'));
  for (let count = 0; count < 2; count++) deliver(cluster, newChore(cluster, team), benign('first delivery'));
}

/** A team adds something new: the most usual thing that looks unusual. */
function addApplication(cluster: Cluster): void {
  const { random } = cluster;
  const team = random.pick(cluster.teams);
  const added = random.chance(0.45) ? newChore(cluster, team) : newApplication(cluster, team);
  deliver(cluster, added, hard('new application'));
}

function change(cluster: Cluster): void {
  const all = applications(cluster, 'Deployment', 'StatefulSet', 'CronJob');
  if (all.length === 0) return;
  const workload = cluster.random.pick(all);
  deliver(cluster, changed(cluster, workload), benign('delivery'));
}

function changed(cluster: Cluster, workload: Workload): Workload {
  const { random } = cluster;
  const dice = random.next();
  if (dice < 0.78) return released(cluster, workload);
  if (dice < 0.86) return withVariable(cluster, workload);
  if (dice < 0.91)
    return withContainer(workload, each => ({
      ...each,
      resources: { ...each.resources, limits: { memory: random.pick(['512Mi', '1Gi', '2Gi']) } },
    }));
  if (dice < 0.95 && workload.kind === 'Deployment') return { ...workload, replicas: 1 + random.below(5) };
  if (dice < 0.97 && workload.kind === 'CronJob')
    return { ...workload, schedule: laterSchedule(cluster, workload.schedule ?? '') };
  return released(cluster, withOption(cluster, workload));
}

export function released({ random }: Pick<Cluster, 'random'>, workload: Workload): Workload {
  return withContainer(workload, each => ({
    ...each,
    image: withImage(each.image, nextVersion(random, tagOf(each.image))),
  }));
}

const flags = [
  'FEATURE_BATCHING',
  'CACHE_TTL',
  'RETRY_LIMIT',
  'PAGE_SIZE',
  'TRACING_SAMPLE',
  'POOL_SIZE',
  'TIMEOUT_MS',
];

/** A setting of a feature, or its value. */
function withVariable({ random }: Cluster, workload: Workload): Workload {
  const name = random.pick(flags);
  return withContainer(workload, each => ({
    ...each,
    env: [
      ...(each.env ?? []).filter(entry => entry['name'] !== name),
      { name, value: String(1 + random.below(200)) },
    ],
  }));
}

/** A release that brings an option: `--log-level`, another number. */
function withOption({ random }: Cluster, workload: Workload): Workload {
  return withContainer(workload, each => {
    const { args } = each;
    if (args === undefined) return each;
    const numbered = args.map(arg => arg.replace(/\d+(?=$|d$|h$)/, () => String(1 + random.below(60))));
    return {
      ...each,
      args: random.chance(0.7)
        ? numbered
        : [...args, random.pick(['--dry-run=false', '--verbose', '--metrics'])],
    };
  });
}

/** Half an hour or an hour later, say. */
function laterSchedule({ random }: Cluster, schedule: string): string {
  const [minute = '0', hour = '3', ...rest] = schedule.split(' ');
  const later = /^\d+$/.test(hour) ? String((Number(hour) + 1) % 7) : hour;
  return [/^\d+$/.test(minute) ? String(random.pick([0, 10, 25, 35, 50])) : minute, later, ...rest].join(' ');
}

/** A reconciler that asks again and again what it would change, and applies what is there already. */
export function reconcile(cluster: Cluster, aDay: number): void {
  atAnyHour(cluster, aDay, () => {
    const all = delivered(cluster, 'Deployment', 'StatefulSet', 'DaemonSet', 'CronJob');
    if (all.length === 0) return;
    const workload = cluster.random.pick(all);
    const caller = cluster.deployer;
    cluster.server.write({ caller, workload, method: 'apply', dryRun: true, mark: benign('reconciliation') });
    if (cluster.random.chance(0.5))
      cluster.server.write({ caller, workload, method: 'apply', mark: benign('reconciliation') });
  });
}
