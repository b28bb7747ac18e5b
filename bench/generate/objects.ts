import { images, nodes } from './identities.ts';
import type { Random } from './random.ts';

/** Kubernetes objects of realistic size and shape, as the API server stores them. */
type Generated = Record<string, unknown>;

const created = '2026-07-30T10:11:12Z';

export function metadata(random: Random, name: string, namespace: string): Generated {
  return {
    name,
    namespace,
    uid: random.uuid(),
    resourceVersion: String(100_000_000 + random.below(900_000_000)),
    creationTimestamp: created,
    labels: {
      app: name,
      'app.kubernetes.io/name': name,
      'app.kubernetes.io/instance': `${name}-prod`,
      'pod-template-hash': random.suffix(10),
    },
    annotations: {
      'checksum/config': random.hex(64),
      'example.com/scrape': 'true',
      'example.com/port': '9090',
    },
  };
}

export function withManagedFields(object: Generated, manager: string): Generated {
  const entry = {
    manager,
    operation: 'Update',
    apiVersion: 'v1',
    time: created,
    fieldsType: 'FieldsV1',
    fieldsV1: managedFields,
  };
  return { ...object, metadata: { ...asRecord(object['metadata']), managedFields: [entry] } };
}

export function podSpec(random: Random, name: string): Generated {
  const containers = [container(random, 'main')];
  if (random.chance(0.35)) containers.push(container(random, 'sidecar'));
  const volumes: Generated[] = [configVolume(name), tokenVolume];
  if (random.chance(0.05))
    volumes.push({
      name: 'host',
      hostPath: { path: random.pick(['/var/log', '/', '/run/containerd/containerd.sock']), type: '' },
    });
  return {
    volumes,
    containers,
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    serviceAccountName: name,
    serviceAccount: name,
    ...(random.chance(0.04) ? { hostNetwork: true } : {}),
    securityContext: random.chance(0.5) ? { fsGroup: 2000 } : {},
    schedulerName: 'default-scheduler',
    tolerations: [
      {
        key: 'node.kubernetes.io/not-ready',
        operator: 'Exists',
        effect: 'NoExecute',
        tolerationSeconds: 300,
      },
    ],
    enableServiceLinks: true,
  };
}

export function podStatus(random: Random): Generated {
  const types = ['Initialized', 'PodReadyToStartContainers', 'Ready', 'ContainersReady', 'PodScheduled'];
  return {
    phase: 'Running',
    conditions: types.map(type => ({
      type,
      status: 'True',
      lastProbeTime: null,
      lastTransitionTime: created,
    })),
    hostIP: `10.0.${random.below(8)}.${random.below(250)}`,
    podIP: `10.244.${random.below(60)}.${random.below(250)}`,
    startTime: created,
    containerStatuses: [containerStatus(random)],
    qosClass: 'Burstable',
  };
}

export function endpoints(random: Random, name: string, namespace: string): Generated[] {
  return Array.from({ length: 1 + random.below(8) }, () => ({
    addresses: [`10.244.${random.below(60)}.${random.below(250)}`],
    conditions: { ready: true, serving: true, terminating: false },
    targetRef: {
      kind: 'Pod',
      namespace,
      name: `${name}-${random.suffix(10)}-${random.suffix(5)}`,
      uid: random.uuid(),
    },
    nodeName: random.pick(nodes),
    zone: 'example-1a',
  }));
}

function container(random: Random, name: string): Generated {
  const base = {
    name,
    image: random.pick(images),
    args: ['--config=/etc/config/app.yaml', `--shard=${random.below(64)}`, '--log-format=json'],
    env: [
      { name: 'POD_NAME', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } } },
      { name: 'LOG_LEVEL', value: 'info' },
      { name: 'DB_URL', valueFrom: { secretKeyRef: { name: `${name}-db`, key: 'url' } } },
    ],
    ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
    resources: { limits: { cpu: '500m', memory: '512Mi' }, requests: { cpu: '100m', memory: '128Mi' } },
    volumeMounts: [{ name: 'config', mountPath: '/etc/config', readOnly: true }],
    livenessProbe: {
      httpGet: { path: '/healthz', port: 8080, scheme: 'HTTP' },
      periodSeconds: 10,
      failureThreshold: 3,
    },
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: 'IfNotPresent',
  };
  return random.chance(0.6) ? { ...base, securityContext: securityContext(random) } : base;
}

function securityContext(random: Random): Generated {
  return {
    privileged: random.chance(0.06),
    allowPrivilegeEscalation: random.chance(0.2),
    runAsNonRoot: random.chance(0.8),
    capabilities: random.chance(0.1) ? { add: ['SYS_ADMIN', 'NET_ADMIN'] } : { drop: ['ALL'] },
  };
}

function containerStatus(random: Random): Generated {
  return {
    name: 'main',
    state: { running: { startedAt: created } },
    lastState: {},
    ready: true,
    restartCount: random.below(3),
    image: random.pick(images),
    imageID: `registry.example.com/team/api@sha256:${random.hex(64)}`,
    containerID: `containerd://${random.hex(64)}`,
    started: true,
  };
}

function configVolume(name: string): Generated {
  return { name: 'config', configMap: { name: `${name}-config`, defaultMode: 420 } };
}

const tokenVolume = {
  name: 'kube-api-access',
  projected: {
    sources: [
      { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
      { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    ],
    defaultMode: 420,
  },
};

const leaf = {};
const managedFields = {
  'f:metadata': {
    'f:annotations': { '.': leaf, 'f:checksum/config': leaf },
    'f:labels': { '.': leaf, 'f:app': leaf },
    'f:ownerReferences': { '.': leaf, 'k:{"uid":"d2a0"}': leaf },
  },
  'f:spec': {
    'f:containers': {
      'k:{"name":"main"}': {
        '.': leaf,
        'f:image': leaf,
        'f:imagePullPolicy': leaf,
        'f:name': leaf,
        'f:resources': {
          '.': leaf,
          'f:limits': { '.': leaf, 'f:cpu': leaf, 'f:memory': leaf },
          'f:requests': { '.': leaf, 'f:cpu': leaf },
        },
        'f:volumeMounts': {
          '.': leaf,
          'k:{"mountPath":"/etc/config"}': { '.': leaf, 'f:mountPath': leaf, 'f:name': leaf },
        },
      },
    },
    'f:dnsPolicy': leaf,
    'f:enableServiceLinks': leaf,
    'f:restartPolicy': leaf,
    'f:schedulerName': leaf,
    'f:securityContext': leaf,
    'f:terminationGracePeriodSeconds': leaf,
    'f:volumes': leaf,
  },
};

function asRecord(value: unknown): Generated {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
