import type { JsonObject } from '../../src/model/json.ts';
import type { Random } from '../generate/random.ts';
import type { Cluster, Team } from './cluster.ts';
import type { Vocabulary } from './names.ts';
import { vocabularies } from './names.ts';
import type { Container, Workload } from './workload.ts';

/** The workload of an application of a team, as its repository has it. */
export function newApplication(cluster: Cluster, team: Team): Workload {
  const { random } = cluster;
  const name = freeName(
    cluster,
    team,
    () => `${team.name}-${random.pick<string>(vocabularies[cluster.plan.words].nouns)}`,
  );
  const kind = random.chance(0.1) ? 'StatefulSet' : 'Deployment';
  const port = random.pick([8080, 8443, 9000, 3000]);
  const container: Container = {
    name: random.chance(0.5) ? 'main' : name,
    image: `${cluster.registry.current}/${team.name}/${name}:${version(random)}`,
    ...(random.chance(0.4) && { args: [`--port=${port}`, `--log-level=${random.pick(['info', 'warn'])}`] }),
    ports: [{ containerPort: port, protocol: 'TCP' }],
    ...(random.chance(0.5) && { envFrom: [{ configMapRef: { name: `${name}-config` } }] }),
    env: environment(cluster, team, name),
    resources: resources(random),
  };
  return {
    ...tracked(cluster, { kind, namespace: team.namespace, name }),
    replicas: 1 + random.below(4),
    pod: { containers: [container], ...(random.chance(0.4) && { serviceAccountName: name }) },
  };
}

/** Recurring work of a team. */
export function newChore(cluster: Cluster, team: Team): Workload {
  const { random } = cluster;
  const { chores }: Vocabulary = vocabularies[cluster.plan.words];
  const chore = random.pick(chores);
  const name = freeName(cluster, team, () => `${team.name}-${random.pick(chores)}`);
  const container: Container = {
    name: 'main',
    image: `${cluster.registry.current}/${team.name}/${random.chance(0.6) ? 'jobs' : name}:${version(random)}`,
    ...choreCommand(cluster, team, chore),
    ...(random.chance(0.5) && { envFrom: [{ secretRef: { name: `${team.name}-db` } }] }),
    env: environment(cluster, team, name),
    resources: resources(random),
  };
  return {
    ...tracked(cluster, { kind: 'CronJob', namespace: team.namespace, name }),
    schedule: choreSchedule(cluster),
    concurrency: random.pick(['Forbid', 'Allow', 'Forbid']),
    ...(random.chance(0.3) && { history: [1, 1] as const }),
    ...(random.chance(0.2) && { ttl: 86_400 }),
    backoffLimit: random.pick([1, 2, 6]),
    pod: {
      containers: [container],
      restartPolicy: random.pick(['Never', 'OnFailure']),
      ...(random.chance(0.5) && { serviceAccountName: `${team.name}-jobs` }),
    },
  };
}

export function version(random: Random): string {
  return `${1 + random.below(5)}.${random.below(30)}.${random.below(12)}`;
}

/** `1.4.2` becomes `1.4.3`, or `1.5.0` now and then; of a commit, another commit. */
export function nextVersion(random: Random, tag: string): string {
  const [major = '1', minor = '0', patch = '0'] = tag.split('.');
  if (random.chance(0.25)) return `${major}.${Number(minor) + 1}.0`;
  return `${major}.${minor}.${Number.parseInt(patch, 10) + 1}`;
}

export function withImage(image: string, tag: string): string {
  return `${image.slice(0, image.lastIndexOf(':'))}:${tag}`;
}

export const tagOf = (image: string): string => image.slice(image.lastIndexOf(':') + 1);

/** Changes the first container. */
export function withContainer(workload: Workload, change: (container: Container) => Container): Workload {
  const [first, ...others] = workload.pod.containers;
  if (first === undefined) return workload;
  return { ...workload, pod: { ...workload.pod, containers: [change(first), ...others] } };
}

/** The marks that the cluster's GitOps tool leaves. */
export function tracked(
  { plan }: Cluster,
  { kind, namespace, name }: Pick<Workload, 'kind' | 'namespace' | 'name'>,
): Pick<Workload, 'kind' | 'namespace' | 'name' | 'labels' | 'annotations'> {
  const labels = { 'app.kubernetes.io/name': name };
  const group = kind === 'CronJob' ? 'batch' : 'apps';
  if (plan.gitops === 'argocd')
    return {
      kind,
      namespace,
      name,
      labels: { ...labels, 'app.kubernetes.io/instance': namespace },
      annotations: { 'argocd.argoproj.io/tracking-id': `${namespace}:${group}/${kind}:${namespace}/${name}` },
    };
  const marks: JsonObject =
    plan.gitops === 'flux'
      ? {
          'kustomize.toolkit.fluxcd.io/name': namespace,
          'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
        }
      : { 'app.kubernetes.io/managed-by': 'Helm', 'app.kubernetes.io/instance': name };
  return { kind, namespace, name, labels: { ...labels, ...marks } };
}

function freeName({ server }: Cluster, { namespace }: Team, draw: () => string): string {
  for (let attempt = 0; attempt < 30; attempt++) {
    const name = draw();
    if (isFree(server, namespace, name)) return name;
  }
  let number = 2;
  const name = draw();
  while (!isFree(server, namespace, `${name}-${number}`)) number += 1;
  return `${name}-${number}`;
}

function isFree(server: Cluster['server'], namespace: string, name: string): boolean {
  return (['Deployment', 'StatefulSet', 'CronJob'] as const).every(
    kind => server.find(kind, namespace, name) === undefined,
  );
}

function environment({ plan, random }: Cluster, team: Team, name: string): readonly JsonObject[] {
  const secret = { secretKeyRef: { name: `${name}-db`, key: 'password' } };
  return [
    { name: 'SERVICE', value: name },
    { name: 'DATABASE_URL', value: `postgres://db.${team.name}.${plan.domain}:5432/${team.name}` },
    ...(random.chance(0.5) ? [{ name: 'DATABASE_PASSWORD', valueFrom: secret }] : []),
    ...(random.chance(0.4) ? [{ name: 'BROKER', value: `broker.${plan.domain}:9092` }] : []),
  ];
}

const resources = (random: Random): JsonObject => ({
  limits: { memory: random.pick(['256Mi', '512Mi', '1Gi']) },
  requests: { cpu: random.pick(['50m', '100m', '250m']), memory: random.pick(['128Mi', '256Mi']) },
});

function choreCommand(
  { plan, random }: Cluster,
  { name }: Team,
  chore: string,
): Pick<Container, 'command' | 'args'> {
  const module = chore.replaceAll('-', '_');
  if (plan.words === 'second') return otherCommand(random, name, chore);
  return random.pick([
    {
      command: ['python', '-m', `jobs.${module}`],
      args: [`--out=s3://${plan.domain.split('.')[0]}-exports/${name}`, '--window=24h'],
    },
    {
      command: [`/app/bin/${chore}`],
      args: ['--batch-size=500', `--older-than=${random.pick(['7d', '30d', '90d'])}`],
    },
    { command: ['sh', '-c', `/app/bin/${chore} --all && /app/bin/notify --channel ${name}`] },
    { args: [chore, '--tenant=all', `--workers=${1 + random.below(6)}`] },
    { command: ['node', `dist/${chore}.js`], args: ['--environment=production'] },
  ]);
}

/** Of the second vocabulary: other languages, other options. */
function otherCommand(random: Random, team: string, chore: string): Pick<Container, 'command' | 'args'> {
  return random.pick([
    {
      command: ['java', '-jar', '/opt/jobs.jar'],
      args: [`--job=${chore}`, `--chunk=${random.pick([50, 100, 200])}`],
    },
    { command: ['bundle', 'exec', 'rake', `${team}:${chore.replaceAll('-', '_')}`], args: ['--trace'] },
    {
      command: [`/usr/local/bin/${team}ctl`],
      args: [chore, '--timeout=30m', `--shards=${1 + random.below(4)}`],
    },
    { command: ['dotnet', 'Jobs.dll'], args: [`--run=${chore}`, '--culture=en'] },
    { command: ['sh', '-c', `/srv/bin/${chore} --since yesterday | /srv/bin/publish --topic ${team}`] },
  ]);
}

function choreSchedule({ random, plan }: Cluster): string {
  if (plan.words === 'second')
    return random.pick([
      `${random.below(60)} ${random.below(7)} * * *`,
      `${random.below(60)} 23 * * *`,
      `${random.below(60)} */${random.pick([2, 3, 4, 6])} * * *`,
      `*/${random.pick([5, 20, 30])} * * * *`,
      `${random.below(60)} 4 1 * *`,
      `${random.below(60)} 7-19 * * 1-5`,
    ]);
  const minute = random.pick([0, 5, 10, 15, 20, 30, 40, 45]);
  return random.pick([
    `${minute} ${1 + random.below(5)} * * *`,
    `${minute} ${1 + random.below(5)} * * *`,
    `${minute} * * * *`,
    `*/${random.pick([10, 15, 30])} * * * *`,
    `${minute} ${3 + random.below(3)} * * ${random.pick(['0', '1', '6'])}`,
    `${minute} 6-20/2 * * 1-5`,
  ]);
}
