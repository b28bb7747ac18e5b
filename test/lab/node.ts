/**
 * A node for the lab: containerd and a kubelet that run real containers. It needs root and changes the machine while it runs (a
 * bridge, mounts, kernel settings); everything is taken back at the end.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kubeletArguments } from './arguments.ts';
import type { ControlPlane } from './control-plane.ts';
import { nodeName } from './control-plane.ts';
import { freePorts } from './free-ports.ts';
import type { Images } from './images.ts';
import { writeImages } from './images.ts';
import { keepKernelSettings } from './kernel-settings.ts';
import { containerdConfig, kubeletConfig, networkConfig } from './node-configuration.ts';
import { networksOfPods, removeLeftovers } from './node-leftovers.ts';
import type { Processes } from './processes.ts';
import { createProcesses } from './processes.ts';
import { until } from './until.ts';

export interface LabNode {
  readonly name: string;
  /** The socket of containerd (CRI and containerd's own services); the namespace is `k8s.io`. */
  readonly containerd: string;
  /** The folder of static pods. */
  readonly manifests: string;
  /** Logs of containers in the CRI format: `<namespace>_<pod>_<uid>/<container>/<n>.log`. */
  readonly podLogs: string;
  /** The kubelet's own folder: pods' volumes, among them the tokens of their accounts. */
  readonly kubelet: string;
  /** containerd's own client; returns what it printed. */
  ctr(args: readonly string[]): string;
  addImages(images: Images): void;
  /** The token that the kubelet gave to a running pod, bound to it. */
  tokenOfPod(uid: string): string;
  stop(): Promise<void>;
}

export const pauseImage = 'registry.k8s.io/pause:3.9';

interface Place {
  readonly plane: ControlPlane;
  readonly home: string;
  /** The name of the bridge that pods are connected to. */
  readonly bridge: string;
  readonly processes: Processes;
  readonly ctr: LabNode['ctr'];
}

/** Starts a node of this control plane; `inert` is the program of its images. */
export async function startNode(plane: ControlPlane, inert: string): Promise<LabNode> {
  const place = placeOf(plane);
  const restoreKernel = keepKernelSettings();
  const stop = async (): Promise<void> => {
    await stopNode(place);
    restoreKernel();
  };
  try {
    await startContainerd(place);
    const node = nodeOf(place, inert, stop);
    node.addImages({ names: [pauseImage], programs: ['/pause'] });
    await startKubelet(place);
    return node;
  } catch (error) {
    await stop();
    throw error;
  }
}

function placeOf(plane: ControlPlane): Place {
  const home = join(plane.home, 'node');
  for (const folder of ['manifests', 'cni', 'logs', 'registries/_default'])
    mkdirSync(join(home, folder), { recursive: true });
  const bridge = `wb${createHash('sha256').update(home).digest('hex').slice(0, 8)}`;
  const socket = ['-a', join(home, 'containerd.sock'), '-n', 'k8s.io'];
  const ctr = (args: readonly string[]): string =>
    execFileSync('ctr', [...socket, ...args], { encoding: 'utf8', stdio: 'pipe' });
  return { plane, home, bridge, processes: createProcesses(home), ctr };
}

function nodeOf({ home, ctr }: Place, inert: string, stop: () => Promise<void>): LabNode {
  return {
    name: nodeName,
    containerd: join(home, 'containerd.sock'),
    manifests: join(home, 'manifests'),
    podLogs: join(home, 'logs'),
    kubelet: join(home, 'kubelet'),
    ctr,
    addImages: images => {
      const tar = join(home, 'images.tar');
      writeImages(tar, inert, images);
      ctr(['image', 'import', tar]);
    },
    tokenOfPod: uid => {
      const volumes = join(home, 'kubelet/pods', uid, 'volumes/kubernetes.io~projected');
      const [name = ''] = readdirSync(volumes).filter(volume => volume.startsWith('kube-api-access-'));
      return readFileSync(join(volumes, name, 'token'), 'utf8');
    },
    stop,
  };
}

async function startContainerd({ home, bridge, processes }: Place): Promise<void> {
  const subnet = `10.200.${Number.parseInt(bridge.slice(2, 4), 16)}.0/24`;
  const write = (name: string, text: string): void => writeFileSync(join(home, name), text);
  write('cni/10-lab.conflist', networkConfig({ home, bridge, subnet }));
  write('containerd.toml', containerdConfig(home, pauseImage));
  // A pull never leaves this machine: it fails at once, on loopback.
  const nowhere = 'http://127.0.0.1:9';
  write('registries/_default/hosts.toml', `server = "${nowhere}"\n[host."${nowhere}"]\n`);
  processes.start('containerd', 'containerd', ['-c', join(home, 'containerd.toml')]);
  await until('containerd', () => existsSync(join(home, 'containerd.sock')));
}

async function startKubelet({ plane, home, processes }: Place): Promise<void> {
  const [port = 0] = await freePorts(1);
  const config = join(home, 'kubelet.yaml');
  writeFileSync(config, kubeletConfig(home, port));
  const folders = { root: join(home, 'kubelet'), certificates: join(home, 'pki') };
  const kubeconfig = join(plane.home, 'node.kubeconfig');
  const args = kubeletArguments({ config, kubeconfig, name: nodeName, ...folders });
  processes.start('kubelet', join(plane.home, 'kubelet'), args);
  const readiness = '{.items[*].status.conditions[?(@.type=="Ready")].status}';
  const get = ['get', 'nodes', '-o', `jsonpath=${readiness}`];
  try {
    await until('the node', () => plane.kubectl('admin', get) === 'True');
  } catch (error) {
    throw new Error(processes.lastWords('kubelet'), { cause: error });
  }
}

async function stopNode({ home, bridge, processes, ctr }: Place): Promise<void> {
  await processes.end('kubelet');
  const networks = networksOfPods(home);
  for (const task of listed(ctr, ['task', 'ls', '-q'])) remove(ctr, ['task', 'rm', '-f', task]);
  await processes.stop();
  removeLeftovers(home, bridge, networks);
}

function listed(ctr: LabNode['ctr'], args: readonly string[]): readonly string[] {
  try {
    return ctr(args).split('\n').filter(Boolean);
  } catch {
    return [];
  }
}

/** A task that ended meanwhile is as good as removed. */
function remove(ctr: LabNode['ctr'], args: readonly string[]): void {
  try {
    ctr(args);
  } catch {
    // Gone already.
  }
}
