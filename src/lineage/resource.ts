import { resourceOfKind } from '../workloads/workload-reference.ts';

/** Groups that are served under one name with others, or that are Kubernetes' own. */
const builtIn: ReadonlySet<string> = new Set(['', 'apps', 'batch', 'extensions', 'autoscaling', 'policy']);

/** Kubernetes' own API groups; custom resources use a domain of their own (kubernetes.io/docs, "API group"). */
export const isBuiltInGroup = (group: string): boolean => builtIn.has(group) || group.endsWith('.k8s.io');

/** `deployments` for apps and extensions alike; `jobs.batch.volcano.sh` for somebody else's. */
export const qualifiedResource = (resource: string, group: string): string =>
  isBuiltInGroup(group) ? resource : `${resource}.${group}`;

export const resourceOf = (kind: string, group: string): string =>
  qualifiedResource(resourceOfKind(kind), group);
