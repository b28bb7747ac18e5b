import type { Cluster } from '../cluster.ts';
import { applications, hard, healLater } from '../delivery.ts';
import type { Caller } from '../identity.ts';
import { controller, node, person, serviceAccount } from '../identity.ts';
import type { Mark } from '../truth-record.ts';
import type { Container, Kind, PodShape, Workload } from '../workload.ts';
import type { Attack } from './attack.ts';
import { anywhere } from './attack.ts';

/** What a set's loud attacks are combined from; texts are inert, addresses are for documentation. */
export interface LoudTables {
  readonly prefix: string;
  readonly count: number;
  readonly names: readonly string[];
  readonly images: readonly string[];
  readonly payloads: readonly (readonly [family: string, command: readonly string[]])[];
  readonly schedules: readonly string[];
  readonly agents: readonly string[];
  /** How far to go in each table from one variant to the next. */
  readonly strides: {
    readonly kind: number;
    readonly actor: number;
    readonly power: number;
    readonly hiding: number;
  };
}

const kinds: readonly Kind[] = ['CronJob', 'Job', 'Deployment', 'DaemonSet', 'Pod', 'StatefulSet'];
const actors = ['stranger', 'developer', 'workload', 'sre', 'deployer', 'impersonator'] as const;
const powers = ['none', 'privileged', 'root', 'processes', 'socket', 'capability', 'none'] as const;
const hidings = [
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

interface Variant {
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

/** Loud variants: each a combination of kind, actor, image, command, schedule, powers and hiding. */
export function loudAttacks(tables: LoudTables): readonly Attack[] {
  return Array.from({ length: tables.count }, (_, index) => attackOf(tables, index));
}

const at = <T>(list: readonly T[], index: number): T => {
  const item = list[index % list.length];
  if (item === undefined) throw new Error('an empty table');
  return item;
};

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
  return true;
}

function callerOf(cluster: Cluster, { actor, agent }: Variant, namespace: string): Caller {
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

function workloadOf(variant: Variant, team: string, node1: string): Workload {
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

function containerOf({ image, command, power }: Variant, name: string): Container {
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

/** Attacks with a shape of their own: a static pod, an ephemeral container, a right and then a schedule, a custom resource. */
export function singleAttacks(tables: LoudTables): readonly Attack[] {
  const { prefix, names, images, payloads, schedules, agents } = tables;
  const single = (order: number, family: string, play: Attack['play']): Attack => ({
    name: `${prefix}S${order} ${family}`,
    family: `loud: ${family}`,
    style: 'loud',
    fits: anywhere,
    play,
  });
  const command = at(payloads, 3)[1];
  const attacker = ({ plan, random }: Cluster): Caller =>
    person(`contractor${random.below(90)}@${plan.domain}`, ['contractors'], {
      agent: at(agents, 1),
      address: '203.0.113.77',
      manager: 'kubectl-create',
    });
  return [
    single(1, 'static pod', (cluster, mark) => {
      const name = cluster.nodes[1] ?? cluster.nodes[0] ?? 'node-1';
      const hash = cluster.random.hex(32);
      const workload: Workload = {
        kind: 'Pod',
        namespace: 'kube-system',
        name: `${at(names, 2)}-${name}`,
        labels: {},
        annotations: {
          'kubernetes.io/config.hash': hash,
          'kubernetes.io/config.mirror': hash,
          'kubernetes.io/config.source': 'file',
        },
        owners: [{ apiVersion: 'v1', kind: 'Node', name, uid: hash.slice(0, 8), controller: true }],
        pod: { containers: [{ name: 'main', image: at(images, 1), command }], nodeName: name },
      };
      cluster.server.write({
        caller: node(name, '10.0.0.12'),
        workload,
        method: 'create',
        transient: true,
        mark,
      });
      return true;
    }),
    single(2, 'ephemeral container', (cluster, mark) => {
      const app = applications(cluster, 'Deployment')[0];
      const name = app && cluster.podOf(app.namespace, app.name);
      if (app === undefined || name === undefined) return false;
      const added = {
        spec: {
          ephemeralContainers: [
            {
              name: `debugger-${cluster.random.suffix(5)}`,
              image: at(images, 2),
              command,
              stdin: true,
              tty: true,
              targetContainerName: 'main',
            },
          ],
        },
      };
      cluster.server.other({
        caller: attacker(cluster),
        verb: 'patch',
        resource: 'pods/ephemeralcontainers',
        kind: 'Pod',
        namespace: app.namespace,
        name,
        request: added,
        mark,
      });
      return true;
    }),
    single(3, 'cluster-admin, then a schedule', (cluster, mark) => {
      const { server, random } = cluster;
      const team = random.pick(cluster.teams);
      const name = at(names, 5);
      const binding = {
        kind: 'ClusterRoleBinding',
        apiVersion: 'rbac.authorization.k8s.io/v1',
        metadata: { name },
        subjects: [{ kind: 'ServiceAccount', name: 'default', namespace: team.namespace }],
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
      };
      const caller = attacker(cluster);
      server.other({
        caller,
        verb: 'create',
        group: 'rbac.authorization.k8s.io',
        resource: 'clusterrolebindings',
        kind: 'ClusterRoleBinding',
        name,
        code: 201,
        request: binding,
        response: binding,
        mark,
      });
      server.write({
        caller,
        workload: {
          kind: 'CronJob',
          namespace: team.namespace,
          name,
          labels: { app: name },
          schedule: at(schedules, 2),
          pod: {
            containers: [
              { name: 'main', image: at(images, 0), command: ['kubectl', 'get', 'secrets', '-A'] },
            ],
            restartPolicy: 'Never',
          },
        },
        method: 'create',
        mark,
      });
      return true;
    }),
    single(4, 'custom resource with a schedule', (cluster, mark) => {
      const { namespace } = cluster.random.pick(cluster.teams);
      const name = at(names, 6);
      const body = {
        kind: 'CronWorkflow',
        apiVersion: 'argoproj.io/v1alpha1',
        metadata: { name, namespace },
        spec: {
          schedules: [at(schedules, 1)],
          workflowSpec: {
            entrypoint: 'main',
            templates: [{ name: 'main', container: { image: at(images, 3), command } }],
          },
        },
      };
      const isVisible = cluster.plan.customAtMetadata !== true;
      cluster.server.other({
        caller: attacker(cluster),
        verb: 'create',
        group: 'argoproj.io',
        version: 'v1alpha1',
        resource: 'cronworkflows',
        kind: 'CronWorkflow',
        namespace,
        name,
        code: 201,
        ...(isVisible && { request: body, response: body }),
        mark,
      });
      return true;
    }),
  ];
}
