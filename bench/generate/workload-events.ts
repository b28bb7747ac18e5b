import type { GeneratedEvent } from './generated-event.ts';
import {
  agents,
  applications,
  controller,
  namespaces,
  person,
  podName,
  serviceAccount,
} from './identities.ts';
import { metadata, podSpec, withManagedFields } from './objects.ts';
import type { Random } from './random.ts';

/** What changes workloads, secrets and rights: people, operators, the batch controllers. */

export function deployment(random: Random): GeneratedEvent {
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

export function batch(random: Random): GeneratedEvent {
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

export function secret(random: Random): GeneratedEvent {
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

export function refused(random: Random): GeneratedEvent {
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

export function execInto(random: Random): GeneratedEvent {
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

export function binding(random: Random): GeneratedEvent {
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

export function newServiceAccount(random: Random): GeneratedEvent {
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

export function webhookConfiguration(random: Random): GeneratedEvent {
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

export function deletedEvent(random: Random): GeneratedEvent {
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
