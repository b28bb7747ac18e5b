import type { Method } from './api-server.ts';
import type { Cluster } from './cluster.ts';
import type { Mark } from './truth-record.ts';
import type { Kind, Workload } from './workload.ts';

export const benign = (scenario: string, note = ''): Mark => ({ label: 'benign', scenario, note });
export const hard = (scenario: string, note = ''): Mark => ({ label: 'benign-hard', scenario, note });

/** The cluster's own way of delivery writes a workload as its repository has it. */
export function deliver(cluster: Cluster, workload: Workload, mark: Mark): void {
  cluster.desired.set(keyOf(workload), workload);
  cluster.server.write({ caller: cluster.deployer, workload, method: methodOf(cluster, workload), mark });
}

function methodOf({ plan, server }: Cluster, { kind, namespace, name }: Workload): Method {
  if (plan.gitops !== 'none') return 'apply';
  return server.find(kind, namespace, name) === undefined ? 'create' : 'strategic';
}

/** A GitOps tool puts back what somebody changed by hand, some minutes later. */
export function healLater(cluster: Cluster, { kind, namespace, name }: Workload): void {
  const { plan, timeline, random, server } = cluster;
  if (plan.gitops === 'none') return;
  timeline.at(timeline.now() + (3 + random.below(8)) * 60_000, () => {
    const wanted = cluster.desired.get(keyOf({ kind, namespace, name }));
    const current = server.find(kind, namespace, name)?.workload;
    if (wanted === undefined || JSON.stringify(wanted) === JSON.stringify(current)) return;
    server.write({ caller: cluster.deployer, workload: wanted, method: 'apply', mark: hard('self-heal') });
  });
}

/** Where there is none, somebody notices in the hours after. */
export function restoreByHand(cluster: Cluster, { kind, namespace, name }: Workload): void {
  const { plan, timeline, random, server, sres } = cluster;
  const wanted = cluster.desired.get(keyOf({ kind, namespace, name }));
  if (plan.gitops !== 'none' || wanted === undefined) return;
  timeline.at(timeline.now() + (1 + random.below(12)) * 3_600_000, () => {
    const current = server.find(kind, namespace, name)?.workload;
    if (current === undefined || JSON.stringify(wanted) === JSON.stringify(current)) return;
    const caller = { ...random.pick(sres), manager: 'kubectl-client-side-apply' };
    server.write({ caller, workload: wanted, method: 'strategic', mark: hard('restored by hand') });
  });
}

/** Workloads that delivery keeps, of some kinds. */
export function delivered(cluster: Cluster, ...kinds: readonly Kind[]): readonly Workload[] {
  return [...cluster.desired.values()].filter(({ kind }) => kinds.includes(kind));
}

/** Those of the teams, without what the platform runs. */
export function applications(cluster: Cluster, ...kinds: readonly Kind[]): readonly Workload[] {
  const own = new Set(cluster.teams.map(({ namespace }) => namespace));
  return delivered(cluster, ...kinds).filter(({ namespace }) => own.has(namespace));
}

export function undeliver(cluster: Cluster, { kind, namespace, name }: Workload, mark: Mark): void {
  cluster.desired.delete(keyOf({ kind, namespace, name }));
  cluster.server.remove({ caller: cluster.deployer, kind, namespace, name, mark });
}

export const keyOf = ({ kind, namespace, name }: Pick<Workload, 'kind' | 'namespace' | 'name'>): string =>
  `${kind}/${namespace}/${name}`;
