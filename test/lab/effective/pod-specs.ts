import type { Json, JsonObject } from '../../../src/model/json.ts';
import type { Random } from './random.ts';

const images = [
  'registry.example/app:1',
  'registry.example/app',
  'busybox:latest',
  'alpine@sha256:'.concat('a'.repeat(64)),
  'nginx:1.27',
];
const names = ['main', 'side', 'proxy'];
const volumeNames = ['data', 'conf', 'host', 'token'];

type Maker = (random: Random) => Json;

const texts = (random: Random): readonly string[] =>
  random.some(['sh', '-c', 'echo one', 'sleep 5', '', 'x=$y'], 0.5);

const action: Maker = random =>
  random.one<Json>([
    { exec: { command: ['true'] } },
    { httpGet: { port: 80 } },
    { httpGet: { port: 'web', path: '/up', scheme: 'HTTPS', httpHeaders: [{ name: 'A', value: 'b' }] } },
    { tcpSocket: { port: 8080 } },
  ]);

const probe: Maker = random => {
  const found = random.chance(0.2) ? { grpc: { port: 9 } } : action(random);
  return {
    ...asObject(found),
    ...(random.chance(0.4)
      ? { periodSeconds: random.below(20) + 1, initialDelaySeconds: random.below(3) }
      : {}),
  };
};

const variables: Maker = random =>
  random.some<Json>([
    { name: 'A', value: '1' },
    { name: 'B', value: '' },
    { name: 'C', valueFrom: { secretKeyRef: { name: 'keys', key: 'c' } } },
    { name: 'D', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
    { name: 'E', valueFrom: { configMapKeyRef: { name: 'conf', key: 'e', optional: true } } },
    { name: 'F', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } },
  ]);

const ports: Maker = random =>
  random.some<Json>([
    { containerPort: 80 },
    { containerPort: 443, name: 'tls' },
    { containerPort: 53, protocol: 'UDP' },
    { containerPort: 9090, hostPort: 9090, hostIP: '127.0.0.1' },
  ]);

const resources: Maker = random =>
  random.one<Json>([
    {},
    { limits: { cpu: '1000m', memory: '1024Mi' } },
    { requests: { cpu: 0.5, memory: '1Gi' }, limits: { memory: '2G' } },
    { requests: { cpu: '0.25', 'ephemeral-storage': '1.5Gi' } },
    { requests: { memory: '123e3', cpu: '2' } },
  ]);

const containerSecurity: Maker = random =>
  random.one<Json>([
    {},
    { runAsUser: 0 },
    { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
    { capabilities: { add: ['NET_ADMIN'], drop: [] }, readOnlyRootFilesystem: true },
    { privileged: true },
    { seccompProfile: { type: 'RuntimeDefault' }, runAsNonRoot: true, runAsUser: 7 },
    { seLinuxOptions: { level: 's0', user: '' } },
  ]);

/** What a container can have, apart from name, image and mounts. */
const containerFields: { readonly [key: string]: Maker } = {
  command: texts,
  args: texts,
  env: variables,
  envFrom: random =>
    random.some<Json>([
      { configMapRef: { name: 'conf' } },
      { prefix: 'P_', secretRef: { name: 'keys', optional: false } },
    ]),
  ports,
  resources,
  securityContext: containerSecurity,
  workingDir: random => random.one(['', '/srv', '/tmp']),
  imagePullPolicy: random => random.one(['Always', 'IfNotPresent', 'Never']),
  terminationMessagePolicy: random => random.one(['File', 'FallbackToLogsOnError']),
  tty: random => random.chance(0.5),
  stdin: random => random.chance(0.5),
  livenessProbe: probe,
  readinessProbe: probe,
  lifecycle: random =>
    random.one<Json>([{ postStart: { exec: { command: ['id'] } } }, { preStop: action(random) }, {}]),
};

export const asObject = (value: Json | undefined): JsonObject => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(Object.entries(value));
};

export function container(random: Random, name: string, volumes: readonly string[]): JsonObject {
  const made: { [key: string]: Json } = { name, image: random.one(images) };
  for (const [key, make] of Object.entries(containerFields))
    if (random.chance(0.25)) made[key] = make(random);
  const mounts = random.some(volumes, 0.6).map(
    (volume): Json => ({
      name: volume,
      mountPath: `/mnt/${volume}`,
      ...(random.chance(0.3) ? { readOnly: random.chance(0.5), subPath: random.one(['', 'part']) } : {}),
    }),
  );
  return mounts.length === 0 && random.chance(0.7) ? made : { ...made, volumeMounts: mounts };
}

export function volume(random: Random, name: string): JsonObject {
  const sources: { readonly [name: string]: readonly Json[] } = {
    data: [
      { emptyDir: {} },
      { emptyDir: { medium: 'Memory', sizeLimit: '1024Ki' } },
      {},
      { persistentVolumeClaim: { claimName: 'data' } },
    ],
    conf: [
      { configMap: { name: 'conf' } },
      { configMap: { name: 'conf', defaultMode: 256, items: [{ key: 'a', path: 'b' }] } },
      { secret: { secretName: 'keys', optional: true } },
    ],
    host: [
      { hostPath: { path: '/srv' } },
      { hostPath: { path: '/var/log', type: 'Directory' } },
      { nfs: { server: 'files.example', path: '/x' } },
    ],
    token: [
      {
        projected: { sources: [{ serviceAccountToken: { path: 'token' } }, { configMap: { name: 'conf' } }] },
      },
      { downwardAPI: { items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }] } },
    ],
  };
  return { name, ...asObject(random.one(sources[name] ?? [{}])) };
}

/** What a pod spec can have, apart from containers, volumes and what the kind asks for. */
const podFields: { readonly [key: string]: Maker } = {
  serviceAccountName: random => random.one(['runner', 'deployer', '']),
  nodeSelector: random => random.one<Json>([{}, { disk: 'ssd' }, { disk: 'ssd', zone: 'b' }]),
  tolerations: random =>
    random.some<Json>([
      { key: 'a', operator: 'Exists' },
      { key: 'b', operator: 'Equal', value: 'c', effect: 'NoSchedule' },
      { operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 9 },
    ]),
  hostPID: random => random.chance(0.5),
  hostIPC: random => random.chance(0.3),
  securityContext: random =>
    random.one<Json>([
      {},
      { runAsUser: 5 },
      { fsGroup: 3, supplementalGroups: [1, 2] },
      { sysctls: [{ name: 'kernel.shm_rmid_forced', value: '0' }] },
    ]),
  terminationGracePeriodSeconds: random => random.below(60),
  dnsPolicy: random => random.one(['ClusterFirst', 'Default']),
  dnsConfig: () => ({ nameservers: ['192.0.2.1'], options: [{ name: 'ndots', value: '2' }] }),
  imagePullSecrets: random => random.some<Json>([{ name: 'pull' }, { name: 'other' }]),
  hostAliases: random =>
    random.some<Json>([
      { ip: '192.0.2.2', hostnames: ['a.example'] },
      { ip: '192.0.2.3', hostnames: ['b.example', 'c.example'] },
    ]),
  automountServiceAccountToken: random => random.chance(0.5),
  shareProcessNamespace: random => random.chance(0.5),
  schedulerName: random => random.one(['default-scheduler', 'mine']),
  priorityClassName: random => random.one(['system-node-critical', '']),
  affinity: random =>
    random.one<Json>([
      {},
      {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchExpressions: [{ key: 'x', operator: 'Exists' }] }],
          },
        },
      },
      {
        podAntiAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            {
              weight: 3,
              podAffinityTerm: { topologyKey: 'zone', labelSelector: { matchLabels: { a: 'b' } } },
            },
          ],
        },
      },
    ]),
  topologySpreadConstraints: random =>
    random.some<Json>([
      {
        maxSkew: 1,
        topologyKey: 'zone',
        whenUnsatisfiable: 'DoNotSchedule',
        labelSelector: { matchLabels: { app: 'x' } },
      },
      { maxSkew: 2, topologyKey: 'zone', whenUnsatisfiable: 'ScheduleAnyway' },
    ]),
};

export function podSpec(random: Random, restartPolicy: readonly string[]): JsonObject {
  const volumes = random.shuffled(random.some(volumeNames, 0.4));
  const spec: { [key: string]: Json } = {};
  for (const [key, make] of Object.entries(podFields)) if (random.chance(0.2)) spec[key] = make(random);
  if (volumes.length > 0) spec['volumes'] = volumes.map(name => volume(random, name));
  const chosen = random.shuffled(names).slice(0, 1 + random.below(3));
  spec['containers'] = chosen.map(name => container(random, name, volumes));
  if (random.chance(0.25))
    spec['initContainers'] = [container(random, 'prepare', volumes)].map(withoutProbes);
  if (restartPolicy.length > 0) spec['restartPolicy'] = random.one(restartPolicy);
  return spec;
}

/** Init containers that end have neither probes nor hooks. */
function withoutProbes(made: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(made).filter(([key]) => !/Probe|lifecycle/.test(key)));
}

/** One field of a container or pod anew: what a patch sets. */
export function containerChange(random: Random): JsonObject {
  const [key, make] = random.one(Object.entries(containerFields));
  return random.chance(0.3)
    ? { image: random.one(images) }
    : { [key]: random.chance(0.15) ? null : make(random) };
}

export function podChange(random: Random): JsonObject {
  const [key, make] = random.one(Object.entries(podFields));
  return { [key]: random.chance(0.2) ? null : make(random) };
}
