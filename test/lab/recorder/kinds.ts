/** Where the API keeps the objects of a kind. */
export interface Place {
  readonly apiVersion: string;
  readonly plural: string;
  readonly namespaced: boolean;
}

const place = (apiVersion: string, plural: string, namespaced = true): Place => ({
  apiVersion,
  plural,
  namespaced,
});

export const builtIn: ReadonlyMap<string, Place> = new Map([
  ['Pod', place('v1', 'pods')],
  ['Secret', place('v1', 'secrets')],
  ['ConfigMap', place('v1', 'configmaps')],
  ['Service', place('v1', 'services')],
  ['ServiceAccount', place('v1', 'serviceaccounts')],
  ['Namespace', place('v1', 'namespaces', false)],
  ['Node', place('v1', 'nodes', false)],
  ['CronJob', place('batch/v1', 'cronjobs')],
  ['Job', place('batch/v1', 'jobs')],
  ['Deployment', place('apps/v1', 'deployments')],
  ['ReplicaSet', place('apps/v1', 'replicasets')],
  ['DaemonSet', place('apps/v1', 'daemonsets')],
  ['StatefulSet', place('apps/v1', 'statefulsets')],
  ['Role', place('rbac.authorization.k8s.io/v1', 'roles')],
  ['RoleBinding', place('rbac.authorization.k8s.io/v1', 'rolebindings')],
  ['ClusterRole', place('rbac.authorization.k8s.io/v1', 'clusterroles', false)],
  ['ClusterRoleBinding', place('rbac.authorization.k8s.io/v1', 'clusterrolebindings', false)],
  ['CustomResourceDefinition', place('apiextensions.k8s.io/v1', 'customresourcedefinitions', false)],
]);

/** The path of a collection, or of an object where a name is given. */
export function pathOf({ apiVersion, plural, namespaced }: Place, namespace: string, name = ''): string {
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const inside = namespaced ? `/namespaces/${namespace}` : '';
  return `${root}${inside}/${plural}${name === '' ? '' : `/${name}`}`;
}
