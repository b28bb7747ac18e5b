import type { Brief } from './world.ts';

export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name?: string;
    readonly generateName?: string;
    readonly namespace?: string;
    readonly [key: string]: unknown;
  };
  readonly [key: string]: unknown;
}

interface Anything {
  readonly [key: string]: unknown;
}

/** The whole object of a brief, as somebody would write it into a file. */
export function manifestOf(brief: Brief, apiVersion: string): Manifest {
  const { kind, name, generateName, annotations, owner, raw } = brief;
  const labels = brief.labels ?? (brief.image === undefined ? undefined : { app: appOf(brief) });
  const metadata = defined({
    name,
    generateName,
    namespace: brief.in === '' ? undefined : brief.in,
    labels,
    annotations,
    ownerReferences: owner === undefined ? undefined : [owner],
  });
  return { apiVersion, kind, metadata, ...(raw ?? { spec: specOf(brief) }) };
}

const appOf = ({ labels, name, generateName = '' }: Brief): string =>
  labels?.['app'] ?? name ?? generateName.replace(/-$/, '');

function specOf(brief: Brief): Anything {
  const { kind, spec = {}, schedule, replicas } = brief;
  const template = { metadata: { labels: templateLabels(brief) }, spec: podSpec(brief) };
  const selector = { matchLabels: { app: appOf(brief) } };
  if (kind === 'Pod') return { ...podSpec(brief), ...spec };
  if (kind === 'Job') return { template, ...spec };
  if (kind === 'CronJob') return { schedule, jobTemplate: { spec: { template } }, ...spec };
  return { ...defined({ replicas }), selector, template, ...spec };
}

/** Tracking labels of the tool that installs an object are not those of its pods. */
function templateLabels(brief: Brief): Anything {
  const { app, component, tier, team } = brief.labels ?? {};
  return { app: app ?? appOf(brief), ...defined({ component, tier, team }) };
}

function podSpec(brief: Brief): Anything {
  const { kind, image, command, args, account, pod = {}, container = {} } = brief;
  const mounts = Object.entries(brief.mounts ?? {}).map(([path, what], index) => ({
    path,
    what,
    name: `v${index}`,
  }));
  const main = {
    name: 'main',
    image,
    imagePullPolicy: 'IfNotPresent',
    ...defined({ command, args, env: environment(brief) }),
    ...(mounts.length > 0
      ? { volumeMounts: mounts.map(({ path, name }) => ({ name, mountPath: path })) }
      : {}),
    ...container,
  };
  return {
    containers: [main],
    terminationGracePeriodSeconds: 1,
    ...(mounts.length > 0 ? { volumes: mounts.map(volume) } : {}),
    ...defined({ serviceAccountName: account }),
    ...(kind === 'Job' || kind === 'CronJob' ? { restartPolicy: 'Never' } : {}),
    ...pod,
  };
}

function environment({ env = {}, secretEnv = {} }: Brief): readonly unknown[] | undefined {
  const all = [
    ...Object.entries(env).map(([name, value]) => ({ name, value })),
    ...Object.entries(secretEnv).map(([name, from]) => {
      const [secret, key] = from.split('/');
      return { name, valueFrom: { secretKeyRef: { name: secret, key } } };
    }),
  ];
  return all.length > 0 ? all : undefined;
}

function volume({ what, name }: { readonly what: string; readonly name: string }): Anything {
  const [type, ...rest] = what.split('/');
  if (type === 'secret') return { name, secret: { secretName: rest.join('/') } };
  if (type === 'configMap') return { name, configMap: { name: rest.join('/') } };
  return { name, hostPath: { path: what } };
}

function defined(values: Anything): Anything {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
