import { nextVersion, tagOf, tracked, withContainer, withImage } from '../applications.ts';
import type { Cluster } from '../cluster.ts';
import { benign, deliver, delivered, hard } from '../delivery.ts';
import { inOfficeHours } from '../rhythm.ts';
import type { Workload } from '../workload.ts';

const path = (name: string, at: string): { name: string; hostPath: { path: string; type: string } } => ({
  name,
  hostPath: { path: at, type: '' },
});
const mount = (
  name: string,
  mountPath: string,
  readOnly = true,
): { name: string; readOnly: boolean; mountPath: string } => ({
  name,
  readOnly,
  mountPath,
});
const anywhere = [{ operator: 'Exists' }];

/** What the platform runs on every node and beside the applications: powerful, and it belongs. */
export function platform(cluster: Cluster): void {
  const { timeline, start, random } = cluster;
  for (const workload of platformWorkloads(cluster))
    timeline.at(start + random.below(1_800_000), () => deliver(cluster, workload, benign('platform')));
  inOfficeHours(cluster, 0.12, () => upgrade(cluster));
}

const platformNamespaces = new Set([
  'monitoring',
  'logging',
  'velero',
  'kyverno',
  'cert-manager',
  'kube-system',
  'trivy-system',
]);

function upgrade(cluster: Cluster): void {
  const own = delivered(cluster, 'DaemonSet', 'Deployment', 'StatefulSet', 'CronJob').filter(
    ({ namespace }) => platformNamespaces.has(namespace),
  );
  if (own.length === 0) return;
  const workload = cluster.random.pick(own);
  const next = withContainer(workload, each => ({
    ...each,
    image: withImage(each.image, nextVersion(cluster.random, tagOf(each.image).replace(/^v/, ''))),
  }));
  deliver(cluster, next, hard('platform upgrade'));
}

function platformWorkloads(cluster: Cluster): readonly Workload[] {
  const of = (
    kind: Workload['kind'],
    namespace: string,
    name: string,
    rest: Omit<Workload, 'kind' | 'namespace' | 'name' | 'labels'>,
  ): Workload => ({
    ...tracked(cluster, { kind, namespace, name }),
    ...rest,
  });
  return [
    of('DaemonSet', 'monitoring', 'node-exporter', {
      pod: {
        volumes: [path('proc', '/proc'), path('sys', '/sys'), path('root', '/')],
        containers: [
          {
            name: 'node-exporter',
            image: 'quay.io/prometheus/node-exporter:1.9.1',
            args: ['--path.procfs=/host/proc', '--path.rootfs=/host/root'],
            volumeMounts: [
              mount('proc', '/host/proc'),
              mount('sys', '/host/sys'),
              mount('root', '/host/root'),
            ],
          },
        ],
        hostNetwork: true,
        hostPID: true,
        tolerations: anywhere,
      },
    }),
    of('DaemonSet', 'logging', 'fluent-bit', {
      pod: {
        volumes: [path('varlog', '/var/log')],
        containers: [
          {
            name: 'fluent-bit',
            image: 'cr.fluentbit.io/fluent/fluent-bit:4.0.3',
            volumeMounts: [mount('varlog', '/var/log')],
          },
        ],
        serviceAccountName: 'fluent-bit',
        tolerations: anywhere,
      },
    }),
    of('StatefulSet', 'monitoring', 'prometheus', {
      replicas: 2,
      pod: {
        containers: [
          {
            name: 'prometheus',
            image: 'quay.io/prometheus/prometheus:3.5.0',
            args: ['--config.file=/etc/prometheus/prometheus.yml', '--storage.tsdb.retention.time=15d'],
          },
        ],
        serviceAccountName: 'prometheus',
      },
    }),
    of('Deployment', 'cert-manager', 'cert-manager', {
      pod: {
        containers: [
          {
            name: 'controller',
            image: 'quay.io/jetstack/cert-manager-controller:1.18.2',
            args: ['--v=2', '--leader-election-namespace=kube-system'],
          },
        ],
        serviceAccountName: 'cert-manager',
      },
    }),
    of('Deployment', 'velero', 'velero', {
      pod: {
        containers: [
          {
            name: 'velero',
            image: 'velero/velero:1.16.1',
            command: ['/velero'],
            args: ['server', '--uploader-type=kopia'],
          },
        ],
        serviceAccountName: 'velero',
      },
    }),
    of('DaemonSet', 'velero', 'node-agent', {
      pod: {
        volumes: [path('host-pods', '/var/lib/kubelet/pods')],
        containers: [
          {
            name: 'node-agent',
            image: 'velero/velero:1.16.1',
            command: ['/velero'],
            args: ['node-agent', 'server'],
            volumeMounts: [mount('host-pods', '/host_pods', false)],
            securityContext: { privileged: false },
          },
        ],
        serviceAccountName: 'velero',
        securityContext: { runAsUser: 0 },
      },
    }),
    of('CronJob', 'kyverno', 'kyverno-cleanup-admission-reports', {
      schedule: '*/10 * * * *',
      concurrency: 'Forbid',
      history: [1, 1],
      pod: {
        containers: [
          {
            name: 'cleanup',
            image: 'registry.k8s.io/kubectl:1.33.1',
            command: [
              '/bin/bash',
              '-c',
              'COUNT=$(kubectl get admissionreports.kyverno.io -A | wc -l)\nif [ "$COUNT" -gt 10000 ]; then kubectl delete admissionreports.kyverno.io -A -l=!audit.kyverno.io/report.aggregate; fi',
            ],
          },
        ],
        restartPolicy: 'OnFailure',
        serviceAccountName: 'kyverno-cleanup-jobs',
      },
    }),
    of('CronJob', 'kube-system', 'etcd-defrag', {
      schedule: '30 2 * * 0',
      concurrency: 'Forbid',
      pod: {
        containers: [
          {
            name: 'defrag',
            image: 'registry.k8s.io/etcd:3.6.4',
            command: ['etcdctl', 'defrag', '--cluster'],
          },
        ],
        hostNetwork: true,
        restartPolicy: 'Never',
        nodeSelector: { 'node-role.kubernetes.io/control-plane': '' },
        tolerations: anywhere,
      },
    }),
  ];
}
