import type { Cluster } from '../cluster.ts';
import type { Mark } from '../truth-record.ts';
import type { Workload } from '../workload.ts';
import type { Attack } from './attack.ts';
import { has } from './attack.ts';

/** One odd Job among those that an operator makes, by the operator's own identity. */
export interface GeneratedSpec {
  readonly operator: 'report-operator' | 'trivy-operator' | 'velero' | 'keda-operator' | 'gitlab-runner';
  readonly odd: 'image' | 'command' | 'account' | 'namespace';
  readonly value: string;
}

const habitOf: { readonly [operator in GeneratedSpec['operator']]: string } = {
  'report-operator': 'reports',
  'trivy-operator': 'scans',
  velero: 'backups',
  'keda-operator': 'bursts',
  'gitlab-runner': 'runners',
};

export function generatedAttacks(prefix: string, specs: readonly GeneratedSpec[]): readonly Attack[] {
  return specs.map((spec, index) => ({
    name: `${prefix}G${index + 1} odd Job of ${spec.operator}, ${spec.odd}`,
    family: "quiet: odd Job among an operator's",
    style: 'quiet',
    fits: has(habitOf[spec.operator]),
    play: (cluster, mark) => playSpec(cluster, spec, mark),
  }));
}

function playSpec(cluster: Cluster, spec: GeneratedSpec, mark: Mark): boolean {
  const caller = cluster.callers.get(spec.operator);
  if (caller === undefined) return false;
  const workload = oddJob(cluster, spec, usualJob(cluster, spec.operator));
  cluster.server.write({ caller, workload, method: 'create', mark });
  return true;
}

function oddJob({ teams, random }: Cluster, { odd, value }: GeneratedSpec, usual: Workload): Workload {
  const [first, ...others] = usual.pod.containers;
  if (first === undefined) return usual;
  const changed = {
    image: { ...first, image: value },
    command: { ...first, command: ['sh', '-c'], args: [value] },
    account: first,
    namespace: first,
  }[odd];
  return {
    ...usual,
    ...(odd === 'namespace' && { namespace: random.pick(teams).namespace }),
    pod: {
      ...usual.pod,
      containers: [changed, ...others],
      ...(odd === 'account' && { serviceAccountName: value }),
    },
  };
}

function usualJob(cluster: Cluster, operator: GeneratedSpec['operator']): Workload {
  const { random, registry, teams } = cluster;
  const job = (
    namespace: string,
    rest: Pick<Workload, 'labels' | 'pod' | 'ttl'> & { name?: string; generateName?: string },
  ): Workload => ({
    kind: 'Job',
    namespace,
    name: '',
    ...rest,
    pod: { ...rest.pod, restartPolicy: 'Never' },
  });
  switch (operator) {
    case 'report-operator':
      return job('reporting', {
        generateName: 'report-run-',
        labels: { 'reports.corp/managed-by': operator },
        ttl: 3600,
        pod: {
          containers: [
            {
              name: 'run',
              image: `${registry.current}/reporting/runner:3.8.2`,
              args: ['render', '--tenant=tenant-001', '--template=monthly'],
            },
          ],
          serviceAccountName: 'report-runner',
        },
      });
    case 'trivy-operator':
      return job('trivy-system', {
        name: `scan-vulnerabilityreport-${random.hex(10)}`,
        labels: { 'app.kubernetes.io/managed-by': operator },
        ttl: 60,
        pod: {
          containers: [
            {
              name: 'main',
              image: 'mirror.gcr.io/aquasec/trivy:0.65.0',
              command: ['/bin/sh'],
              args: ['-c', 'trivy image --slow --quiet --format json'],
            },
          ],
          serviceAccountName: operator,
        },
      });
    case 'velero':
      return job('velero', {
        name: `restore-default-kopia-maintain-job-${random.below(1_000_000)}`,
        labels: { 'velero.io/repo-name': 'default-kopia' },
        ttl: 600,
        pod: {
          containers: [
            {
              name: 'velero-repo-maintenance-container',
              image: 'velero/velero:1.16.1',
              command: ['/velero'],
              args: ['repo-maintenance', '--repo-type=kopia'],
            },
          ],
          serviceAccountName: 'velero',
        },
      });
    case 'keda-operator': {
      const [team] = teams;
      const namespace = team?.namespace ?? 'default';
      return job(namespace, {
        generateName: `${team?.name ?? 'default'}-ingest-`,
        labels: { 'app.kubernetes.io/managed-by': operator },
        ttl: 120,
        pod: {
          containers: [
            {
              name: 'ingest',
              image: `${registry.current}/${team?.name ?? 'default'}/ingest:2.2.0`,
              args: ['--queue=ingest', '--one-shot'],
            },
          ],
        },
      });
    }
    case 'gitlab-runner':
      return {
        kind: 'Pod',
        namespace: 'ci',
        name: `runner-${random.suffix(9)}-project-12-concurrent-0-${random.suffix(8)}`,
        labels: {},
        pod: {
          containers: [
            { name: 'build', image: `${registry.current}/ci/builder:24.1`, command: ['sh', '-c', 'exec sh'] },
          ],
          restartPolicy: 'Never',
        },
      };
  }
}
