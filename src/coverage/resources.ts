import { builtInKinds, workloadKinds } from '../workloads/kinds/kinds.ts';
import type { Ask } from './decide.ts';

type Resource = Omit<Ask, 'verb'>;

/** Of Kubernetes itself, by group: what rules may ask about besides workloads. */
const others: Readonly<Record<string, string>> = {
  '': `configmaps endpoints events namespaces namespaces/finalize nodes nodes/proxy nodes/status persistentvolumeclaims persistentvolumes
    pods/attach pods/binding pods/ephemeralcontainers pods/eviction pods/exec pods/log pods/portforward pods/proxy pods/resize pods/status
    replicationcontrollers/scale secrets serviceaccounts serviceaccounts/token services services/proxy`,
  apps: 'controllerrevisions deployments/scale replicasets/scale statefulsets/scale daemonsets/status deployments/status',
  'admissionregistration.k8s.io': `mutatingadmissionpolicies mutatingadmissionpolicybindings mutatingwebhookconfigurations
    validatingadmissionpolicies validatingadmissionpolicybindings validatingwebhookconfigurations`,
  'apiextensions.k8s.io': 'customresourcedefinitions',
  'apiregistration.k8s.io': 'apiservices',
  'authentication.k8s.io': 'selfsubjectreviews tokenreviews',
  'authorization.k8s.io':
    'localsubjectaccessreviews selfsubjectaccessreviews selfsubjectrulesreviews subjectaccessreviews',
  autoscaling: 'horizontalpodautoscalers',
  batch: 'cronjobs/status jobs/status',
  'certificates.k8s.io': 'certificatesigningrequests certificatesigningrequests/approval',
  'coordination.k8s.io': 'leases',
  'discovery.k8s.io': 'endpointslices',
  'events.k8s.io': 'events',
  'networking.k8s.io': 'ingresses networkpolicies',
  policy: 'poddisruptionbudgets podsecuritypolicies',
  'rbac.authorization.k8s.io': 'clusterrolebindings clusterroles rolebindings roles',
  'scheduling.k8s.io': 'priorityclasses',
  'storage.k8s.io': 'csidrivers storageclasses',
};

const resourceOf = (group: string, text: string): Resource => {
  const [resource = '', subresource = ''] = text.split('/');
  return { group, resource, subresource };
};

/** Today's group alone: an API server of today logs no other. */
const workloads = builtInKinds.map(({ resource, groups }) => resourceOf(groups[0] ?? '', resource));

/** Every resource of Kubernetes itself that a rule may ask about. */
export const ownResources: readonly Resource[] = [
  ...workloads,
  ...Object.entries(others).flatMap(([group, names]) =>
    names.split(/\s+/).map(name => resourceOf(group, name)),
  ),
];

/** Those that make pods or are one, with their subresources. */
export const ownWorkloads = ownResources.filter(({ group, resource }) =>
  workloads.some(each => each.group === group && each.resource === resource),
);

/** Kinds of other projects that make pods. */
export const foreignResources: readonly Resource[] = workloadKinds
  .filter(kind => !builtInKinds.includes(kind))
  .flatMap(({ resource, groups }) => groups.map(group => resourceOf(group, resource)));

export const verbs = [
  'create',
  'update',
  'patch',
  'delete',
  'deletecollection',
  'get',
  'list',
  'watch',
] as const;

/** Groups in which a resource of that name is, by its name. */
export const groupsOf = (resource: string): readonly string[] => [
  ...new Set(
    [...ownResources, ...foreignResources]
      .filter(each => each.resource === resource)
      .map(({ group }) => group),
  ),
];
