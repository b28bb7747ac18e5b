import type { GeneratedUser } from './identities.ts';
import {
  agents,
  applications,
  controller,
  namespaces,
  nodes,
  nodeUser,
  person,
  serviceAccount,
  systemUser,
} from './identities.ts';
import { endpoints, metadata, podSpec, podStatus, withManagedFields } from './objects.ts';
import type { Random } from './random.ts';

/** What differs from event to event; the writer adds ids, times and annotations. */
export interface GeneratedEvent {
  readonly level: 'Metadata' | 'Request' | 'RequestResponse';
  readonly stage?: 'ResponseStarted';
  readonly verb: string;
  readonly uri: string;
  readonly user: GeneratedUser;
  readonly impersonated?: GeneratedUser;
  readonly agent: string;
  readonly object?: Record<string, string>;
  readonly code?: number;
  readonly failure?: string;
  readonly request?: unknown;
  readonly response?: unknown;
}

type Kind = readonly [weight: number, make: (random: Random) => GeneratedEvent];

/** Weights in percent, after the mix of a busy production cluster: leases and pod status first, people last. */
export const eventKinds: readonly Kind[] = [
  [24, lease],
  [16, podStatusPatch],
  [14, controllerRead],
  [9, configMap],
  [8, coreEvent],
  [7, endpointSlice],
  [6, accessReview],
  [5, health],
  [3.2, replicaPod],
  [2.2, deployment],
  [1.6, batch],
  [1.6, secret],
  [0.8, refused],
  [0.3, execInto],
  [0.3, binding],
  [0.2, newServiceAccount],
  [0.1, webhookConfiguration],
  [0.1, deletedEvent],
  [0.05, bigList],
];

function lease(random: Random): GeneratedEvent {
  const verb = random.chance(0.6) ? 'update' : 'get';
  const node = random.pick(nodes);
  const [namespace, name, user, agent] = random.chance(0.75)
    ? (['kube-node-lease', node, nodeUser(node), agents.kubelet] as const)
    : ([
        'kube-system',
        random.pick(['kube-scheduler', 'kube-controller-manager']),
        systemUser('kube-controller-manager'),
        agents.controllerManager,
      ] as const);
  const object = {
    resource: 'leases',
    namespace,
    name,
    ...(verb === 'update' ? { uid: random.uuid() } : {}),
    apiGroup: 'coordination.k8s.io',
    apiVersion: 'v1',
  };
  return {
    level: 'Metadata',
    verb,
    uri: `/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases/${name}?timeout=10s`,
    user,
    agent,
    object,
  };
}

function podStatusPatch(random: Random): GeneratedEvent {
  const [namespace, name] = [random.pick(namespaces), podName(random)];
  const whole = random.chance(0.45);
  const event = {
    verb: 'patch',
    uri: `/api/v1/namespaces/${namespace}/pods/${name}/status`,
    user: nodeUser(random.pick(nodes)),
    agent: agents.kubelet,
    object: { resource: 'pods', namespace, name, apiVersion: 'v1', subresource: 'status' },
    request: { metadata: { uid: random.uuid() }, status: podStatus(random) },
  };
  if (!whole) return { ...event, level: 'Request' };
  return {
    ...event,
    level: 'RequestResponse',
    response: {
      kind: 'Pod',
      apiVersion: 'v1',
      metadata: metadata(random, name, namespace),
      spec: podSpec(random, 'api'),
      status: podStatus(random),
    },
  };
}

function controllerRead(random: Random): GeneratedEvent {
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

function configMap(random: Random): GeneratedEvent {
  const [namespace, name] = [
    random.pick(namespaces),
    random.pick(['kube-root-ca.crt', 'app-config', 'mesh-ca-root-cert', 'cluster-info']),
  ];
  const event = {
    uri: `/api/v1/namespaces/${namespace}/configmaps/${name}`,
    user: serviceAccount(random, namespace, 'controller'),
    agent: 'controller/v0.0.0 (linux/amd64) kubernetes/$Format',
    object: { resource: 'configmaps', namespace, name, apiVersion: 'v1' },
  };
  if (random.chance(0.7)) return { ...event, level: 'Metadata', verb: 'get' };
  const text = `server:\n  port: 8080\nlog:\n  level: info\n${'key: "value with \\"quotes\\" and é, 水"\n'.repeat(random.below(20))}`;
  return {
    ...event,
    level: 'Request',
    verb: 'update',
    request: {
      kind: 'ConfigMap',
      apiVersion: 'v1',
      metadata: metadata(random, name, namespace),
      data: { 'app.yaml': text },
    },
  };
}

function coreEvent(random: Random): GeneratedEvent {
  const [namespace, pod] = [random.pick(namespaces), podName(random)];
  const name = `${pod}.${random.hex(16)}`;
  const node = random.pick(nodes);
  const request = {
    kind: 'Event',
    apiVersion: 'v1',
    metadata: { name, namespace, creationTimestamp: null },
    involvedObject: { kind: 'Pod', namespace, name: pod, uid: random.uuid(), apiVersion: 'v1' },
    reason: 'Pulled',
    message: 'Container image already present on machine',
    source: { component: 'kubelet', host: node },
    count: 1 + random.below(20),
    type: 'Normal',
    eventTime: null,
    reportingComponent: 'kubelet',
    reportingInstance: node,
  };
  return {
    level: 'Request',
    verb: random.chance(0.7) ? 'create' : 'patch',
    code: 201,
    uri: `/api/v1/namespaces/${namespace}/events`,
    user: nodeUser(node),
    agent: agents.kubelet,
    object: { resource: 'events', namespace, name, apiVersion: 'v1' },
    request,
  };
}

function endpointSlice(random: Random): GeneratedEvent {
  const [namespace, name] = [random.pick(namespaces), random.pick(applications)];
  const slice = {
    kind: 'EndpointSlice',
    apiVersion: 'discovery.k8s.io/v1',
    metadata: metadata(random, name, namespace),
    addressType: 'IPv4',
    endpoints: endpoints(random, name, namespace),
    ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
  };
  return {
    level: 'RequestResponse',
    verb: 'update',
    uri: `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices/${name}-${random.suffix(5)}`,
    user: controller(random, 'endpointslice-controller'),
    agent: agents.controllerManager,
    object: {
      resource: 'endpointslices',
      namespace,
      name,
      uid: random.uuid(),
      apiGroup: 'discovery.k8s.io',
      apiVersion: 'v1',
    },
    request: slice,
    response: slice,
  };
}

function accessReview(random: Random): GeneratedEvent {
  const [resource, group] = random.pick([
    ['subjectaccessreviews', 'authorization.k8s.io'],
    ['tokenreviews', 'authentication.k8s.io'],
  ] as const);
  const review = {
    kind: 'SubjectAccessReview',
    apiVersion: `${group}/v1`,
    metadata: { creationTimestamp: null },
    spec: {
      resourceAttributes: {
        namespace: random.pick(namespaces),
        verb: 'get',
        version: 'v1',
        resource: 'pods',
      },
      user: 'system:serviceaccount:observability:metrics',
      groups: ['system:authenticated'],
    },
    status: { allowed: true },
  };
  return {
    level: 'RequestResponse',
    verb: 'create',
    code: 201,
    uri: `/apis/${group}/v1/${resource}`,
    user: nodeUser(random.pick(nodes)),
    agent: agents.kubelet,
    object: { resource, apiGroup: group, apiVersion: 'v1' },
    request: review,
    response: review,
  };
}

function health(random: Random): GeneratedEvent {
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

function replicaPod(random: Random): GeneratedEvent {
  const [namespace, name] = [random.pick(namespaces), random.pick(applications)];
  const pod = {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: {
      ...metadata(random, `${name}-${random.suffix(10)}-${random.suffix(5)}`, namespace),
      generateName: `${name}-`,
    },
    spec: podSpec(random, name),
    status: {},
  };
  return {
    level: 'RequestResponse',
    verb: 'create',
    code: 201,
    uri: `/api/v1/namespaces/${namespace}/pods`,
    user: controller(random, 'replicaset-controller'),
    agent: agents.replicaSets,
    object: { resource: 'pods', namespace, apiVersion: 'v1' },
    request: pod,
    response: withManagedFields(pod, 'kube-controller-manager'),
  };
}

function deployment(random: Random): GeneratedEvent {
  const [namespace, name] = [random.pick(namespaces), random.pick(applications)];
  const verb = random.pick(['update', 'patch', 'patch', 'create', 'delete', 'get']);
  const event = {
    verb,
    code: verb === 'create' ? 201 : 200,
    uri: `/apis/apps/v1/namespaces/${namespace}/deployments/${name}?fieldManager=kubectl-client-side-apply`,
    user: person(random),
    agent: agents.kubectl,
    object: { resource: 'deployments', namespace, name, apiGroup: 'apps', apiVersion: 'v1' },
    ...(random.chance(0.05) ? { impersonated: serviceAccount(random, namespace, 'deployer') } : {}),
  };
  if (verb === 'get' || verb === 'delete') return { ...event, level: 'Metadata' };
  const object = {
    kind: 'Deployment',
    apiVersion: 'apps/v1',
    metadata: metadata(random, name, namespace),
    spec: {
      replicas: 1 + random.below(6),
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec: podSpec(random, name) },
      revisionHistoryLimit: 10,
    },
  };
  return {
    ...event,
    level: 'RequestResponse',
    request: object,
    response: withManagedFields({ ...object, status: { observedGeneration: 3, replicas: 3 } }, 'kubectl'),
  };
}

function batch(random: Random): GeneratedEvent {
  const [namespace, name] = [random.pick(namespaces), random.pick(applications)];
  const scheduled = random.chance(0.5);
  const verb = random.chance(0.6) ? 'create' : random.pick(['update', 'patch', 'delete', 'get']);
  const resource = scheduled ? 'cronjobs' : 'jobs';
  const event = {
    verb,
    code: verb === 'create' ? 201 : 200,
    uri: `/apis/batch/v1/namespaces/${namespace}/${resource}`,
    user: scheduled ? person(random) : controller(random, 'cronjob-controller'),
    agent: scheduled ? agents.kubectl : agents.controllerManager,
    object: { resource, namespace, name, apiGroup: 'batch', apiVersion: 'v1' },
  };
  if (verb === 'get' || verb === 'delete') return { ...event, level: 'Metadata' };
  const job = {
    template: {
      metadata: { creationTimestamp: null },
      spec: { ...podSpec(random, name), restartPolicy: 'OnFailure' },
    },
    backoffLimit: 4,
  };
  const spec = scheduled
    ? {
        schedule: '*/5 * * * *',
        concurrencyPolicy: 'Allow',
        suspend: false,
        jobTemplate: { metadata: {}, spec: job },
        successfulJobsHistoryLimit: 3,
        failedJobsHistoryLimit: 1,
      }
    : job;
  const object = {
    kind: scheduled ? 'CronJob' : 'Job',
    apiVersion: 'batch/v1',
    metadata: metadata(random, name, namespace),
    spec,
    status: {},
  };
  return { ...event, level: 'RequestResponse', request: object, response: object };
}

function secret(random: Random): GeneratedEvent {
  const namespace = random.pick(namespaces);
  const name = `${random.pick(applications)}-db`;
  const operator = random.chance(0.8);
  return {
    level: 'Metadata',
    verb: random.pick(['get', 'get', 'get', 'list', 'watch', 'update', 'create', 'delete']),
    uri: `/api/v1/namespaces/${namespace}/secrets/${name}`,
    user: operator ? serviceAccount(random, namespace, 'secrets-operator') : person(random),
    agent: operator ? 'secrets-operator/v0.9.13' : agents.kubectl,
    object: { resource: 'secrets', namespace, name, apiVersion: 'v1' },
  };
}

function refused(random: Random): GeneratedEvent {
  const [namespace, user, resource, verb] = [
    random.pick(namespaces),
    person(random),
    random.pick(['secrets', 'pods', 'nodes', 'configmaps']),
    random.pick(['list', 'get', 'create']),
  ];
  const failure = `${resource} is forbidden: User "${user.username}" cannot ${verb} resource "${resource}" in API group "" in the namespace "${namespace}"`;
  return {
    level: 'Metadata',
    verb,
    code: 403,
    failure,
    uri: `/api/v1/namespaces/${namespace}/${resource}`,
    user,
    agent: agents.kubectl,
    object: { resource, namespace, apiVersion: 'v1' },
  };
}

function execInto(random: Random): GeneratedEvent {
  const [namespace, name] = [random.pick(namespaces), podName(random)];
  const command = random.pick(['%2Fbin%2Fsh', 'bash', '%2fbin%2fbash', 'ls']);
  return {
    level: 'Metadata',
    verb: 'create',
    code: 101,
    uri: `/api/v1/namespaces/${namespace}/pods/${name}/exec?command=${command}&container=main&stdin=true&stdout=true&tty=true`,
    user: person(random),
    agent: agents.kubectl,
    object: { resource: 'pods', namespace, name, apiVersion: 'v1', subresource: 'exec' },
    ...(random.chance(0.5) ? { stage: 'ResponseStarted' as const } : {}),
  };
}

function binding(random: Random): GeneratedEvent {
  const resource = random.chance(0.4) ? 'clusterrolebindings' : 'rolebindings';
  const name = `binding-${random.suffix(5)}`;
  const object = {
    kind: resource === 'rolebindings' ? 'RoleBinding' : 'ClusterRoleBinding',
    apiVersion: 'rbac.authorization.k8s.io/v1',
    metadata: { name },
    subjects: [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: person(random).username }],
    roleRef: {
      apiGroup: 'rbac.authorization.k8s.io',
      kind: 'ClusterRole',
      name: random.pick(['admin', 'view', 'edit']),
    },
  };
  return {
    level: 'RequestResponse',
    verb: random.pick(['create', 'update', 'patch', 'delete']),
    code: 201,
    uri: `/apis/rbac.authorization.k8s.io/v1/${resource}`,
    user: person(random),
    agent: agents.kubectl,
    object: { resource, name, apiGroup: 'rbac.authorization.k8s.io', apiVersion: 'v1' },
    request: object,
    response: object,
  };
}

function newServiceAccount(random: Random): GeneratedEvent {
  const namespace = random.pick(namespaces);
  return {
    level: 'Metadata',
    verb: 'create',
    code: 201,
    uri: `/api/v1/namespaces/${namespace}/serviceaccounts`,
    user: person(random),
    agent: agents.kubectl,
    object: { resource: 'serviceaccounts', namespace, name: random.pick(applications), apiVersion: 'v1' },
  };
}

function webhookConfiguration(random: Random): GeneratedEvent {
  const resource = random.pick(['mutatingwebhookconfigurations', 'validatingwebhookconfigurations']);
  return {
    level: 'Metadata',
    verb: random.pick(['create', 'update', 'patch', 'delete', 'get']),
    uri: `/apis/admissionregistration.k8s.io/v1/${resource}/mesh`,
    user: serviceAccount(random, 'mesh', 'pilot'),
    agent: 'pilot/v0',
    object: { resource, name: 'mesh', apiGroup: 'admissionregistration.k8s.io', apiVersion: 'v1' },
  };
}

function deletedEvent(random: Random): GeneratedEvent {
  const [namespace, name] = [random.pick(namespaces), `x.${random.hex(16)}`];
  return {
    level: 'Metadata',
    verb: 'delete',
    uri: `/api/v1/namespaces/${namespace}/events/${name}`,
    user: person(random),
    agent: agents.kubectl,
    object: { resource: 'events', namespace, name, apiVersion: 'v1' },
  };
}

/** The long tail: a list whose whole answer was logged, some hundred kilobytes in one line. */
function bigList(random: Random): GeneratedEvent {
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

function podName(random: Random): string {
  return `${random.pick(applications)}-${random.suffix(10)}-${random.suffix(5)}`;
}
