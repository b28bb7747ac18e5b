/**
 * A real Kubernetes control plane (etcd, API server, controllers, scheduler) on loopback, for tests. The binary is compiled once
 * from the Kubernetes Go modules and kept outside the checkout; a run of it takes some seconds to become ready.
 */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Found } from '../support/go-program.ts';
import { findGoProgram } from '../support/go-program.ts';
import { apiServerArguments, controllerArguments, etcdArguments, schedulerArguments } from './arguments.ts';
import { freePorts } from './free-ports.ts';
import type { Identity } from './identities.ts';
import { components, kubeconfig, people, tokenFile, tokenOf } from './identities.ts';
import type { Processes } from './processes.ts';
import { createProcesses } from './processes.ts';
import { request } from './request.ts';
import { until } from './until.ts';

export { until } from './until.ts';

const version = '1.37.2';
/** A commit that says by its look that it is none. */
const versions = ['component-base/version', 'client-go/pkg/version'].flatMap(where => [
  `-X k8s.io/${where}.gitVersion=v${version}`,
  `-X k8s.io/${where}.gitMajor=1 -X k8s.io/${where}.gitMinor=37`,
  `-X k8s.io/${where}.gitCommit=0000000`,
]);

export interface ControlPlaneOptions {
  /** An audit policy, as YAML. */
  readonly auditPolicy: string;
  /** The text of a kubeconfig: events are sent there as well. */
  readonly auditWebhook?: string;
  /** The text of an AdmissionConfiguration. */
  readonly admission?: string;
  /** Besides those of `people`. */
  readonly identities?: readonly Identity[];
  /** `shared`: all controllers act as system:kube-controller-manager, as in clusters without `--use-service-account-credentials`. */
  readonly controllerAccounts?: 'separate' | 'shared';
  /** Without one, pods stay pending. */
  readonly scheduler?: boolean;
}

export interface ControlPlane {
  readonly url: string;
  /** etcd itself, past the API server. */
  readonly etcd: string;
  /** The folder of everything that it keeps. */
  readonly home: string;
  readonly auditLog: string;
  /** Path of a kubeconfig with a context for each identity; `admin` is the current one. */
  readonly kubeconfig: string;
  readonly processes: Processes;
  /** Runs kubectl as `user` (the name of an identity) and returns what it printed; throws with its error text. */
  kubectl(user: string, args: readonly string[], input?: string): string;
  stop(): Promise<void>;
}

/** The path of the compiled binary, or the reason why there is none. Compiles only where Go is there or CI asks for it. */
export function findControlPlane(): Found {
  return findGoProgram({
    name: `control-plane-${version}`,
    source: join(import.meta.dirname, 'control-plane'),
    ldflags: ['-s -w', ...versions].join(' '),
    what: `Kubernetes ${version}`,
  });
}

/** Starts a control plane with this audit policy. */
export async function startControlPlane(
  binary: string,
  options: string | ControlPlaneOptions,
): Promise<ControlPlane> {
  const chosen = typeof options === 'string' ? { auditPolicy: options } : options;
  const home = mkdtempSync(join(tmpdir(), 'watchbill-lab-'));
  const processes = createProcesses(home);
  const stop = async (): Promise<void> => {
    await processes.stop();
    rmSync(home, { recursive: true, force: true });
  };
  try {
    const { url, etcd } = await launch({ binary, home, processes }, chosen);
    const config = join(home, 'kubeconfig');
    return {
      url,
      etcd,
      home,
      auditLog: join(home, 'audit.log'),
      kubeconfig: config,
      processes,
      kubectl: kubectlOf(home),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Place {
  readonly binary: string;
  readonly home: string;
  readonly processes: Processes;
}

/** Where the API server and etcd are, once pods can be made. */
async function launch(
  place: Place,
  options: ControlPlaneOptions,
): Promise<Pick<ControlPlane, 'url' | 'etcd'>> {
  const { binary, home, processes } = place;
  for (const name of [
    'etcd',
    'kube-apiserver',
    'kube-controller-manager',
    'kube-scheduler',
    'kubelet',
    'kubectl',
  ])
    symlinkSync(binary, join(home, name));
  const [api = 0, etcd = 0, etcdPeer = 0, controllers = 0, scheduler = 0] = await freePorts(5);
  const url = `https://127.0.0.1:${api}`;
  writeFiles(home, url, options);
  signingKey(home);
  const run = (name: string, args: readonly string[]): void => processes.start(name, join(home, name), args);
  run('etcd', etcdArguments(etcd, etcdPeer));
  run('kube-apiserver', apiServerArguments({ port: api, etcd, ...options }));
  await ready(url, processes);
  const kubectl = kubectlOf(home);
  if (options.controllerAccounts === 'shared') await letControllersShare(kubectl);
  run('kube-controller-manager', controllerArguments(controllers, options.controllerAccounts === 'shared'));
  if (options.scheduler === true) run('kube-scheduler', schedulerArguments(scheduler));
  await until(
    'the default service account',
    () => kubectl('admin', ['get', 'serviceaccount', 'default', '--ignore-not-found']) !== '',
  );
  return { url, etcd: `http://127.0.0.1:${etcd}` };
}

/** The one account of all controllers may do what each of them may. */
async function letControllersShare(kubectl: ControlPlane['kubectl']): Promise<void> {
  const roles = (): readonly string[] =>
    kubectl('admin', ['get', 'clusterroles', '-o', 'name']).match(/(?<=\/)system:controller:\S+/g) ?? [];
  await until('the roles of the controllers', () => roles().length > 30);
  const subjects = [{ kind: 'User', name: 'system:kube-controller-manager' }];
  const items = roles().map(name => ({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: `shared-${name}` },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
    subjects,
  }));
  kubectl('admin', ['create', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
}

function writeFiles(home: string, url: string, options: ControlPlaneOptions): void {
  const known = [...people, ...(options.identities ?? [])];
  const system = components(nodeName);
  const write = (name: string, text: string): void => writeFileSync(join(home, name), text);
  write('policy.yaml', options.auditPolicy);
  write('tokens.csv', tokenFile([...known, ...system]));
  write(
    'kubeconfig',
    kubeconfig(
      url,
      known.map(({ name }) => name),
    ),
  );
  for (const { name } of system) write(`${name}.kubeconfig`, kubeconfig(url, [name]));
  if (options.auditWebhook !== undefined) write('audit-webhook.yaml', options.auditWebhook);
  if (options.admission !== undefined) write('admission.yaml', options.admission);
}

export const nodeName = 'node-1';

function kubectlOf(home: string): ControlPlane['kubectl'] {
  return (user, args, input = '') =>
    execFileSync(
      join(home, 'kubectl'),
      ['--kubeconfig', join(home, 'kubeconfig'), '--context', user, ...args],
      { input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'], maxBuffer: 1 << 26 },
    );
}

function signingKey(home: string): void {
  execFileSync('openssl', ['genrsa', '-out', join(home, 'sa.key'), '2048'], { stdio: 'ignore' });
  execFileSync('openssl', ['rsa', '-in', join(home, 'sa.key'), '-pubout', '-out', join(home, 'sa.pub')], {
    stdio: 'ignore',
  });
}

async function ready(url: string, processes: Processes): Promise<void> {
  const isReady = async (): Promise<boolean> => {
    try {
      return (await request(`${url}/readyz`, { token: tokenOf('admin') })).body === 'ok';
    } catch {
      return false;
    }
  };
  try {
    await until('the API server', isReady);
  } catch (error) {
    throw new Error(processes.lastWords('kube-apiserver'), { cause: error });
  }
}
