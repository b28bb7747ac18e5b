import type { GeneratedEvent } from './generated-event.ts';
import {
  agents,
  applications,
  controller,
  namespaces,
  nodes,
  nodeUser,
  podName,
  serviceAccount,
  systemUser,
} from './identities.ts';
import { endpoints, metadata, podSpec, podStatus, withManagedFields } from './objects.ts';
import type { Random } from './random.ts';

/** What the cluster does by itself: nodes, controllers, probes. */

export function lease(random: Random): GeneratedEvent {
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

export function podStatusPatch(random: Random): GeneratedEvent {
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

export function configMap(random: Random): GeneratedEvent {
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

export function coreEvent(random: Random): GeneratedEvent {
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

export function endpointSlice(random: Random): GeneratedEvent {
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

export function accessReview(random: Random): GeneratedEvent {
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

export function replicaPod(random: Random): GeneratedEvent {
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
