/** Service accounts in kube-system of the controllers in kube-controller-manager (plugin/pkg/auth/authorizer/rbac/bootstrappolicy). */
const controllers = new Set([
  'attachdetach-controller',
  'bootstrap-signer',
  'certificate-controller',
  'clusterrole-aggregation-controller',
  'cronjob-controller',
  'daemon-set-controller',
  'deployment-controller',
  'device-taint-eviction-controller',
  'disruption-controller',
  'endpoint-controller',
  'endpointslice-controller',
  'endpointslicemirroring-controller',
  'ephemeral-volume-controller',
  'expand-controller',
  'generic-garbage-collector',
  'horizontal-pod-autoscaler',
  'job-controller',
  'legacy-service-account-token-cleaner',
  'namespace-controller',
  'node-controller',
  'persistent-volume-binder',
  'pod-garbage-collector',
  'pv-protection-controller',
  'pvc-protection-controller',
  'replicaset-controller',
  'replication-controller',
  'resource-claim-controller',
  'resourcequota-controller',
  'root-ca-cert-publisher',
  'route-controller',
  'selinux-warning-controller',
  'service-account-controller',
  'service-cidrs-controller',
  'service-controller',
  'statefulset-controller',
  'storage-version-garbage-collector',
  'storage-version-migrator-controller',
  'taint-eviction-controller',
  'token-cleaner',
  'ttl-after-finished-controller',
  'ttl-controller',
  'vac-protection-controller',
  'validatingadmissionpolicy-status-controller',
]);

const accountPrefix = 'system:serviceaccount:kube-system:';
const controllerManager = 'system:kube-controller-manager';

/** By name alone: a pod can be given such an account, so an exemption needs more than this. */
export function isBuiltInController(user: string): boolean {
  if (user === controllerManager || user === 'system:kube-scheduler') return true;
  return user.startsWith(accountPrefix) && controllers.has(user.slice(accountPrefix.length));
}

/** With `--use-service-account-credentials` each controller has its own account; without, all are the controller manager. */
export function actsAs(user: string, controller: string): boolean {
  return user === controllerManager || user === accountPrefix + controller;
}
