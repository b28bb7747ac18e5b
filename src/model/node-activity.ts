import type { JsonObject } from './json.ts';
import type { Origin } from './origin.ts';
import type { Severity } from './severity.ts';

/**
 * Something that was seen on a node or beside a pod, and not asked of the API: nobody authenticated for it. Absent text is `""`, absent
 * lists are empty. What may be a secret in a command line or a path was hidden by the format.
 */
export type NodeActivity = ContainerActivity | ProcessActivity | FileActivity | FlowActivity;

interface Observed {
  readonly cluster: string;
  /** Its `source` names what saw it: `containerd`, `falco`, `tetragon`, `node-files`, ... */
  readonly origin: Origin;
  readonly format: string;
  /** RFC 3339 in UTC, with as many digits as the observer gives; `""` if it gives no time. */
  readonly at: string;
  /** The node's name, as the observer knows it. */
  readonly node: string;
  readonly pod: PodReference;
  readonly container: ContainerReference;
  /** What the observer itself says of it, where it is a detector of its own: a rule of Falco, a policy of KubeArmor. */
  readonly alert?: ObserverAlert | undefined;
}

export interface ObserverAlert {
  /** The rule's name. */
  readonly title: string;
  readonly severity: Severity;
  /** ATT&CK: `T1611`. */
  readonly techniques: readonly string[];
}

/** The pod it was seen in, as the observer says: labels of a sandbox, an agent's own look-up. */
export interface PodReference {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

export interface ContainerReference {
  /** `containerd`, `docker`, `cri-o`, `podman`. */
  readonly runtime: string;
  readonly id: string;
  /** Its name in the pod, or the runtime's own. */
  readonly name: string;
  readonly image: string;
  /** `sha256:...` of what ran. */
  readonly imageDigest: string;
}

export interface ContainerActivity extends Observed {
  readonly type: 'container';
  /** `seen`: it was there when the observer began to look. */
  readonly act: 'created' | 'started' | 'ended' | 'removed' | 'seen';
  /** `alone`: the runtime was asked, and it belongs to no pod. */
  readonly role: 'sandbox' | 'container' | 'alone' | 'unknown';
  /** The pod's sandbox; of a sandbox its own id. */
  readonly sandboxId: string;
  /** The runtime's namespace: `k8s.io` for what the kubelet asks for. */
  readonly runtimeNamespace: string;
  /** Of the container and its sandbox, as the runtime has them. */
  readonly labels: Texts;
  readonly annotations: Texts;
  /** Command and arguments together, as one would type them. */
  readonly commandLine: string;
}

export interface ProcessActivity extends Observed {
  readonly type: 'process';
  /** `seen`: it ran, and did something. */
  readonly act: 'started' | 'ended' | 'seen';
  readonly process: ProcessDetail;
  /** undefined: the observer does not tell. */
  readonly parent?: ProcessDetail | undefined;
}

export interface ProcessDetail {
  /** On the host; undefined if it is not told. */
  readonly pid?: number | undefined;
  readonly binary: string;
  /** As it would be typed, the program included. */
  readonly commandLine: string;
  readonly directory: string;
  /** Name or number. */
  readonly user: string;
  /** Who logged in, whatever `su` and `sudo` came after: name or number. */
  readonly login: string;
}

/** What a folder is for, by where it lies. */
export const folderKinds = [
  'static-pods',
  'cron',
  'systemd',
  'kubelet',
  'kubeconfig',
  'container-runtime',
  'other',
] as const;
export type FolderKind = (typeof folderKinds)[number];

export interface FileActivity extends Observed {
  readonly type: 'file';
  /** `seen`: it was there when the observer began to look. */
  readonly act: 'written' | 'removed' | 'read' | 'seen';
  /** On the host, unless it was seen in a container. */
  readonly path: string;
  readonly folder: FolderKind;
  /** Who wrote it; undefined: the observer does not tell. */
  readonly process?: ProcessDetail | undefined;
  /** `sha256:...` of the content. */
  readonly digest: string;
  /** The content, where it is the manifest of a pod. */
  readonly object?: JsonObject | undefined;
}

/** One connection or request of a proxy's access log, or of an agent that sees the network. */
export interface FlowActivity extends Observed {
  readonly type: 'flow';
  readonly protocol: 'http' | 'tcp' | 'unknown';
  /** Seen from the pod. */
  readonly direction: 'outbound' | 'inbound' | 'unknown';
  /** Host and port as the client named them, the address that was connected to, the TLS server name. */
  readonly peer: {
    readonly host: string;
    readonly address: string;
    readonly port: number;
    readonly serverName: string;
  };
  readonly method: string;
  /** Without query and fragment. */
  readonly path: string;
  /** HTTP status; 0: none. */
  readonly status: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
  readonly durationMilliseconds: number;
  /** As the proxy names them: `PassthroughCluster`. */
  readonly route: string;
  readonly upstream: string;
  /** Why the proxy ended or refused it: `UH`, `NR`, ... */
  readonly flags: readonly string[];
  /** The process that connected, where an agent sees it. */
  readonly process?: ProcessDetail | undefined;
}

export interface Texts {
  readonly [key: string]: string;
}

export const noPod: PodReference = { namespace: '', name: '', uid: '' };
export const noContainer: ContainerReference = { runtime: '', id: '', name: '', image: '', imageDigest: '' };
