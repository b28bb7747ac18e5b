import type { GeneratedEvent } from './generated-event.ts';
import { agents, namespaces, person, podName, serviceAccount } from './identities.ts';
import { metadata, podSpec, podStatus } from './objects.ts';
import type { Random } from './random.ts';

/** What only looks: controllers' lists and watches, probes, long lists. */

export function controllerRead(random: Random): GeneratedEvent {
  const [namespace, controller] = [
    random.pick(namespaces),
    random.pick([
      'load-balancer-controller',
      'gitops-controller',
      'metrics',
      'certificate-manager',
      'external-names',
    ]),
  ];
  const [resource, group] = random.pick([
    ['pods', ''],
    ['services', ''],
    ['deployments', 'apps'],
    ['endpointslices', 'discovery.k8s.io'],
    ['ingresses', 'networking.k8s.io'],
    ['nodes', ''],
  ] as const);
  const verb = random.pick(['list', 'watch', 'watch', 'get']);
  const uri = `${group === '' ? '/api' : `/apis/${group}`}/v1/namespaces/${namespace}/${resource}?allowWatchBookmarks=true&resourceVersion=${random.below(1e9)}&timeoutSeconds=${300 + random.below(300)}&watch=true`;
  const object: Record<string, string> = {
    resource,
    namespace,
    ...(group === '' ? {} : { apiGroup: group }),
    apiVersion: 'v1',
  };
  return {
    level: 'Metadata',
    verb,
    uri,
    user: serviceAccount(random, namespace, controller),
    agent: `${controller}/v2.8.1 (linux/amd64) kubernetes/$Format`,
    object,
    ...(verb === 'watch' && random.chance(0.5) ? { stage: 'ResponseStarted' as const } : {}),
  };
}

export function health(random: Random): GeneratedEvent {
  const user = random.chance(0.5)
    ? { username: 'system:anonymous', groups: ['system:unauthenticated'] }
    : serviceAccount(random, 'observability', 'metrics');
  return {
    level: 'Metadata',
    verb: 'get',
    uri: random.pick(['/healthz', '/readyz', '/livez?verbose', '/metrics', '/openapi/v3', '/apis']),
    user,
    agent: 'kube-probe/1.31',
  };
}

/** The long tail: a list whose whole answer was logged, some hundred kilobytes in one line. */
export function bigList(random: Random): GeneratedEvent {
  const namespace = random.pick(namespaces);
  const items = Array.from({ length: 60 }, () => ({
    metadata: metadata(random, podName(random), namespace),
    spec: podSpec(random, 'api'),
    status: podStatus(random),
  }));
  return {
    level: 'RequestResponse',
    verb: 'list',
    uri: `/api/v1/namespaces/${namespace}/pods?limit=500`,
    user: person(random),
    agent: agents.kubectl,
    object: { resource: 'pods', namespace, apiVersion: 'v1' },
    response: {
      kind: 'PodList',
      apiVersion: 'v1',
      metadata: { resourceVersion: String(random.below(1e9)) },
      items,
    },
  };
}
