import type { Json, JsonObject } from '../../model/json.ts';
import type { ContainerList, PodView } from '../pods/pod-view.ts';

/** What an orchestrator other than Kubernetes starts together on one host. */
export interface ForeignPod {
  readonly containers: readonly ForeignContainer[];
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly hostIPC?: boolean;
  /** Always, OnFailure, Never. */
  readonly restartPolicy?: string;
  /** What it acts as towards the orchestrator or the cloud: an IAM role, say. */
  readonly serviceAccount?: string;
  readonly runtime?: string;
  readonly labels?: JsonObject | undefined;
}

/** One container, in the words of all container engines. Absent: not written. */
export interface ForeignContainer {
  readonly name: string;
  /** Where it is in the file: `services.web`. */
  readonly path: string;
  readonly image: string;
  readonly role?: ContainerList['role'] | undefined;
  readonly command?: readonly string[] | undefined;
  readonly args?: readonly string[] | undefined;
  /** A command that is run beside the main one: a health check. */
  readonly check?: readonly string[] | undefined;
  readonly privileged?: boolean | undefined;
  /** As written: `root`, `0:0`, `1000`. */
  readonly user?: string | undefined;
  readonly environment?: readonly Variable[] | undefined;
  readonly capabilitiesAdd?: readonly string[] | undefined;
  readonly capabilitiesDrop?: readonly string[] | undefined;
  /** Docker's `--security-opt`. */
  readonly securityOptions?: readonly string[] | undefined;
  readonly mounts?: readonly ForeignMount[] | undefined;
  readonly ports?: readonly ForeignPort[] | undefined;
  readonly readOnlyRoot?: boolean | undefined;
  readonly tty?: boolean | undefined;
  readonly stdin?: boolean | undefined;
}

export interface Variable {
  readonly name: string;
  readonly value: string;
  /** Name of the secret that the value comes from. */
  readonly secret?: string;
}

export interface ForeignMount {
  /** `host`: a path of the host, device files too. */
  readonly type: 'host' | 'volume' | 'memory';
  /** Path or name. */
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
  readonly propagation?: string;
}

export interface ForeignPort {
  readonly container: number;
  readonly host: number;
}

const limits = { containers: 1_000, mounts: 256, items: 512 } as const;

/** In the shape of a pod spec, so that the same code reads it and the same rules judge it. */
export function podViewOf(pod: ForeignPod): PodView {
  const containers = pod.containers.slice(0, limits.containers);
  const volumes: JsonObject[] = [];
  const lists = containers.map((container): ContainerList => {
    const mounts = (container.mounts ?? []).slice(0, limits.mounts);
    const first = volumes.length;
    volumes.push(...mounts.map((mount, index) => volumeOf(mount, first + index)));
    return {
      items: [containerOf(container, mounts, first)],
      path: container.path,
      alone: true,
      role: container.role ?? 'container',
    };
  });
  return { spec: { ...specOf(pod), volumes }, metadata: { labels: pod.labels ?? {} }, lists };
}

function specOf(pod: ForeignPod): JsonObject {
  return {
    hostNetwork: pod.hostNetwork ?? false,
    hostPID: pod.hostPID ?? false,
    hostIPC: pod.hostIPC ?? false,
    restartPolicy: pod.restartPolicy ?? '',
    serviceAccountName: pod.serviceAccount ?? '',
    runtimeClassName: pod.runtime ?? '',
  };
}

const nameOf = (index: number): string => `mount-${index}`;

function volumeOf({ type, source }: ForeignMount, index: number): JsonObject {
  const name = nameOf(index);
  if (type === 'host') return { name, hostPath: { path: source } };
  return type === 'volume' ? { name, persistentVolumeClaim: { claimName: source } } : { name, emptyDir: {} };
}

function containerOf(
  container: ForeignContainer,
  mounts: readonly ForeignMount[],
  first: number,
): JsonObject {
  return {
    name: container.name,
    image: container.image,
    command: container.command ?? [],
    args: container.args ?? [],
    ...(container.check === undefined ? {} : { livenessProbe: { exec: { command: container.check } } }),
    env: (container.environment ?? []).slice(0, limits.items).map(variableOf),
    securityContext: securityOf(container),
    volumeMounts: mounts.map((mount, index) => ({
      name: nameOf(first + index),
      mountPath: mount.target,
      readOnly: mount.readOnly,
      mountPropagation: mount.propagation ?? '',
    })),
    ports: (container.ports ?? [])
      .slice(0, limits.items)
      .map(({ container: inside, host }) => ({ containerPort: inside, hostPort: host })),
    tty: container.tty ?? false,
    stdin: container.stdin ?? false,
  };
}

function variableOf({ name, value, secret }: Variable): Json {
  if (secret === undefined) return { name, value };
  return { name, valueFrom: { secretKeyRef: { name: secret } } };
}

function securityOf(container: ForeignContainer): JsonObject {
  const runAsUser = userId(container.user ?? '');
  return {
    privileged: container.privileged ?? false,
    ...(runAsUser === undefined ? {} : { runAsUser }),
    ...(runAsUser !== undefined && runAsUser > 0 ? { runAsNonRoot: true } : {}),
    readOnlyRootFilesystem: container.readOnlyRoot ?? false,
    capabilities: { add: container.capabilitiesAdd ?? [], drop: container.capabilitiesDrop ?? [] },
    ...profilesOf(container.securityOptions ?? []),
  };
}

/** Of `user:group`. Other names than root stand in the image's own list of users. */
function userId(user: string): number | undefined {
  const [name = ''] = user.trim().split(':');
  if (name === 'root') return 0;
  return /^\d{1,10}$/.test(name) ? Number(name) : undefined;
}

/** `seccomp=unconfined`, `apparmor:unconfined`, `label=disable`, `systempaths=unconfined`. */
function profilesOf(options: readonly string[]): JsonObject {
  const has = (pattern: RegExp) => options.slice(0, limits.items).some(option => pattern.test(option));
  return {
    ...(has(/^seccomp[=:]unconfined$/i) ? { seccompProfile: { type: 'Unconfined' } } : {}),
    ...(has(/^apparmor[=:]unconfined$/i) ? { appArmorProfile: { type: 'Unconfined' } } : {}),
    ...(has(/^systempaths[=:]unconfined$|^unmask[=:]/i) ? { procMount: 'Unmasked' } : {}),
  };
}
