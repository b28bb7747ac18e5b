import { withContainer } from '../applications.ts';
import type { Cluster } from '../cluster.ts';
import { applications, benign, hard, healLater } from '../delivery.ts';
import type { Caller } from '../identity.ts';
import { atAnyHour, inOfficeHours } from '../rhythm.ts';
import type { Workload } from '../workload.ts';

export const as = (caller: Caller, manager: string): Caller => ({ ...caller, manager });

/** SREs and developers at their shells, in office hours and, on call, at night. */
export function people(cluster: Cluster): void {
  inOfficeHours(cluster, 1.4, () => oneOf(cluster, cluster.sres, dayWork));
  inOfficeHours(cluster, 1.2, () => developersWork(cluster));
  atAnyHour(cluster, 0.35, () => oneOf(cluster, cluster.sres, onCall));
  inOfficeHours(cluster, 6, () => look(cluster));
}

type Work = (cluster: Cluster, caller: Caller) => void;

function oneOf(cluster: Cluster, callers: readonly Caller[], works: readonly Work[]): void {
  cluster.random.pick(works)(cluster, cluster.random.pick(callers));
}

function developersWork(cluster: Cluster): void {
  const team = cluster.random.pick(cluster.teams);
  oneOf(cluster, team.developers, [
    (each, caller) => restart(each, caller, team.namespace),
    (each, caller) => runNow(each, caller, team.namespace),
    (each, caller) => readLogs(each, caller, team.namespace),
    (each, caller) => openShell(each, caller, team.namespace),
  ]);
}

const dayWork: readonly Work[] = [scale, runNow, restart, pause, openShell, tryOut];
const onCall: readonly Work[] = [restart, rollBack, scale, runNow, openShell, debugPod, moreMemory];

/** What a list of pods costs nobody. */
function look(cluster: Cluster): void {
  const { random, server, sres, teams } = cluster;
  const team = random.pick(teams);
  const caller = random.chance(0.5) ? random.pick(sres) : random.pick(team.developers);
  const [group, resource] = random.pick([
    ['', 'pods'],
    ['apps', 'deployments'],
    ['batch', 'jobs'],
    ['batch', 'cronjobs'],
    ['', 'events'],
  ] as const);
  server.other({ caller, verb: 'list', group, resource, namespace: team.namespace, query: '?limit=500' });
}

function one(cluster: Cluster, kind: Workload['kind'], namespace?: string): Workload | undefined {
  const all = applications(cluster, kind).filter(
    each => namespace === undefined || each.namespace === namespace,
  );
  if (all.length === 0) return undefined;
  const { name, namespace: place } = cluster.random.pick(all);
  return cluster.server.find(kind, place, name)?.workload;
}

function scale(cluster: Cluster, caller: Caller): void {
  const workload = one(cluster, 'Deployment');
  if (workload === undefined) return;
  const replicas = Math.max(1, (workload.replicas ?? 1) + cluster.random.pick([-1, 1, 2]));
  cluster.server.write({
    caller: as(caller, 'kubectl'),
    workload: { ...workload, replicas },
    method: 'scale',
    mark: benign('scaled by hand'),
  });
  healLater(cluster, workload);
}

function restart(cluster: Cluster, caller: Caller, namespace?: string): void {
  const workload = one(cluster, 'Deployment', namespace);
  if (workload === undefined) return;
  const at = new Date(cluster.timeline.now()).toISOString();
  const restarted = {
    ...workload,
    podAnnotations: { ...workload.podAnnotations, 'kubectl.kubernetes.io/restartedAt': at },
  };
  cluster.server.write({
    caller: as(caller, 'kubectl-rollout'),
    workload: restarted,
    method: 'strategic',
    mark: benign('rollout restart'),
  });
}

/** `kubectl create job --from=cronjob/x` */
function runNow(cluster: Cluster, caller: Caller, namespace?: string): void {
  const cronJob = one(cluster, 'CronJob', namespace);
  const stored = cronJob && cluster.server.find('CronJob', cronJob.namespace, cronJob.name);
  if (cronJob === undefined || stored === undefined) return;
  const workload: Workload = {
    kind: 'Job',
    namespace: cronJob.namespace,
    name: `${cronJob.name}-manual-${cluster.random.suffix(3)}`,
    labels: {},
    annotations: { 'cronjob.kubernetes.io/instantiate': 'manual' },
    owners: [
      { apiVersion: 'batch/v1', kind: 'CronJob', name: cronJob.name, uid: stored.uid, controller: true },
    ],
    podLabels: cronJob.labels,
    pod: cronJob.pod,
    ...(cronJob.backoffLimit !== undefined && { backoffLimit: cronJob.backoffLimit }),
  };
  cluster.server.write({
    caller: as(caller, 'kubectl-create'),
    workload,
    method: 'create',
    mark: benign('run by hand'),
  });
}

/** Off for an hour or a night, and on again. */
function pause(cluster: Cluster, caller: Caller): void {
  const workload = one(cluster, 'CronJob');
  if (workload === undefined) return;
  const { server, timeline, random } = cluster;
  const { kind, namespace, name } = workload;
  server.write({
    caller: as(caller, 'kubectl-patch'),
    workload: { ...workload, suspend: true },
    method: 'merge',
    mark: benign('suspended'),
  });
  timeline.at(timeline.now() + (1 + random.below(14)) * 3_600_000, () => {
    const now = server.find(kind, namespace, name)?.workload;
    if (now === undefined || now.suspend !== true) return;
    server.write({
      caller: as(caller, 'kubectl-patch'),
      workload: { ...now, suspend: false },
      method: 'merge',
      mark: benign('resumed'),
    });
  });
}

function readLogs({ server, podOf, ...cluster }: Cluster, caller: Caller, namespace: string): void {
  const app = one({ server, podOf, ...cluster }, 'Deployment', namespace);
  const name = app && podOf(namespace, app.name);
  if (name !== undefined)
    server.other({ caller, verb: 'get', resource: 'pods/log', namespace, name, query: '?container=main' });
}

function openShell(cluster: Cluster, caller: Caller, namespace?: string): void {
  const app = one(cluster, 'Deployment', namespace);
  const name = app && cluster.podOf(app.namespace, app.name);
  if (app === undefined || name === undefined) return;
  const query = '?command=sh&container=main&stdin=true&stdout=true&tty=true';
  cluster.server.other({
    caller,
    verb: 'get',
    resource: 'pods/exec',
    namespace: app.namespace,
    name,
    query,
    code: 101,
  });
}

/** `kubectl rollout undo`, by hand at night; delivery catches up later. */
function rollBack(cluster: Cluster, caller: Caller): void {
  const workload = one(cluster, 'Deployment');
  if (workload === undefined) return;
  const before = withContainer(workload, each => ({
    ...each,
    image: each.image.replace(/\d+$/, patch => String(Math.max(0, Number(patch) - 1))),
  }));
  cluster.server.write({
    caller: as(caller, 'kubectl-rollout'),
    workload: before,
    method: 'strategic',
    mark: hard('rolled back on call'),
  });
  healLater(cluster, workload);
}

function moreMemory(cluster: Cluster, caller: Caller): void {
  const workload = one(cluster, 'Deployment');
  if (workload === undefined) return;
  const roomier = withContainer(workload, each => ({
    ...each,
    resources: { ...each.resources, limits: { memory: '4Gi' } },
  }));
  cluster.server.write({
    caller: as(caller, 'kubectl-edit'),
    workload: roomier,
    method: 'strategic',
    mark: hard('memory raised on call'),
  });
  healLater(cluster, workload);
}

/** A pod with the platform's own tools, to look at a network from inside. */
function debugPod(cluster: Cluster, caller: Caller): void {
  toolbox(cluster, caller, cluster.random.pick(cluster.teams).namespace, 'debug pod on call');
}

function tryOut(cluster: Cluster, caller: Caller): void {
  toolbox(cluster, caller, 'sandbox', 'debug pod');
}

function toolbox(cluster: Cluster, caller: Caller, namespace: string, scenario: string): void {
  const { server, random, timeline, registry } = cluster;
  const name = `debug-${random.suffix(4)}`;
  const image = `${registry.current}/platform/toolbox:2.6.0`;
  const workload: Workload = {
    kind: 'Pod',
    namespace,
    name,
    labels: { run: name },
    pod: { containers: [{ name, image, command: ['sleep', '1800'] }], restartPolicy: 'Never' },
  };
  server.write({ caller: as(caller, 'kubectl-run'), workload, method: 'create', mark: hard(scenario) });
  timeline.at(timeline.now() + 1_500_000, () =>
    server.remove({ caller, kind: 'Pod', namespace, name, mark: hard(scenario) }),
  );
}
