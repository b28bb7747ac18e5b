import type { JsonObject } from '../../src/model/json.ts';
import type { Random } from '../generate/random.ts';

/** Who makes a request, with what, from where. */
export interface Caller {
  /** For the truth, for people. */
  readonly label: string;
  readonly user: JsonObject;
  readonly agent: string;
  readonly address: string;
  /** The field manager of its writes; none in the URI if empty. */
  readonly manager: string;
  readonly impersonates?: JsonObject;
}

export function person(name: string, groups: readonly string[], more: Partial<Caller> = {}): Caller {
  return {
    label: name,
    user: { username: name, groups: [...groups, 'system:authenticated'] },
    agent: kubectl('v1.34.1'),
    address: '10.40.0.10',
    manager: 'kubectl-client-side-apply',
    ...more,
  };
}

export const kubectl = (version: string): string => `kubectl/${version} (linux/amd64) kubernetes/93248f9`;

export interface Account {
  readonly namespace: string;
  readonly name: string;
  readonly agent: string;
  readonly manager?: string;
  readonly address?: string;
  /** The pod behind the token; without it the token is not bound to one. */
  readonly pod?: string;
  readonly node?: string;
}

export function serviceAccount(random: Random, account: Account): Caller {
  const { namespace, name, agent, manager = '', address = '10.0.0.1', pod, node } = account;
  const extra: JsonObject = {
    'authentication.kubernetes.io/credential-id': [`JTI=${random.uuid()}`],
    ...(node !== undefined && {
      'authentication.kubernetes.io/node-name': [node],
      'authentication.kubernetes.io/node-uid': [random.uuid()],
    }),
    ...(pod !== undefined && {
      'authentication.kubernetes.io/pod-name': [pod],
      'authentication.kubernetes.io/pod-uid': [random.uuid()],
    }),
  };
  return {
    label: `sa:${namespace}:${name}`,
    user: {
      username: `system:serviceaccount:${namespace}:${name}`,
      uid: random.uuid(),
      groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
      extra,
    },
    agent,
    address,
    manager,
  };
}

/** A controller of kube-controller-manager; with one account for all of them, as some installations have it. */
export function controller(random: Random, name: string, shared: boolean): Caller {
  const agent = 'kube-controller-manager/v1.34.1 (linux/amd64) kubernetes/93248f9';
  if (shared)
    return {
      label: name,
      user: { username: 'system:kube-controller-manager', groups: ['system:authenticated'] },
      agent: `${agent}/${name}`,
      address: '10.0.0.2',
      manager: '',
    };
  const account = `system:serviceaccount:kube-system:${name}`;
  return {
    ...serviceAccount(random, { namespace: 'kube-system', name, agent: `${agent}/${account}` }),
    address: '10.0.0.2',
  };
}

export function node(name: string, address: string): Caller {
  return {
    label: name,
    user: { username: `system:node:${name}`, groups: ['system:nodes', 'system:authenticated'] },
    agent: 'kubelet/v1.34.1 (linux/amd64) kubernetes/93248f9',
    address,
    manager: '',
  };
}

export const scheduler: Caller = {
  label: 'scheduler',
  user: { username: 'system:kube-scheduler', groups: ['system:authenticated'] },
  agent: 'kube-scheduler/v1.34.1 (linux/amd64) kubernetes/93248f9/scheduler',
  address: '10.0.0.2',
  manager: '',
};
