import type { Cluster } from '../cluster.ts';

/** A node that nobody runs: pods can be placed on it, and it can be drained. */
export function drainOneNode(cluster: Cluster): void {
  const status = {
    conditions: [{ type: 'Ready', status: 'True' }],
    capacity: { cpu: '8', memory: '8Gi', pods: '200' },
    allocatable: { cpu: '8', memory: '8Gi', pods: '200' },
  };
  const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'node-9' }, status };
  cluster.kubectl('admin', ['create', '-f', '-'], JSON.stringify(node));
  cluster.kubectl('admin', [
    'wait',
    'pods',
    '-A',
    '-l',
    'app=web',
    '--for=condition=PodScheduled',
    '--timeout=60s',
  ]);
  try {
    cluster.kubectl('sre', ['drain', 'node-9', '--force', '--ignore-daemonsets', '--timeout=5s']);
  } catch {
    // No kubelet ends the pods, so that the drain waits for them in vain; they were evicted.
  }
}
