/**
 * A real Kubernetes control plane (etcd, API server, controllers) on loopback, for tests. The binary is compiled once from the
 * Kubernetes Go modules and kept outside the checkout; a run of it takes some seconds to become ready.
 */

import type { ChildProcess } from 'node:child_process';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Found } from '../support/go-program.ts';
import { findGoProgram } from '../support/go-program.ts';
import { request } from './request.ts';

const version = '1.37.2';

export interface ControlPlane {
  readonly url: string;
  readonly auditLog: string;
  /** Runs kubectl as `user` (a token of tokens.csv) and returns what it printed; throws with its error text. */
  kubectl(user: string, args: readonly string[], input?: string): string;
  stop(): Promise<void>;
}

/** The path of the compiled binary, or the reason why there is none. Compiles only where Go is there or CI asks for it. */
export function findControlPlane(): Found {
  return findGoProgram({
    name: `control-plane-${version}`,
    source: join(import.meta.dirname, 'control-plane'),
    ldflags: `-s -w -X k8s.io/component-base/version.gitVersion=v${version} -X k8s.io/component-base/version.gitMajor=1 -X k8s.io/component-base/version.gitMinor=37`,
    what: `the Kubernetes ${version} control plane`,
  });
}

/** Starts a control plane with this audit policy. */
export async function startControlPlane(binary: string, auditPolicy: string): Promise<ControlPlane> {
  const home = mkdtempSync(join(tmpdir(), 'watchbill-lab-'));
  for (const name of ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kubectl'])
    symlinkSync(binary, join(home, name));
  const [api, etcd, etcdPeer, controllers] = await freePorts(4);
  const url = `https://127.0.0.1:${api}`;
  writeFileSync(join(home, 'policy.yaml'), auditPolicy);
  writeFileSync(join(home, 'tokens.csv'), tokens);
  writeFileSync(join(home, 'kubeconfig'), kubeconfig(url, ['admin', 'alice', 'nobody']));
  // The controllers have their own identity, as in any cluster: it asks for their tokens.
  writeFileSync(join(home, 'controllers.kubeconfig'), kubeconfig(url, ['controllers']));
  const children: ChildProcess[] = [];
  const run = (name: string, args: readonly string[]) =>
    children.push(spawn(join(home, name), args, { stdio: 'ignore', cwd: home }));
  const stop = async (): Promise<void> => {
    for (const child of children.toReversed()) await ended(child);
    rmSync(home, { recursive: true, force: true });
  };

  signingKey(home);
  run('etcd', [
    '--data-dir',
    'etcd-data',
    '--log-level',
    'error',
    '--initial-cluster',
    `default=http://127.0.0.1:${etcdPeer}`,
    '--unsafe-no-fsync',
    ...both('client', etcd),
    ...bothPeers(etcdPeer),
  ]);
  run('kube-apiserver', apiServerArguments(api ?? 0, etcd ?? 0));
  try {
    await ready(url);
    run('kube-controller-manager', [
      '--kubeconfig',
      'controllers.kubeconfig',
      '--leader-elect=false',
      '--use-service-account-credentials',
      '--service-account-private-key-file',
      'sa.key',
      '--bind-address',
      '127.0.0.1',
      '--secure-port',
      String(controllers),
      '--cert-dir',
      'kcm',
    ]);
    const kubectl = (user: string, args: readonly string[], input = ''): string =>
      execFileSync(
        join(home, 'kubectl'),
        ['--kubeconfig', join(home, 'kubeconfig'), '--context', user, ...args],
        { input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] },
      );
    await until(
      'the default service account',
      () => kubectl('admin', ['get', 'serviceaccount', 'default', '--ignore-not-found']) !== '',
    );
    return { url, auditLog: join(home, 'audit.log'), kubectl, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Waits until the check holds; fails after a minute. */
export async function until(what: string, check: () => boolean | Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 240; attempt++) {
    if (await check()) return;
    await sleep(250);
  }
  throw new Error(`gave up waiting for ${what}`);
}

const tokens = [
  'admin-token,kubernetes-admin,admin,"system:masters"',
  'alice-token,alice@corp.example,alice,"developers"',
  'nobody-token,nobody@corp.example,nobody,"guests"',
  'controllers-token,system:kube-controller-manager,controllers',
  '',
].join('\n');

/** Contexts of the same names as the users; the first is the current one. */
function kubeconfig(server: string, users: readonly string[]): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': users[0],
    clusters: [{ name: 'lab', cluster: { server, 'insecure-skip-tls-verify': true } }],
    users: users.map(name => ({ name, user: { token: `${name}-token` } })),
    contexts: users.map(name => ({ name, context: { cluster: 'lab', user: name } })),
  });
}

function apiServerArguments(port: number, etcd: number): readonly string[] {
  return [
    ...[
      '--etcd-servers',
      `http://127.0.0.1:${etcd}`,
      '--bind-address',
      '127.0.0.1',
      '--advertise-address',
      '127.0.0.1',
      '--secure-port',
      String(port),
    ],
    ...[
      '--cert-dir',
      'apiserver',
      '--endpoint-reconciler-type',
      'none',
      '--service-cluster-ip-range',
      '10.96.0.0/16',
      '--authorization-mode',
      'Node,RBAC',
    ],
    ...[
      '--service-account-issuer',
      'https://kubernetes.default.svc',
      '--service-account-key-file',
      'sa.pub',
      '--service-account-signing-key-file',
      'sa.key',
    ],
    ...[
      '--enable-admission-plugins',
      'NodeRestriction',
      '--allow-privileged=true',
      '--token-auth-file',
      'tokens.csv',
    ],
    ...['--audit-policy-file', 'policy.yaml', '--audit-log-path', 'audit.log'],
  ];
}

function both(kind: string, port: number | undefined): readonly string[] {
  return [
    `--listen-${kind}-urls`,
    `http://127.0.0.1:${port}`,
    `--advertise-${kind}-urls`,
    `http://127.0.0.1:${port}`,
  ];
}

function bothPeers(port: number | undefined): readonly string[] {
  return [
    '--listen-peer-urls',
    `http://127.0.0.1:${port}`,
    '--initial-advertise-peer-urls',
    `http://127.0.0.1:${port}`,
  ];
}

function signingKey(home: string): void {
  execFileSync('openssl', ['genrsa', '-out', join(home, 'sa.key'), '2048'], { stdio: 'ignore' });
  execFileSync('openssl', ['rsa', '-in', join(home, 'sa.key'), '-pubout', '-out', join(home, 'sa.pub')], {
    stdio: 'ignore',
  });
}

async function ready(url: string): Promise<void> {
  await until('the API server', async () => {
    try {
      return (await request(`${url}/readyz`, { token: 'admin-token' })).body === 'ok';
    } catch {
      return false;
    }
  });
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise(resolve => child.once('exit', resolve));
  child.kill('SIGTERM');
  const killer = setTimeout(() => child.kill('SIGKILL'), 5000);
  await gone;
  clearTimeout(killer);
}

async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(Array.from({ length: count }, listen));
  const ports = servers.map(server => server.port);
  await Promise.all(servers.map(server => server.close()));
  return ports;
}

function listen(): Promise<{ readonly port: number; readonly close: () => Promise<void> }> {
  return new Promise(resolve => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      resolve({ port, close: () => new Promise(closed => server.close(() => closed())) });
    });
  });
}
