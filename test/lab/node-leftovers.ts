import { execFileSync } from 'node:child_process';
import { globSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** The network namespaces of the pods that run; asked before they are ended, since nothing names them afterwards. */
export function networksOfPods(home: string): readonly string[] {
  const networks = globSync('containerd-state/io.containerd.runtime.v2.task/k8s.io/*/config.json', {
    cwd: home,
  })
    .map(file => readFileSync(join(home, file), 'utf8'))
    .flatMap(text => /"path":"\/(?:var\/)?run\/netns\/([^"/]+)"/.exec(text)?.[1] ?? []);
  return [...new Set(networks)];
}

/** Takes back what a node leaves on the machine outside its folder, and what is mounted inside it. */
export function removeLeftovers(home: string, bridge: string, networks: readonly string[]): void {
  for (const network of networks) quietly('ip', ['netns', 'delete', network]);
  for (const mount of mountsUnder(home)) quietly('umount', ['-l', mount]);
  if (networkDevices().includes(bridge)) quietly('ip', ['link', 'delete', bridge]);
  removeLinksInto(home, '/var/log/containers');
  removeAddresses(bridge, '/var/lib/cni/results');
}

/** The innermost first. */
export const mountsUnder = (home: string): readonly string[] =>
  readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .flatMap(line => line.split(' ')[1] ?? [])
    .filter(mount => mount.startsWith(`${home}/`))
    .toSorted()
    .toReversed();

export const networkDevices = (): readonly string[] => readdirSync('/sys/class/net');

/** The kubelet links the logs of containers there, whatever folder they are in. */
function removeLinksInto(home: string, folder: string): void {
  for (const name of entries(folder)) {
    const link = join(folder, name);
    if (target(link).startsWith(`${home}/`)) rmSync(link);
  }
}

/** The plugins' own notes of the addresses that they gave. */
function removeAddresses(bridge: string, folder: string): void {
  const pods = entries(folder).flatMap(name => (name.startsWith(bridge) ? (name.split('-')[1] ?? []) : []));
  for (const pod of pods)
    for (const name of [`${bridge}-${pod}-eth0`, `cni-loopback-${pod}-lo`])
      rmSync(join(folder, name), { force: true });
}

function entries(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function target(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    return '';
  }
}

function quietly(program: string, args: readonly string[]): void {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
  } catch {
    // Gone already, or busy: a test looks whether anything is left.
  }
}
