import { hash } from 'node:crypto';
import type { ContainerActivity, FileActivity, ProcessActivity } from '../../src/model/node-activity.ts';
import { noContainer, noPod } from '../../src/model/node-activity.ts';

let line = 0;

/** Seconds after the beginning of `audited`. */
function place(source: string, at: number) {
  line += 1;
  return {
    cluster: 'c',
    origin: { source, file: `${source}.log`, line },
    format: source,
    at: new Date(Date.UTC(2026, 0, 5, 10) + at * 1_000).toISOString(),
    node: 'node-1',
    pod: noPod,
    container: noContainer,
  } as const;
}

/** A name as 64 hexadecimal digits, as the CRI makes ids. */
export const criId = (name: string): string => hash('sha256', name);

export interface SeenStart extends Partial<Omit<ContainerActivity, 'pod' | 'container' | 'at'>> {
  readonly at: number;
  /** `namespace/name`, or nothing. */
  readonly pod?: string;
  readonly uid?: string;
  readonly name?: string;
  readonly id?: string;
  readonly image?: string;
}

/** containerd's start of a container in a pod, as it is known when containerd is asked for its labels. */
export function containerSeen({
  at,
  pod = '',
  uid = '',
  name = 'main',
  id,
  image = '',
  ...rest
}: SeenStart): ContainerActivity {
  const [namespace = '', podName = ''] = pod.split('/');
  return {
    ...place('containerd', at),
    type: 'container',
    act: 'started',
    role: 'container',
    sandboxId: '',
    runtimeNamespace: 'k8s.io',
    labels: {},
    annotations: {},
    commandLine: '',
    ...rest,
    pod: { namespace, name: podName, uid },
    container: { ...noContainer, runtime: 'containerd', id: id ?? criId(`${pod}${name}`), name, image },
  };
}

export const sandboxSeen = (seen: SeenStart): ContainerActivity =>
  containerSeen({
    name: '',
    image: 'registry.k8s.io/pause:3.9',
    role: 'sandbox',
    id: criId(`sandbox ${seen.pod}`),
    ...seen,
  });

export interface SeenFile extends Partial<Omit<FileActivity, 'at'>> {
  readonly at: number;
}

export function fileSeen({ at, ...rest }: SeenFile): FileActivity {
  return {
    ...place(rest.format ?? 'node-files', at),
    type: 'file',
    act: 'written',
    path: '/etc/kubernetes/manifests/x.yaml',
    folder: 'static-pods',
    digest: '',
    ...rest,
  };
}

export interface SeenProcess extends Partial<Omit<ProcessActivity, 'pod' | 'container' | 'at' | 'process'>> {
  readonly at: number;
  readonly pod: string;
  readonly line: string;
  readonly name?: string;
}

/** Tetragon's start of a process by the container runtime. */
export function processSeen({
  at,
  pod,
  line: commandLine,
  name = 'main',
  ...rest
}: SeenProcess): ProcessActivity {
  const [namespace = '', podName = ''] = pod.split('/');
  const nothing = { directory: '', user: '', login: '' };
  return {
    ...place('tetragon', at),
    type: 'process',
    act: 'started',
    process: { binary: commandLine.split(' ')[0] ?? '', commandLine, ...nothing },
    parent: { binary: '/usr/bin/containerd-shim-runc-v2', commandLine: '', ...nothing },
    ...rest,
    pod: { namespace, name: podName, uid: '' },
    container: { ...noContainer, runtime: 'containerd', id: criId(`${pod}${name}`), name },
  };
}
