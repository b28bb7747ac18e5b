import { existsSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import type { Cluster } from '../cluster.ts';
import { tokenOf } from '../identities.ts';
import { until } from '../until.ts';
import type { World, WorldIdentity } from './world.ts';

/** Somebody of a world, as the API server will see him. */
export interface Actor extends Omit<WorldIdentity, 'pod'> {
  readonly id: string;
  /** The name that the audit log has. */
  readonly userName: string;
  readonly token: string;
  /** A kubeconfig whose connections come from the actor's address. */
  readonly kubeconfig: string;
  /** Of the pod that the token is bound to; empty where there is none. */
  readonly pod: string;
}

export interface Actors {
  /** Throws where there is no such identity. An account whose pod was replaced has the token of the new one. */
  find(id: string): Promise<Actor>;
  give(id: string, token: string): void;
  close(): void;
}

/** The identities of a world, with what they need to speak to the cluster. */
export function createActors(cluster: Cluster, world: World): Actors {
  const known = new Map<string, Actor>();
  const tokens = new Map<string, string>();
  const closers: (() => void)[] = [];
  const find = async (id: string): Promise<Actor> => {
    const found = known.get(id);
    if (found !== undefined && (found.pod === '' || isThere(cluster, found.pod))) return found;
    const identity = id === 'admin' ? administrator : world.identities[id];
    if (identity === undefined) throw new Error(`no identity ${id}`);
    const pod = tokens.has(id) ? '' : await podOf(cluster, identity);
    const token =
      tokens.get(id) ?? (pod === '' ? ownToken(cluster, id, identity) : cluster.node.tokenOfPod(pod));
    const way = await openWay(Number(new URL(cluster.url).port), identity.address);
    closers.push(way.close);
    const kubeconfig = join(cluster.home, `actor-${id}.kubeconfig`);
    writeFileSync(kubeconfig, configOf(way.port, token));
    const actor = { ...identity, id, pod, token, kubeconfig, userName: userNameOf(identity) };
    known.set(id, actor);
    return actor;
  };
  const give = (id: string, token: string): void => {
    known.delete(id);
    tokens.set(id, token.trim());
  };
  return { find, give, close: () => closers.forEach(close => void close()) };
}

const administrator: WorldIdentity = {
  user: 'kubernetes-admin',
  groups: [],
  agent: 'kubectl/v1.37.2 (linux/amd64) kubernetes/0000000',
  manager: 'kubectl-create',
  address: '127.0.0.1',
  rights: [],
};

function userNameOf({ user = '', account }: WorldIdentity): string {
  return account === undefined ? user : `system:serviceaccount:${account.replace('/', ':')}`;
}

/** A static token, or one that an administrator asks for. */
function ownToken(cluster: Cluster, id: string, { account }: WorldIdentity): string {
  if (account === undefined) return tokenOf(id);
  const [namespace = '', name = ''] = account.split('/');
  return cluster.kubectl('admin', ['-n', namespace, 'create', 'token', name, '--duration=2h']).trim();
}

async function podOf(cluster: Cluster, { account = '', pod }: WorldIdentity): Promise<string> {
  return pod === undefined ? '' : await runningPod(cluster, account.split('/')[0] ?? '', pod);
}

/** Whether the pod runs on the node still; once it is deleted, its token is worth nothing. */
const isThere = (cluster: Cluster, uid: string): boolean =>
  existsSync(join(cluster.node.kubelet, 'pods', uid, 'volumes/kubernetes.io~projected'));

async function runningPod(cluster: Cluster, namespace: string, app: string): Promise<string> {
  const path =
    '{range .items[?(@.status.phase=="Running")]}{.metadata.uid} {.metadata.deletionTimestamp}{"\\n"}{end}';
  const get = ['-n', namespace, 'get', 'pods', '-l', `app=${app}`, '-o', `jsonpath=${path}`];
  let uid = '';
  await until(`a pod of ${app}`, () => {
    const alive = cluster
      .kubectl('admin', get)
      .split('\n')
      .filter(line => line.endsWith(' '));
    uid = alive[0]?.trim() ?? '';
    return uid !== '' && isThere(cluster, uid);
  });
  return uid;
}

/** A port of loopback that passes every connection on to the API server from the given address; TLS goes through as it is. */
function openWay(
  to: number,
  localAddress: string,
): Promise<{ readonly port: number; readonly close: () => void }> {
  return new Promise(resolve => {
    const server = createServer(from => {
      const onward = connect({ port: to, host: '127.0.0.1', localAddress });
      from.pipe(onward).pipe(from);
      from.on('error', () => onward.destroy());
      onward.on('error', () => from.destroy());
    });
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve({ port: isInfo(address) ? address.port : 0, close: () => server.close() });
    });
  });
}

const isInfo = (address: AddressInfo | string | null): address is AddressInfo =>
  typeof address === 'object' && address !== null;

function configOf(port: number, token: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'lab',
    clusters: [
      { name: 'lab', cluster: { server: `https://127.0.0.1:${port}`, 'insecure-skip-tls-verify': true } },
    ],
    users: [{ name: 'lab', user: { token } }],
    contexts: [{ name: 'lab', context: { cluster: 'lab', user: 'lab' } }],
  });
}
