import { withContainer } from '../applications.ts';
import type { Cluster, Team } from '../cluster.ts';
import { benign, deliver, delivered, hard, undeliver } from '../delivery.ts';
import { kubectl, node, person } from '../identity.ts';
import { vocabularies } from '../names.ts';
import { inOfficeHours, once } from '../rhythm.ts';
import type { Workload } from '../workload.ts';
import { firstApplications } from './delivery.ts';

/** A team that was not there: namespace, people, applications, all at once. */
export function newTeams(cluster: Cluster): void {
  for (const share of [0.3, 0.55, 0.8]) once(cluster, share, () => newTeam(cluster));
}

function newTeam(cluster: Cluster): void {
  const { random, server, timeline, teams, deployer, plan } = cluster;
  const names: readonly string[] = vocabularies[plan.words].teams;
  const name = names.find(each => !teams.some(team => team.name === each)) ?? `team-${teams.length}`;
  const groups = [`team-${name}`];
  const developers = [
    person(`new.${name}@${plan.domain}`, groups, { address: `10.40.4.${10 + random.below(200)}` }),
  ];
  const team: Team = { name, namespace: name, developers };
  server.other({
    caller: deployer,
    verb: 'create',
    resource: 'namespaces',
    kind: 'Namespace',
    name,
    code: 201,
    mark: hard('new team'),
  });
  timeline.at(timeline.now() + 60_000, () => {
    teams.push(team);
    firstApplications(cluster, team);
  });
}

/** Everything of a team moves to a namespace of another name. */
export function reorganisation(cluster: Cluster): void {
  once(cluster, 0.6, () => {
    const { random, server, deployer, teams, timeline } = cluster;
    const index = random.below(teams.length);
    const team = teams[index];
    if (team === undefined) return;
    const namespace = `${team.name}-platform`;
    server.other({
      caller: deployer,
      verb: 'create',
      resource: 'namespaces',
      kind: 'Namespace',
      name: namespace,
      code: 201,
      mark: hard('reorganisation'),
    });
    const moved = delivered(cluster, 'Deployment', 'StatefulSet', 'CronJob').filter(
      each => each.namespace === team.namespace,
    );
    for (const [order, workload] of moved.entries())
      timeline.at(timeline.now() + order * 40_000, () => {
        deliver(
          cluster,
          { ...workload, namespace, labels: { ...workload.labels, 'app.kubernetes.io/part-of': namespace } },
          hard('reorganisation'),
        );
        undeliver(cluster, workload, hard('reorganisation'));
      });
    teams[index] = { ...team, namespace };
  });
}

/** All images come from another registry, application by application over some days. */
export function registryMigration(cluster: Cluster): void {
  once(cluster, 0.45, () => {
    const { random, timeline, registry, plan } = cluster;
    const before = registry.current;
    const after = `images.${plan.domain}`;
    registry.current = after;
    for (const workload of delivered(cluster, 'Deployment', 'StatefulSet', 'CronJob')) {
      if (workload.pod.containers[0]?.image.startsWith(`${before}/`) !== true) continue;
      timeline.at(timeline.now() + random.below(4 * 86_400_000), () => {
        const now = cluster.desired.get(`${workload.kind}/${workload.namespace}/${workload.name}`);
        if (now === undefined) return;
        const moved = withContainer(now, each => ({ ...each, image: each.image.replace(before, after) }));
        deliver(cluster, moved, hard('registry migration'));
      });
    }
  });
}

/** Control plane and nodes get a new version: static pods come back with other images, people's clients are newer. */
export function clusterUpgrade(cluster: Cluster): void {
  const { timeline, start, nodes, random } = cluster;
  timeline.at(start + 600_000, () => staticPods(cluster, 'v1.34.1'));
  once(cluster, 0.5, () => {
    staticPods(cluster, 'v1.35.0');
    for (const workload of delivered(cluster, 'DaemonSet'))
      deliver(
        cluster,
        withContainer(workload, each => ({ ...each, image: each.image.replace(/\d+$/, '9') })),
        hard('cluster upgrade'),
      );
    for (const caller of [...cluster.sres, ...cluster.teams.flatMap(({ developers }) => developers)])
      if (random.chance(0.6)) Object.assign(caller, { agent: kubectl('v1.35.0') });
  });
  once(cluster, 0.35, () => {
    const name = `${cluster.plan.name}-node-${nodes.length + 1}`;
    cluster.server.other({
      caller: node(name, '10.0.3.9'),
      verb: 'create',
      resource: 'nodes',
      kind: 'Node',
      name,
      code: 201,
    });
  });
}

function staticPods(cluster: Cluster, version: string): void {
  const [first = 'node-1'] = cluster.nodes;
  const caller = node(first, '10.0.0.2');
  for (const name of ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'etcd']) {
    const hash = cluster.random.hex(32);
    const image = name === 'etcd' ? 'registry.k8s.io/etcd:3.6.4-0' : `registry.k8s.io/${name}:${version}`;
    const workload: Workload = {
      kind: 'Pod',
      namespace: 'kube-system',
      name: `${name}-${first}`,
      labels: { component: name, tier: 'control-plane' },
      annotations: {
        'kubernetes.io/config.hash': hash,
        'kubernetes.io/config.mirror': hash,
        'kubernetes.io/config.source': 'file',
      },
      owners: [{ apiVersion: 'v1', kind: 'Node', name: first, uid: hash.slice(0, 8), controller: true }],
      pod: {
        volumes: [
          { name: 'k8s-certs', hostPath: { path: '/etc/kubernetes/pki', type: 'DirectoryOrCreate' } },
        ],
        containers: [
          {
            name,
            image,
            command: [name, '--v=2'],
            volumeMounts: [{ name: 'k8s-certs', readOnly: true, mountPath: '/etc/kubernetes/pki' }],
          },
        ],
        hostNetwork: true,
        nodeName: first,
        priorityClassName: 'system-node-critical',
      },
    };
    cluster.server.write({
      caller,
      workload,
      method: 'create',
      transient: true,
      mark: hard('static pod of the control plane'),
    });
  }
}

/** Where no GitOps tool is: releases by Helm from CI, with a migration before them and a Secret for each revision. */
export function helmReleases(cluster: Cluster): void {
  const { random, server, deployer, registry, teams } = cluster;
  const revisions = new Map<string, number>();
  inOfficeHours(cluster, 3, () => {
    const team = random.pick(teams);
    const revision = (revisions.get(team.name) ?? 0) + 1;
    revisions.set(team.name, revision);
    const migration: Workload = {
      kind: 'Job',
      namespace: team.namespace,
      name: `${team.name}-migrate-${revision}`,
      labels: { 'app.kubernetes.io/managed-by': 'Helm' },
      annotations: { 'helm.sh/hook': 'pre-upgrade', 'helm.sh/hook-delete-policy': 'hook-succeeded' },
      ttl: 600,
      backoffLimit: 1,
      pod: {
        containers: [
          {
            name: 'migrate',
            image: `${registry.current}/${team.name}/migrations:1.${revision}.0`,
            args: ['up'],
            envFrom: [{ secretRef: { name: `${team.name}-db` } }],
          },
        ],
        restartPolicy: 'Never',
      },
    };
    server.write({ caller: deployer, workload: migration, method: 'create', mark: benign('helm hook') });
    server.other({
      caller: deployer,
      verb: 'create',
      resource: 'secrets',
      kind: 'Secret',
      namespace: team.namespace,
      name: `sh.helm.release.v1.${team.name}.v${revision}`,
      code: 201,
      mark: benign('helm release'),
    });
  });
}
