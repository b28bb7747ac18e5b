import type { WorkloadDetail } from '../../../workloads/workload-change.ts';
import type { Observation } from '../observation.ts';
import type { Fact } from './weights.ts';

/** Powers that were not there before, whoever gives them. */
export function powerFacts({ before, after }: Observation): readonly Fact[] {
  if (after === undefined) return [];
  const known = new Set(before === undefined ? [] : factsOf(before).map(({ name }) => name));
  return factsOf(after).filter(({ name }) => !known.has(name));
}

const strong: ReadonlySet<string> = new Set([
  'ALL',
  'SYS_ADMIN',
  'SYS_PTRACE',
  'SYS_MODULE',
  'SYS_RAWIO',
  'BPF',
  'DAC_READ_SEARCH',
  'DAC_OVERRIDE',
  'NET_ADMIN',
]);

function factsOf(workload: WorkloadDetail): readonly Fact[] {
  const { containers, volumes, hostPID, hostIPC } = workload;
  const capability = containers
    .flatMap(({ capabilitiesAdd }) => capabilitiesAdd)
    .find(name => strong.has(name.replace(/^CAP_/, '')));
  const paths = volumes.map(({ hostPath }) => hostPath).filter(path => path !== '');
  const root = paths.find(isRoot);
  return [
    ...(containers.some(({ privileged, hostProcess }) => privileged || hostProcess)
      ? [fact('privileged', 'a container is privileged')]
      : []),
    ...(capability === undefined
      ? []
      : [fact('strong-capability', `a container has the capability ${capability}`)]),
    ...(hostPID || hostIPC
      ? [fact('host-namespaces', `it shares the node's ${hostPID ? 'processes' : 'memory segments'}`)]
      : []),
    ...(root === undefined ? [] : [fact('host-root', `it mounts ${root} of the node`)]),
    ...(root !== undefined || paths.length === 0
      ? []
      : [fact('host-path', `it mounts ${paths[0]} of the node`)]),
    ...(isOnControlPlane(workload)
      ? [fact('control-plane', 'it is placed on nodes of the control plane')]
      : []),
  ];
}

const fact = (name: Fact['name'], says: string): Fact => ({ name, says });

const isRoot = (path: string): boolean =>
  path === '/' ||
  /\.sock$/.test(path) ||
  (/^\/(?:etc|root|boot|home|var\/lib\/kubelet|var\/lib\/etcd|var\/spool\/cron|proc|dev)(?:\/|$)/.test(
    path,
  ) &&
    !/^\/(?:etc\/(?:localtime|ssl|os-release|machine-id|pki\/ca-trust)|proc|dev\/shm)(?:\/|$)/.test(path));

/** In so many words: a DaemonSet that tolerates everything runs there, too, and is no news. */
function isOnControlPlane({ nodeSelector, nodeName, everyNode }: WorkloadDetail): boolean {
  const selected = [...nodeSelector.keys()].some(key => /control-plane|\/master$/.test(key));
  return selected || (!everyNode && /(?:^|-)(?:control-plane|master)(?:-|\d|$)/.test(nodeName));
}
