import type { Activity, AuditedRequest, ObjectReference } from '../model/activity.ts';
import type { JsonObject } from '../model/json.ts';
import { isObject, objectAt, stringAt } from '../model/json.ts';
import type { Workload } from '../model/workload.ts';
import { foreignKindOfResource } from './foreign/foreign-kinds.ts';
import { groupOf, kindOfResource, workloadKinds } from './kinds/kinds.ts';
import { sourceKindOfResource, sourceKinds } from './kinds/sources/source-kinds.ts';
import { seenWorkload } from './seen-workload.ts';

/** Kinds of built-in resources, where no body tells. */
const kinds = new Map([
  ['bindings', 'Binding'],
  ['configmaps', 'ConfigMap'],
  ['endpoints', 'Endpoints'],
  ['events', 'Event'],
  ['limitranges', 'LimitRange'],
  ['namespaces', 'Namespace'],
  ['nodes', 'Node'],
  ['persistentvolumeclaims', 'PersistentVolumeClaim'],
  ['persistentvolumes', 'PersistentVolume'],
  ['pods', 'Pod'],
  ['podtemplates', 'PodTemplate'],
  ['replicationcontrollers', 'ReplicationController'],
  ['resourcequotas', 'ResourceQuota'],
  ['secrets', 'Secret'],
  ['serviceaccounts', 'ServiceAccount'],
  ['services', 'Service'],
  ['controllerrevisions', 'ControllerRevision'],
  ['daemonsets', 'DaemonSet'],
  ['deployments', 'Deployment'],
  ['replicasets', 'ReplicaSet'],
  ['statefulsets', 'StatefulSet'],
  ['cronjobs', 'CronJob'],
  ['jobs', 'Job'],
  ['horizontalpodautoscalers', 'HorizontalPodAutoscaler'],
  ['clusterrolebindings', 'ClusterRoleBinding'],
  ['clusterroles', 'ClusterRole'],
  ['rolebindings', 'RoleBinding'],
  ['roles', 'Role'],
  ['mutatingwebhookconfigurations', 'MutatingWebhookConfiguration'],
  ['validatingwebhookconfigurations', 'ValidatingWebhookConfiguration'],
  ['validatingadmissionpolicies', 'ValidatingAdmissionPolicy'],
  ['validatingadmissionpolicybindings', 'ValidatingAdmissionPolicyBinding'],
  ['mutatingadmissionpolicies', 'MutatingAdmissionPolicy'],
  ['mutatingadmissionpolicybindings', 'MutatingAdmissionPolicyBinding'],
  ['customresourcedefinitions', 'CustomResourceDefinition'],
  ['apiservices', 'APIService'],
  ['certificatesigningrequests', 'CertificateSigningRequest'],
  ['leases', 'Lease'],
  ['endpointslices', 'EndpointSlice'],
  ['ingresses', 'Ingress'],
  ['ingressclasses', 'IngressClass'],
  ['networkpolicies', 'NetworkPolicy'],
  ['poddisruptionbudgets', 'PodDisruptionBudget'],
  ['podsecuritypolicies', 'PodSecurityPolicy'],
  ['priorityclasses', 'PriorityClass'],
  ['runtimeclasses', 'RuntimeClass'],
  ['storageclasses', 'StorageClass'],
  ['csidrivers', 'CSIDriver'],
  ['csinodes', 'CSINode'],
  ['volumeattachments', 'VolumeAttachment'],
  ['resourceclaims', 'ResourceClaim'],
  ['resourceclaimtemplates', 'ResourceClaimTemplate'],
  ['selfsubjectaccessreviews', 'SelfSubjectAccessReview'],
  ['selfsubjectrulesreviews', 'SelfSubjectRulesReview'],
  ['subjectaccessreviews', 'SubjectAccessReview'],
  ['localsubjectaccessreviews', 'LocalSubjectAccessReview'],
  ['selfsubjectreviews', 'SelfSubjectReview'],
  ['tokenreviews', 'TokenReview'],
]);

const resources = new Map([
  ...[...workloadKinds, ...sourceKinds].map(({ kind, resource }) => [kind, resource] as const),
  ...[...kinds].map(([resource, kind]) => [kind, resource] as const),
]);

/** `cronjobs` of `CronJob`; for kinds that are not built in, the usual plural. */
export function resourceOfKind(kind: string): string {
  return resources.get(kind) ?? `${kind.toLowerCase()}s`;
}

/** The object that an activity is about, whatever it is: kind and generated name from the body, else from the header. */
export function workloadOf(activity: Activity): Workload {
  if (activity.type === 'manifest') return ofBody(activity.cluster, activity.object);
  return activity.type === 'audit' ? ofRequest(activity.cluster, activity.request) : seenWorkload(activity);
}

function ofBody(cluster: string, object: JsonObject): Workload {
  const metadata = objectAt(object, 'metadata');
  return {
    cluster,
    group: groupOf(stringAt(object, 'apiVersion') ?? ''),
    kind: stringAt(object, 'kind') ?? '',
    namespace: stringAt(metadata, 'namespace') ?? '',
    name: stringAt(metadata, 'name') ?? stringAt(metadata, 'generateName') ?? '',
    uid: stringAt(metadata, 'uid') ?? '',
  };
}

function ofRequest(cluster: string, request: AuditedRequest): Workload {
  const reference = request.object;
  if (reference === undefined) return { cluster, group: '', kind: '', namespace: '', name: '', uid: '' };
  const seen = ofBody(cluster, bodyOf(request, reference) ?? {});
  return {
    cluster,
    group: reference.group,
    kind: seen.kind || kindOf(reference),
    namespace: seen.namespace || reference.namespace,
    name: seen.name || reference.name,
    uid: seen.uid || reference.uid,
  };
}

function kindOf({ resource, group }: ObjectReference): string {
  const known =
    kindOfResource(resource, group) ??
    sourceKindOfResource(resource, group) ??
    foreignKindOfResource(resource, group);
  return known?.kind ?? kinds.get(resource) ?? resource;
}

/** The body, if it is the object: subresources, deletes and errors carry other kinds (Binding, Scale, DeleteOptions, Status). */
function bodyOf(request: AuditedRequest, reference: ObjectReference): JsonObject | undefined {
  const { responseHead } = request;
  if (isObjectItself(responseHead, reference)) return responseHead;
  const { requestObject } = request;
  return isObject(requestObject) && isObjectItself(requestObject, reference) ? requestObject : undefined;
}

function isObjectItself(body: JsonObject | undefined, reference: ObjectReference): boolean {
  const kind = stringAt(body, 'kind') ?? '';
  if (kind === '' || kind === 'Status' || kind.endsWith('List')) return false;
  const expected = kinds.get(reference.resource);
  if (expected !== undefined) return kind === expected;
  const name = kind.toLowerCase();
  return reference.resource.startsWith(name.slice(0, Math.max(1, name.length - 1)));
}
