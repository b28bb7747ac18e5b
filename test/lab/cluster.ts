/**
 * A whole Kubernetes on one machine: control plane, scheduler and, where it is wanted and allowed, a node. See README.md of this folder.
 */
import { execFileSync } from 'node:child_process';
import type { Found } from '../support/go-program.ts';
import type { ControlPlane, ControlPlaneOptions } from './control-plane.ts';
import { findControlPlane, startControlPlane } from './control-plane.ts';
import { found } from './found.ts';
import { findInert } from './images.ts';
import type { LabNode } from './node.ts';
import { startNode } from './node.ts';

export interface ClusterOptions extends ControlPlaneOptions {
  readonly node?: boolean;
}

export interface Cluster extends ControlPlane {
  /** Throws where the cluster was started without one. */
  readonly node: LabNode;
}

/** Starts a cluster; with `node`, it can run containers when this returns. Stop it in any case. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const wanted = options.node === true;
  const binary = found(findControlPlane());
  const inert = wanted ? found(findNode()) : '';
  const plane = await startControlPlane(binary, { ...options, scheduler: options.scheduler ?? wanted });
  if (!wanted) return withNode(plane, undefined);
  try {
    return withNode(plane, await startNode(plane, inert));
  } catch (error) {
    await plane.stop();
    throw error;
  }
}

/** Why a test of the lab skips, or false: for `describe(name, { skip: skipWithout(findNode()) }, ...)`. With CI=true nothing skips. */
export const skipWithout = (...parts: readonly Found[]): string | false => {
  const missing = parts.flatMap(part => ('missing' in part ? [part.missing] : []));
  return missing.length > 0 && process.env['CI'] !== 'true' ? missing.join('; ') : false;
};

const packages = new Map([
  ['containerd', 'containerd'],
  ['runc', 'runc'],
  ['/usr/lib/cni/bridge', 'containernetworking-plugins'],
  ['ip', 'iproute2'],
]);

/** The program of the node's images, or the reason why there can be no node here. With CI=true, missing packages are installed. */
export function findNode(): Found {
  const ci = process.env['CI'] === 'true';
  if (!ci && process.env['WATCHBILL_LAB_NODE'] !== '1')
    return { missing: 'a node changes the machine while it runs: WATCHBILL_LAB_NODE=1 allows it' };
  if (process.getuid?.() !== 0) return { missing: 'a node needs root' };
  if (ci && missingPackages().length > 0) install(missingPackages());
  const lacking = missingPackages();
  if (lacking.length > 0) return { missing: `a node needs the Debian packages ${lacking.join(' ')}` };
  return findInert();
}

const missingPackages = (): readonly string[] =>
  [...packages].flatMap(([program, name]) => (isThere(program) ? [] : [name]));

function isThere(program: string): boolean {
  try {
    execFileSync('sh', ['-c', 'command -v "$0"', program], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function install(names: readonly string[]): void {
  const apt = (...args: readonly string[]): void => {
    execFileSync('apt-get', ['-y', '-q', ...args], {
      stdio: 'ignore',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  };
  apt('update');
  apt('install', '--no-install-recommends', ...names);
}

function withNode(plane: ControlPlane, node: LabNode | undefined): Cluster {
  const stop = async (): Promise<void> => {
    for (const signal of signals) process.off(signal, interrupted);
    await node?.stop();
    await plane.stop();
  };
  const interrupted = (): void => void stop().finally(() => process.exit(130));
  for (const signal of signals) process.once(signal, interrupted);
  return {
    ...plane,
    get node(): LabNode {
      if (node === undefined) throw new Error('this cluster was started without a node');
      return node;
    },
    stop,
  };
}

const signals = ['SIGINT', 'SIGTERM'] as const;
