import type { Cluster } from '../cluster.ts';
import type { Caller } from '../identity.ts';
import { controller, person, serviceAccount } from '../identity.ts';
import type { Container, Kind, PodShape, Workload } from '../workload.ts';

export const kinds: readonly Kind[] = ['CronJob', 'Job', 'Deployment', 'DaemonSet', 'Pod', 'StatefulSet'];
export const actors = ['stranger', 'developer', 'workload', 'sre', 'deployer', 'impersonator'] as const;
export const powers = ['none', 'privileged', 'root', 'processes', 'socket', 'capability', 'none'] as const;
export const hidings = [
  'none',
  'vanishing',
  'no history',
  'dormant',
  'system name',
  'hijack',
  'none',
  'sidecar',
  'generated name',
] as const;
type Actor = (typeof actors)[number];
type Power = (typeof powers)[number];
type Hiding = (typeof hidings)[number];

/** One combination. */
export interface Variant {
  readonly kind: Kind;
  readonly actor: Actor;
  readonly power: Power;
  readonly hiding: Hiding;
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly schedule: string;
  readonly agent: string;
}

export function callerOf(cluster: Cluster, { actor, agent }: Variant, namespace: string): Caller {
  const { random, plan, sres, teams, deployer } = cluster;
  const elsewhere = { agent, address: `203.0.113.${10 + random.below(200)}` };
  switch (actor) {
    case 'stranger':
      return person(`contractor${random.below(90)}@${plan.domain}`, ['contractors'], {
        ...elsewhere,
        manager: 'kubectl-create',
      });
    case 'developer':
      return { ...random.pick(random.pick(teams).developers), ...elsewhere, manager: 'kubectl-create' };
    case 'sre':
      return { ...random.pick(sres), manager: 'kubectl-create' };
    case 'deployer':
      return { ...deployer, ...elsewhere };
    case 'workload':
      return serviceAccount(random, {
        namespace,
        name: 'default',
        agent,
        pod: `${namespace}-api-${random.suffix(10)}-${random.suffix(5)}`,
        address: `10.0.2.${random.below(200)}`,
        node: random.pick(cluster.nodes),
      });
    case 'impersonator':
      return {
        ...random.pick(sres),
        manager: 'kubectl-create',
        impersonates: controller(random, 'job-controller', false).user,
      };
  }
}

export function workloadOf(variant: Variant, team: string, node1: string): Workload {
  const { kind, name, schedule, hiding, actor } = variant;
  const namespace = hiding === 'system name' ? 'kube-system' : team;
  const isBatch = kind === 'CronJob' || kind === 'Job';
  const own = hiding === 'system name' ? `kube-${name}` : name;
  return {
    kind,
    namespace,
    name: hiding === 'generated name' && kind !== 'DaemonSet' ? '' : own,
    ...(hiding === 'generated name' && kind !== 'DaemonSet' && { generateName: `${name}-` }),
    labels: { app: name },
    pod: podOf(variant, isBatch, node1),
    ...(kind === 'CronJob' && { schedule, concurrency: 'Allow' }),
    ...(hiding === 'no history' && kind === 'CronJob' && { history: [0, 0] as const }),
    ...(hiding === 'vanishing' && isBatch && { ttl: 0 }),
    ...(hiding === 'dormant' && isBatch && { suspend: true }),
    ...(kind === 'Job' && actor === 'impersonator' && { backoffLimit: 0 }),
  };
}

function podOf(variant: Variant, isBatch: boolean, node1: string): PodShape {
  const { power, kind } = variant;
  const mounts = { root: '/', socket: '/run/containerd/containerd.sock' };
  const path = power === 'root' || power === 'socket' ? mounts[power] : undefined;
  const container = containerOf(variant, 'main');
  return {
    ...(path !== undefined && { volumes: [{ name: 'host', hostPath: { path, type: '' } }] }),
    containers: [
      path === undefined ? container : { ...container, volumeMounts: [{ name: 'host', mountPath: '/host' }] },
    ],
    ...(isBatch && { restartPolicy: 'Never' }),
    ...(power === 'processes' && { hostPID: true, hostNetwork: true }),
    ...(kind === 'Pod' && power === 'privileged' && { nodeName: node1 }),
    ...(kind === 'DaemonSet' && { tolerations: [{ operator: 'Exists' }] }),
  };
}

export function containerOf({ image, command, power }: Variant, name: string): Container {
  return {
    name,
    image,
    command,
    ...(power === 'privileged' && { securityContext: { privileged: true } }),
    ...(power === 'capability' && {
      securityContext: { capabilities: { add: ['SYS_ADMIN', 'SYS_PTRACE'] } },
    }),
  };
}
