import type { Cluster } from '../cluster.ts';
import { benign, delivered } from '../delivery.ts';
import { serviceAccount } from '../identity.ts';
import { atAnyHour } from '../rhythm.ts';
import type { Workload } from '../workload.ts';

/** Scans of what was delivered: a Job each, with the scanned image among the arguments. */
export function scans(cluster: Cluster): void {
  const { random, server } = cluster;
  const caller = serviceAccount(random, {
    namespace: 'trivy-system',
    name: 'trivy-operator',
    agent: 'trivy-operator/v0.0.0 (linux/amd64) kubernetes/$Format',
    pod: `trivy-operator-${random.suffix(10)}-${random.suffix(5)}`,
    address: '10.0.2.41',
    node: cluster.nodes[0] ?? '',
  });
  cluster.callers.set('trivy-operator', caller);
  atAnyHour(cluster, 5, () => {
    const all = delivered(cluster, 'Deployment', 'StatefulSet', 'CronJob');
    if (all.length === 0) return;
    const scanned = random.pick(all);
    const image = scanned.pod.containers[0]?.image ?? '';
    const workload: Workload = {
      kind: 'Job',
      namespace: 'trivy-system',
      name: `scan-vulnerabilityreport-${random.hex(10)}`,
      labels: {
        'app.kubernetes.io/managed-by': 'trivy-operator',
        'vulnerabilityReport.scanner': 'Trivy',
        'trivy-operator.resource.kind': scanned.kind,
        'trivy-operator.resource.namespace': scanned.namespace,
      },
      ttl: 60,
      backoffLimit: 0,
      pod: {
        containers: [
          {
            name: 'main',
            image: 'mirror.gcr.io/aquasec/trivy:0.65.0',
            command: ['/bin/sh'],
            args: [
              '-c',
              `trivy image --slow '${image}' --cache-dir /tmp/trivy/.cache --quiet --format json > /tmp/scan/result.json && bzip2 -c /tmp/scan/result.json | base64`,
            ],
          },
        ],
        serviceAccountName: 'trivy-operator',
        restartPolicy: 'Never',
      },
    };
    server.write({ caller, workload, method: 'create', mark: benign('trivy scan') });
  });
}

/** Maintenance of backup repositories, and the pods of restores. */
export function backups(cluster: Cluster): void {
  const { random, server, timeline } = cluster;
  const caller = serviceAccount(random, {
    namespace: 'velero',
    name: 'velero',
    agent: 'velero-server/v1.16.1 (linux/amd64) 48e7d6a',
    pod: `velero-${random.suffix(10)}-${random.suffix(5)}`,
    address: '10.0.2.52',
    node: cluster.nodes[1] ?? '',
  });
  cluster.callers.set('velero', caller);
  atAnyHour(cluster, 2.5, () => {
    const team = random.pick(cluster.teams);
    const workload: Workload = {
      kind: 'Job',
      namespace: 'velero',
      name: `${team.namespace}-default-kopia-maintain-job-${Math.floor(timeline.now())}`,
      labels: { 'velero.io/repo-name': `${team.namespace}-default-kopia` },
      backoffLimit: 0,
      ttl: 600,
      pod: {
        containers: [
          {
            name: 'velero-repo-maintenance-container',
            image: 'velero/velero:1.16.1',
            command: ['/velero'],
            args: [
              'repo-maintenance',
              `--repo-name=${team.namespace}`,
              '--repo-type=kopia',
              '--backup-storage-location=default',
              '--log-level=info',
            ],
          },
        ],
        serviceAccountName: 'velero',
        restartPolicy: 'Never',
      },
    };
    server.write({ caller, workload, method: 'create', mark: benign('backup maintenance') });
  });
}
