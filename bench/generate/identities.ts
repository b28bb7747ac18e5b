import type { Random } from './random.ts';

export const namespaces = [
  'default',
  'kube-system',
  'orders',
  'media',
  'catalogue',
  'observability',
  'logs',
  'builds',
  'analytics',
  'edge',
  'certificates',
  'squad-red',
  'squad-blue',
  'gitops',
  'mesh',
];
export const applications = [
  'api',
  'frontend',
  'worker',
  'basket',
  'thumbnails',
  'billing',
  'auth-proxy',
  'indexer',
  'accounts',
  'notifier',
  'report-builder',
  'resolver',
  'log-shipper',
  'metrics',
  'cache',
];
export const images = [
  'registry.example.com/team/api:v1.42.7',
  `registry.example.com/team/worker@sha256:${'ab12'.repeat(16)}`,
  'docker.io/library/nginx:1.27',
  'quay.io/example/exporter:v2.53.0',
  'docker.io/library/busybox:latest',
  'registry.example.com/base/static:nonroot',
];
const people = [
  'alice@example.com',
  'bob@example.com',
  'zoë@example.com',
  'cluster-admin',
  'oidc:dave',
  'svc-deployer',
];
export const nodes = Array.from(
  { length: 60 },
  (_, index) => `node-10-0-${index % 8}-${20 + index}.example.internal`,
);

export const agents = {
  kubelet: 'kubelet/v1.31.2 (linux/amd64) kubernetes/5864a46',
  controllerManager: 'kube-controller-manager/v1.31.2 (linux/amd64) kubernetes/5864a46/leader-election',
  replicaSets:
    'kube-controller-manager/v1.31.2 (linux/amd64) kubernetes/5864a46/system:serviceaccount:kube-system:replicaset-controller',
  kubectl: 'kubectl/v1.31.0 (linux/amd64) kubernetes/9edcffc',
};

export interface GeneratedUser {
  readonly username: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra?: { readonly [key: string]: readonly string[] };
}

export function nodeUser(node: string): GeneratedUser {
  return { username: `system:node:${node}`, groups: ['system:nodes', 'system:authenticated'] };
}

export function systemUser(name: string): GeneratedUser {
  return { username: `system:${name}`, groups: ['system:authenticated'] };
}

/** A service account with the claims of a bound token, as the API server logs them. */
export function serviceAccount(random: Random, namespace: string, name: string): GeneratedUser {
  const prefix = 'authentication.kubernetes.io';
  return {
    username: `system:serviceaccount:${namespace}:${name}`,
    uid: random.uuid(),
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
    extra: {
      [`${prefix}/credential-id`]: [`JTI=${random.uuid()}`],
      [`${prefix}/node-name`]: [random.pick(nodes)],
      [`${prefix}/node-uid`]: [random.uuid()],
      [`${prefix}/pod-name`]: [`${name}-${random.suffix(10)}-${random.suffix(5)}`],
      [`${prefix}/pod-uid`]: [random.uuid()],
    },
  };
}

/** A controller of kube-controller-manager: its token is asked for by itself and bound to no pod. */
export function controller(random: Random, name: string): GeneratedUser {
  return {
    username: `system:serviceaccount:kube-system:${name}`,
    uid: random.uuid(),
    groups: ['system:serviceaccounts', 'system:serviceaccounts:kube-system', 'system:authenticated'],
    extra: { 'authentication.kubernetes.io/credential-id': [`JTI=${random.uuid()}`] },
  };
}

export function person(random: Random): GeneratedUser {
  return {
    username: random.pick(people),
    groups: ['dev', 'system:authenticated'],
    extra: { 'authentication.kubernetes.io/credential-id': [`X509SHA256=${random.hex(64)}`] },
  };
}

export function podName(random: Random): string {
  return `${random.pick(applications)}-${random.suffix(10)}-${random.suffix(5)}`;
}
