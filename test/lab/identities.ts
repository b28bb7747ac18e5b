/** Somebody who can speak to the API server of the lab, with a token of his own. */
export interface Identity {
  /** Name of the kubectl context; the token is `<name>-token`. */
  readonly name: string;
  readonly user: string;
  readonly groups?: readonly string[];
}

/** Those whom every cluster of the lab knows. Only `admin` may do anything before RBAC says more. */
export const people: readonly Identity[] = [
  { name: 'admin', user: 'kubernetes-admin', groups: ['system:masters'] },
  { name: 'alice', user: 'alice@corp.example', groups: ['developers'] },
  { name: 'nobody', user: 'nobody@corp.example', groups: ['guests'] },
  { name: 'sre', user: 'sre@corp.example', groups: ['sre'] },
  { name: 'dev', user: 'dev@corp.example', groups: ['developers'] },
  { name: 'ci', user: 'ci-deployer', groups: ['ci'] },
  { name: 'contractor', user: 'contractor@corp.example', groups: ['contractors'] },
];

/** Components of Kubernetes itself. */
export const components = (nodeName: string): readonly Identity[] => [
  { name: 'controllers', user: 'system:kube-controller-manager' },
  { name: 'scheduler', user: 'system:kube-scheduler' },
  { name: 'node', user: `system:node:${nodeName}`, groups: ['system:nodes'] },
];

export const tokenOf = (name: string): string => `${name}-token`;

/** A static token file of the API server. */
export function tokenFile(identities: readonly Identity[]): string {
  return identities
    .map(({ name, user, groups = [] }) => `${tokenOf(name)},${user},${name},"${groups.join(',')}"\n`)
    .join('');
}

/** Contexts of the same names as the identities; the first is the current one. */
export function kubeconfig(server: string, names: readonly string[]): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': names[0],
    clusters: [{ name: 'lab', cluster: { server, 'insecure-skip-tls-verify': true } }],
    users: names.map(name => ({ name, user: { token: tokenOf(name) } })),
    contexts: names.map(name => ({ name, context: { cluster: 'lab', user: name } })),
  });
}
