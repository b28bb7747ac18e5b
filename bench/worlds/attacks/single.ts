import type { Cluster } from '../cluster.ts';
import { applications } from '../delivery.ts';
import type { Caller } from '../identity.ts';
import { node, person } from '../identity.ts';
import type { Workload } from '../workload.ts';
import type { Attack } from './attack.ts';
import { anywhere } from './attack.ts';
import type { LoudTables } from './loud-tables.ts';
import { at } from './loud-tables.ts';

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
