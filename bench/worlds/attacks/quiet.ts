import type { Method } from '../api-server.ts';
import { newChore } from '../applications.ts';
import type { Cluster, ClusterPlan } from '../cluster.ts';
import { applications, benign, deliver, hard, healLater, restoreByHand, undeliver } from '../delivery.ts';
import type { Caller } from '../identity.ts';
import type { Mark } from '../truth-record.ts';
import type { Kind, Workload } from '../workload.ts';
import type { Attack } from './attack.ts';
import type { ChangeName } from './changes.ts';
import { apply } from './changes.ts';

/** By whose identity: the GitOps controller (or CI), with agent, address and manager as ever; or a person's. */
export type Via = 'delivery' | 'developer' | 'sre' | 'analyst' | 'stolen token';
/** How it is spread over time. */
export type Shape = 'once' | 'split' | 'drift' | 'recreated' | 'in noise' | 'new' | 'manual run';
export type Step = readonly [change: ChangeName, value: string];

/** A row of the catalogue. */
export interface QuietSpec {
  readonly family: string;
  readonly via: Via;
  readonly shape: Shape;
  readonly target: Extract<Kind, 'CronJob' | 'Deployment'>;
  /** One step, or several for `split` and `drift`. */
  readonly steps: readonly Step[];
  readonly method?: Method;
}

/** A row of the catalogue in one line. */
export const row = (
  family: string,
  via: Via,
  target: QuietSpec['target'],
  steps: readonly Step[],
  more: Partial<QuietSpec> = {},
): QuietSpec => ({ family, via, shape: 'once', target, steps, ...more });

export function quietAttacks(prefix: string, specs: readonly QuietSpec[]): readonly Attack[] {
  return specs.map((spec, index) => ({
    name: `${prefix}${String(index + 1).padStart(2, '0')} ${spec.family}, ${spec.target}, by ${spec.via}${spec.shape === 'once' ? '' : `, ${spec.shape}`}`,
    family: `quiet: ${spec.family}`,
    style: 'quiet',
    ...(spec.shape === 'drift' && { days: spec.steps.length * 6 }),
    fits: fitting(spec),
    play: (cluster, mark) => playSpec(cluster, spec, mark),
  }));
}

const fitting =
  ({ via }: QuietSpec) =>
  ({ gitops, habits }: ClusterPlan): boolean => {
    if (via === 'stolen token') return gitops !== 'none';
    if (via === 'analyst') return habits.includes('analysis');
    return via === 'delivery' || habits.includes('people');
  };

function playSpec(cluster: Cluster, spec: QuietSpec, mark: Mark): boolean {
  const workload = targetOf(cluster, spec);
  if (workload === undefined) return false;
  switch (spec.shape) {
    case 'once':
      return step(cluster, { spec, mark, workload, index: 0 });
    case 'split':
    case 'drift':
      return steps(cluster, spec, mark, workload);
    case 'recreated':
      return recreate(cluster, spec, mark, workload);
    case 'in noise':
      makeNoise(cluster, spec);
      return step(cluster, { spec, mark, workload, index: 0 });
    case 'new':
      return addNew(cluster, spec, mark, workload);
    case 'manual run':
      return runByHand(cluster, spec, mark, workload);
  }
}

function targetOf(cluster: Cluster, { via, target }: QuietSpec): Workload | undefined {
  const { server, random } = cluster;
  if (via === 'analyst') {
    const own = [...server.all()].filter(
      ({ workload }) => workload.kind === 'CronJob' && workload.namespace === 'analysis',
    );
    return own.length === 0 ? undefined : random.pick(own).workload;
  }
  const all = applications(cluster, target).filter(({ pod }) => (pod.containers[0]?.args?.length ?? 0) > 0);
  if (all.length === 0) return undefined;
  const { kind, namespace, name } = random.pick(all);
  return server.find(kind, namespace, name)?.workload;
}

interface Played {
  readonly spec: QuietSpec;
  readonly mark: Mark;
  readonly workload: Workload;
  readonly index: number;
}

/** Writes one step of it on top of what the workload is by now. */
function step(cluster: Cluster, { spec, mark, workload, index }: Played): boolean {
  const { kind, namespace, name } = workload;
  const now = cluster.server.find(kind, namespace, name)?.workload;
  const [change, value] = spec.steps[index] ?? [];
  if (now === undefined || change === undefined || value === undefined) return false;
  const next = apply(change, now, value, cluster);
  if (JSON.stringify(next) === JSON.stringify(now)) return false;
  const isLast = index === spec.steps.length - 1;
  put(cluster, spec, next, { mark, ...(isLast && { restore: workload }) });
  return true;
}

/** By delivery it is in the repository, until somebody notices; by hand a GitOps tool puts it right. */
function put(cluster: Cluster, spec: QuietSpec, workload: Workload, { mark, restore }: Put): void {
  const { server, timeline, random } = cluster;
  if (spec.via === 'delivery') {
    deliver(cluster, workload, mark);
    const later = timeline.now() + (30 + random.below(60)) * 3_600_000;
    if (restore === 'nothing') timeline.at(later, () => undeliver(cluster, workload, hard('reverted')));
    else if (restore !== undefined) timeline.at(later, () => deliver(cluster, restore, hard('reverted')));
    return;
  }
  const exists = server.find(workload.kind, workload.namespace, workload.name) !== undefined;
  const method = exists ? (spec.method ?? 'strategic') : 'create';
  server.write({ caller: callerOf(cluster, spec, workload), workload, method, mark });
  healLater(cluster, workload);
  restoreByHand(cluster, workload);
}

interface Put {
  readonly mark: Mark;
  /** What the repository goes back to when somebody notices. */
  readonly restore?: Workload | 'nothing';
}

function callerOf(cluster: Cluster, { via, method }: QuietSpec, { namespace }: Workload): Caller {
  const { random, sres, teams, analysts, deployer, plan } = cluster;
  const manager = method === 'update' ? 'kubectl-edit' : 'kubectl-patch';
  switch (via) {
    case 'delivery':
      return deployer;
    case 'developer': {
      const team = teams.find(each => each.namespace === namespace) ?? random.pick(teams);
      return { ...random.pick(team.developers), manager };
    }
    case 'sre':
      return { ...random.pick(sres), manager };
    case 'analyst':
      return { ...random.pick(analysts), manager: 'kubectl-client-side-apply' };
    case 'stolen token':
      return stolen(deployer, `${plan.name}-node-${1 + random.below(3)}`, random.suffix(5));
  }
}

/** The same account from another pod, by another client. */
function stolen(deployer: Caller, node: string, suffix: string): Caller {
  const extra = {
    'authentication.kubernetes.io/credential-id': [`JTI=00000000-0000-4000-8000-0000000${suffix.length}0000`],
    'authentication.kubernetes.io/node-name': [node],
    'authentication.kubernetes.io/pod-name': [`web-${suffix}`],
  };
  return {
    ...deployer,
    agent: 'kubectl/v1.34.1 (linux/amd64) kubernetes/93248f9',
    address: '10.0.7.23',
    user: { ...deployer.user, extra },
  };
}

/** Steps hours apart (`split`) or days apart (`drift`). */
function steps(cluster: Cluster, spec: QuietSpec, mark: Mark, workload: Workload): boolean {
  const { timeline, random } = cluster;
  const unit = spec.shape === 'split' ? 2 * 3_600_000 : 4 * 86_400_000;
  for (const index of spec.steps.keys())
    timeline.at(timeline.now() + index * unit * (0.7 + random.next() * 0.6), () =>
      step(cluster, { spec, mark, workload, index }),
    );
  return true;
}

/** Deleted and made anew under its name, so that there is no change to see. */
function recreate(cluster: Cluster, spec: QuietSpec, mark: Mark, workload: Workload): boolean {
  const { server, timeline } = cluster;
  const { kind, namespace, name } = workload;
  const [change, value] = spec.steps[0] ?? [];
  if (change === undefined || value === undefined) return false;
  server.remove({ caller: callerOf(cluster, spec, workload), kind, namespace, name, mark });
  timeline.at(timeline.now() + 40_000, () =>
    put(cluster, spec, apply(change, workload, value, cluster), { mark, restore: workload }),
  );
  return true;
}

/** Two dozen ordinary changes by the same identity within minutes around it. */
function makeNoise(cluster: Cluster, spec: QuietSpec): void {
  const { server, timeline, random } = cluster;
  for (let count = 0; count < 24; count++)
    timeline.at(timeline.now() + (count - 12) * 20_000 + 240_000, () => {
      const all = applications(cluster, 'Deployment');
      if (all.length === 0) return;
      const { kind, namespace, name } = random.pick(all);
      const now = server.find(kind, namespace, name)?.workload;
      if (now === undefined) return;
      const restarted = {
        ...now,
        podAnnotations: { 'kubectl.kubernetes.io/restartedAt': new Date(timeline.now()).toISOString() },
      };
      server.write({
        caller: callerOf(cluster, spec, now),
        workload: restarted,
        method: 'strategic',
        mark: benign('noise around an attack'),
      });
    });
}

/** One more recurring task of a team, as its repository might hold, but for the steps. */
function addNew(cluster: Cluster, spec: QuietSpec, mark: Mark, { namespace }: Workload): boolean {
  const team = cluster.teams.find(each => each.namespace === namespace);
  if (team === undefined) return false;
  let workload = newChore(cluster, team);
  for (const [change, value] of spec.steps) workload = apply(change, workload, value, cluster);
  put(cluster, spec, workload, { mark, restore: 'nothing' });
  return true;
}

/** `kubectl create job --from`, of a template that is not quite the CronJob's. */
function runByHand(cluster: Cluster, spec: QuietSpec, mark: Mark, workload: Workload): boolean {
  const { server, random } = cluster;
  const { namespace, name } = workload;
  const [change, value] = spec.steps[0] ?? [];
  const stored = server.find('CronJob', namespace, name);
  if (stored === undefined || change === undefined || value === undefined) return false;
  const job: Workload = {
    kind: 'Job',
    namespace,
    name: `${name}-manual-${random.suffix(3)}`,
    labels: {},
    annotations: { 'cronjob.kubernetes.io/instantiate': 'manual' },
    owners: [{ apiVersion: 'batch/v1', kind: 'CronJob', name, uid: stored.uid, controller: true }],
    podLabels: workload.labels,
    pod: apply(change, workload, value, cluster).pod,
  };
  server.write({
    caller: { ...callerOf(cluster, spec, workload), manager: 'kubectl-create' },
    workload: job,
    method: 'create',
    mark,
  });
  return true;
}
