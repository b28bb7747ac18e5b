import type { Cluster } from '../cluster.ts';
import { applications, benign } from '../delivery.ts';
import { controller, serviceAccount } from '../identity.ts';
import { atAnyHour, everyDay, inOfficeHours, isWeekend, poisson } from '../rhythm.ts';
import type { Workload } from '../workload.ts';

const operatorOf = (
  cluster: Cluster,
  namespace: string,
  name: string,
  agent: string,
): ReturnType<typeof serviceAccount> => {
  const { random, nodes } = cluster;
  const caller = serviceAccount(random, {
    namespace,
    name,
    agent,
    pod: `${name}-${random.suffix(10)}-${random.suffix(5)}`,
    address: `10.0.2.${60 + random.below(100)}`,
    node: random.pick(nodes),
  });
  cluster.callers.set(name, caller);
  return caller;
};

/** An operator of the company that makes a Job with a generated name for each request, a tenant's report say. */
export function reports(cluster: Cluster): void {
  const { random, server, registry } = cluster;
  const caller = operatorOf(cluster, 'reporting', 'report-operator', 'report-operator/v2.4.1');
  const tenants = Array.from(
    { length: 12 },
    (_, index) => `tenant-${String(index * 7 + random.below(7)).padStart(3, '0')}`,
  );
  inOfficeHours(cluster, 6, () => {
    const workload: Workload = {
      kind: 'Job',
      namespace: 'reporting',
      name: '',
      generateName: 'report-run-',
      labels: { 'reports.corp/managed-by': 'report-operator' },
      ttl: 3600,
      backoffLimit: 2,
      pod: {
        containers: [
          {
            name: 'run',
            image: `${registry.current}/reporting/runner:3.8.2`,
            args: [
              'render',
              `--tenant=${random.pick(tenants)}`,
              `--template=${random.pick(['monthly', 'weekly', 'usage'])}`,
            ],
            env: [{ name: 'RESULT_BUCKET', value: 'reports-prod' }],
          },
        ],
        serviceAccountName: 'report-runner',
        restartPolicy: 'Never',
      },
    };
    server.write({ caller, workload, method: 'create', mark: benign('operator job') });
  });
}

/** KEDA's ScaledJobs: bursts of Jobs while a queue is long. */
export function bursts(cluster: Cluster): void {
  const { random, server, timeline } = cluster;
  const caller = operatorOf(cluster, 'keda', 'keda-operator', 'keda/v0.0.0 (linux/amd64) kubernetes/$Format');
  const team = random.pick(cluster.teams);
  const name = `${team.name}-ingest`;
  atAnyHour(cluster, 0.8, () => {
    const size = 3 + random.below(8);
    for (let index = 0; index < size; index++)
      timeline.at(timeline.now() + index * 900, () => {
        const workload: Workload = {
          kind: 'Job',
          namespace: team.namespace,
          name: '',
          generateName: `${name}-`,
          labels: { 'app.kubernetes.io/managed-by': 'keda-operator', 'scaledjob.keda.sh/name': name },
          ttl: 120,
          pod: {
            containers: [
              {
                name: 'ingest',
                image: `${cluster.registry.current}/${team.name}/ingest:2.2.0`,
                args: ['--queue=ingest', '--one-shot'],
              },
            ],
            restartPolicy: 'Never',
          },
        };
        server.write({ caller, workload, method: 'create', mark: benign('keda burst') });
      });
  });
}

/** The horizontal autoscaler, up in the morning and down at night. */
export function autoscaling(cluster: Cluster): void {
  const { random, server } = cluster;
  const caller = controller(random, 'horizontal-pod-autoscaler', cluster.plan.sharedControllers === true);
  atAnyHour(cluster, 6, () => {
    const all = applications(cluster, 'Deployment');
    if (all.length === 0) return;
    const { kind, namespace, name } = random.pick(all.slice(0, 6));
    const current = server.find(kind, namespace, name)?.workload;
    if (current === undefined) return;
    const replicas = Math.max(1, (current.replicas ?? 1) + random.pick([-2, -1, 1, 2, 3]));
    server.write({ caller, workload: { ...current, replicas }, method: 'rescale' });
  });
}

const builders = [
  'docker.io/library/node:22',
  'docker.io/library/golang:1.25',
  'docker.io/library/python:3.13',
  'docker.io/library/maven:3.9',
];

/** CI runners: a bare pod a build, with images of all kinds; some of them build images and are privileged. */
export function runners(cluster: Cluster): void {
  const { random, server, timeline, registry } = cluster;
  const caller = operatorOf(cluster, 'ci', 'gitlab-runner', 'gitlab-runner 18.2.0 linux/amd64');
  inOfficeHours(cluster, 9, () => {
    const project = 10 + random.below(30);
    const name = `runner-${random.suffix(9)}-project-${project}-concurrent-${random.below(3)}-${random.suffix(8)}`;
    const build = random.chance(0.4)
      ? `${registry.current}/ci/builder:24.${1 + (project % 3)}`
      : random.pick(builders);
    const images = random.chance(0.12);
    const workload: Workload = {
      kind: 'Pod',
      namespace: 'ci',
      name,
      labels: { 'job.runner.gitlab.com/pod': name.slice(0, 24) },
      annotations: { 'project.runner.gitlab.com/id': String(project) },
      pod: {
        containers: [
          {
            name: 'build',
            image: build,
            command: [
              'sh',
              '-c',
              'if [ -x /usr/local/bin/bash ]; then exec /usr/local/bin/bash; else exec sh; fi',
            ],
          },
          {
            name: 'helper',
            image: `${registry.current}/ci/gitlab-runner-helper:x86_64-v18.2.0`,
            command: ['sh', '-c', 'exec sh'],
          },
          ...(images
            ? [
                {
                  name: 'svc-0',
                  image: 'docker.io/library/docker:28-dind',
                  securityContext: { privileged: true },
                },
              ]
            : []),
        ],
        restartPolicy: 'Never',
      },
    };
    server.write({ caller, workload, method: 'create', mark: benign('ci runner') });
    timeline.at(timeline.now() + (60 + random.below(900)) * 1000, () =>
      server.remove({ caller, kind: 'Pod', namespace: 'ci', name, mark: benign('ci runner') }),
    );
  });
}

/** Each preview has a namespace of its own for a day or two. */
export function previews(cluster: Cluster): void {
  const { random, server, timeline } = cluster;
  const caller = operatorOf(
    cluster,
    'ci',
    'preview-deployer',
    'kubectl/v1.34.0 (linux/amd64) kubernetes/93248f9',
  );
  let number = 100 + random.below(900);
  everyDay(cluster, (midnight, _, weekday) => {
    for (let count = poisson(random, isWeekend(weekday) ? 0 : 0.6); count > 0; count--)
      timeline.at(midnight + (9 + random.below(8)) * 3_600_000, () => {
        const source = applications(cluster, 'Deployment')[random.below(5)];
        if (source === undefined) return;
        number += 1;
        const namespace = `preview-${number}`;
        server.other({
          caller,
          verb: 'create',
          resource: 'namespaces',
          kind: 'Namespace',
          name: namespace,
          code: 201,
          mark: benign('preview'),
        });
        const copy: Workload = {
          ...source,
          namespace,
          replicas: 1,
          labels: { app: source.name },
          annotations: {},
        };
        server.write({ caller, workload: copy, method: 'create', mark: benign('preview') });
        timeline.at(timeline.now() + (12 + random.below(40)) * 3_600_000, () => {
          server.remove({ caller, kind: 'Deployment', namespace, name: copy.name, mark: benign('preview') });
          server.other({
            caller,
            verb: 'delete',
            resource: 'namespaces',
            kind: 'Namespace',
            name: namespace,
            mark: benign('preview'),
          });
        });
      });
  });
}
