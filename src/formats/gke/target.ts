/** What a method and a resource name of Google's say about a Kubernetes request. */
export interface Target {
  readonly verb: string;
  /** `undefined` for a request that is about no resource (`/healthz`). */
  readonly reference: Reference | undefined;
}

export interface Reference {
  readonly apiGroup: string;
  readonly apiVersion: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
}

/**
 * `io.k8s.batch.v1.cronjobs.status.update` is the verb behind group (its labels in reverse), version, resource and
 * subresource; `batch/v1/namespaces/shop/cronjobs/nightly` has the group as it is written, and the names.
 */
export function readTarget(methodName: string, resourceName: string): Target {
  const labels = methodName.split('.');
  const at = labels.findIndex(label => /^v\d+(?:(?:alpha|beta)\d+)?$/.test(label));
  const verb = labels.at(-1) ?? '';
  if (at < 0 || labels.length < at + 3) return { verb, reference: undefined };
  const method = {
    group: groupOf(labels.slice(0, at)),
    version: labels[at] ?? '',
    resource: labels[at + 1] ?? '',
    subresource: labels.slice(at + 2, -1).join('/'),
  };
  return { verb, reference: referenceOf(method, resourceName.split('/')) };
}

/** Groups without a dot are written as if they were under k8s.io. */
const bareGroups: ReadonlySet<string> = new Set([
  'core',
  'apps',
  'batch',
  'autoscaling',
  'extensions',
  'policy',
]);

function groupOf(labels: readonly string[]): string {
  const [top, second, bare, ...more] = labels;
  if (top === 'io' && second === 'k8s' && bare !== undefined && more.length === 0 && bareGroups.has(bare))
    return withoutCore(bare);
  return labels.toReversed().join('.');
}

/** The core group has no name. */
const withoutCore = (group: string): string => (group === 'core' ? '' : group);

interface Method {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly subresource: string;
}

function referenceOf(method: Method, parts: readonly string[]): Reference {
  const [group, version, ...path] = parts;
  const known = group !== undefined && version === method.version;
  return {
    apiGroup: known ? withoutCore(group) : method.group,
    apiVersion: method.version,
    resource: method.resource,
    subresource: method.subresource,
    ...namesOf(known ? path : parts, method.resource),
  };
}

/** `namespaces/shop/cronjobs/nightly`, `nodes/a`, and `namespaces/shop` when the namespace itself is the resource. */
function namesOf(path: readonly string[], resource: string): Pick<Reference, 'namespace' | 'name'> {
  const [first = '', second = '', third = '', fourth = ''] = path;
  if (first === 'namespaces' && third === resource) return { namespace: second, name: fourth };
  if (first === resource) return { namespace: resource === 'namespaces' ? second : '', name: second };
  return { namespace: first === 'namespaces' ? second : '', name: '' };
}
