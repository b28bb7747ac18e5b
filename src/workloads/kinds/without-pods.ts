import { builtInKinds } from './kinds.ts';
import { sourceKinds } from './sources/source-kinds.ts';

/** What Kubernetes 1.37 serves itself (`kubectl api-resources`) and earlier versions did, but for the kinds with pod templates. */
const builtIn = `bindings componentstatuses configmaps endpoints events limitranges namespaces nodes persistentvolumeclaims
persistentvolumes resourcequotas secrets serviceaccounts mutatingadmissionpolicies mutatingadmissionpolicybindings
mutatingwebhookconfigurations validatingadmissionpolicies validatingadmissionpolicybindings validatingwebhookconfigurations
customresourcedefinitions apiservices controllerrevisions selfsubjectreviews tokenreviews localsubjectaccessreviews
selfsubjectaccessreviews selfsubjectrulesreviews subjectaccessreviews horizontalpodautoscalers certificatesigningrequests
clustertrustbundles podcertificaterequests leases leasecandidates endpointslices flowschemas prioritylevelconfigurations
ingressclasses ingresses ipaddresses networkpolicies servicecidrs runtimeclasses poddisruptionbudgets podsecuritypolicies
clusterrolebindings clusterroles rolebindings roles deviceclasses devicetaintrules resourceclaims resourceclaimtemplates resourceslices
priorityclasses csidrivers csinodes csistoragecapacities storageclasses volumeattachments volumeattributesclasses storageversions
storageversionmigrations`;

/** Of third parties: written all the time by their agents, and never with a pod in them. */
const busy = `ciliumendpoints ciliumendpointslices ciliumidentities ciliumnodes ipamblocks ipamhandles blockaffinities ippools
policyreports clusterpolicyreports ephemeralreports clusterephemeralreports admissionreports backgroundscanreports
vulnerabilityreports configauditreports exposedsecretreports rbacassessmentreports infraassessmentreports sbomreports
certificates certificaterequests orders challenges volumesnapshots volumesnapshotcontents nodemetrics noderesourcetopologies
externalsecrets serviceentries virtualservices destinationrules httproutes gateways grpcroutes`;

/** The first is that of requests about no object. */
const resources = new Set([
  '',
  ...`${builtIn} ${busy}`.split(/\s+/),
  ...builtInKinds.map(kind => kind.resource),
]);

/** Served by Kubernetes itself, or policies, reports, routes and sources, which hold patterns and texts that only look like pods. */
const groups = new Set([
  '',
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'apiregistration.k8s.io',
  'apps',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'autoscaling',
  'batch',
  'certificates.k8s.io',
  'coordination.k8s.io',
  'discovery.k8s.io',
  'events.k8s.io',
  'extensions',
  'flowcontrol.apiserver.k8s.io',
  'internal.apiserver.k8s.io',
  'networking.k8s.io',
  'node.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'resource.k8s.io',
  'scheduling.k8s.io',
  'storage.k8s.io',
  'storagemigration.k8s.io',
  'metrics.k8s.io',
  'custom.metrics.k8s.io',
  'external.metrics.k8s.io',
  'snapshot.storage.k8s.io',
  'gateway.networking.k8s.io',
  'cilium.io',
  'crd.projectcalico.org',
  'projectcalico.org',
  'networking.istio.io',
  'security.istio.io',
  'cert-manager.io',
  'acme.cert-manager.io',
  'kyverno.io',
  'policies.kyverno.io',
  'reports.kyverno.io',
  'wgpolicyk8s.io',
  'openreports.io',
  'aquasecurity.github.io',
  'templates.gatekeeper.sh',
  'constraints.gatekeeper.sh',
  'mutations.gatekeeper.sh',
  ...sourceKinds.flatMap(kind => kind.groups).filter(group => group !== 'argoproj.io'),
]);

const sources = new Set(sourceKinds.map(kind => `${kind.groups[0]} ${kind.resource}`));
const sourceNames = new Set(sourceKinds.map(kind => `${kind.groups[0]} ${kind.kind}`));

/** May objects of this resource hold pods, although it is not in the registry? Told without the group, so the names of built-in resources are theirs. */
export function resourceMayHoldPods(resource: string): boolean {
  return !resources.has(resource);
}

/** The same of a group and one of its resources or kinds. */
export function mayHoldPods(group: string, name = ''): boolean {
  return !groups.has(group) && !sources.has(`${group} ${name}`) && !sourceNames.has(`${group} ${name}`);
}
