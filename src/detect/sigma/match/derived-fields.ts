import type { Json, JsonObject } from '../../../model/json.ts';
import { fieldOf, numberAt, stringAt } from '../../../model/json.ts';

/**
 * Fields that no event has but that follow from its other fields: the names that managed services give to requests.
 * Pipelines map the fields of those services to them.
 */
export const derivedFields: ReadonlyMap<string, (event: JsonObject) => Json | undefined> = new Map<
  string,
  (event: JsonObject) => Json | undefined
>([
  ['watchbill.gke.methodName', gkeMethodName],
  ['watchbill.gke.resourceName', gkeResourceName],
  ['watchbill.gke.statusCode', gkeStatusCode],
  ['watchbill.azure.operationName', azureOperationName],
]);

/** With any other subresource there is no derived name: the list is what lets the index rule out verbs and resources. */
export const knownSubresources: readonly string[] = [
  ...['approval', 'attach', 'binding', 'ephemeralcontainers', 'eviction', 'exec', 'finalize', 'log'],
  ...['portforward', 'proxy', 'resize', 'scale', 'status', 'token'],
];

interface Reference {
  readonly verb: string;
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly subresource: string;
}

function referenceOf(event: JsonObject): Reference | undefined {
  const objectRef = fieldOf(event, 'objectRef');
  const resource = stringAt(objectRef, 'resource') ?? '';
  const verb = stringAt(event, 'verb') ?? '';
  if (resource === '' || verb === '') return undefined;
  // Some carriers write `batch/v1` into apiVersion and leave apiGroup out.
  const version = (stringAt(objectRef, 'apiVersion') ?? '').split('/');
  const group = stringAt(objectRef, 'apiGroup') ?? (version.length > 1 ? (version[0] ?? '') : '');
  const subresource = stringAt(objectRef, 'subresource') ?? '';
  if (subresource !== '' && !knownSubresources.includes(subresource)) return undefined;
  return { verb, group, version: version.at(-1) ?? '', resource, subresource };
}

/** `io.k8s.batch.v1.cronjobs.create`, `io.k8s.core.v1.pods.exec.create`, `io.k8s.authorization.rbac.v1.roles.update`. */
function gkeMethodName(event: JsonObject): string | undefined {
  const reference = referenceOf(event);
  if (reference === undefined) return undefined;
  const { group, version, resource, subresource, verb } = reference;
  const service = group.includes('.') ? group.split('.').toReversed().join('.') : `io.k8s.${group || 'core'}`;
  return [service, version, resource, subresource, verb].filter(part => part !== '').join('.');
}

/** `batch/v1/namespaces/default/cronjobs/nightly`. */
function gkeResourceName(event: JsonObject): string | undefined {
  const reference = referenceOf(event);
  if (reference === undefined) return undefined;
  const { group, version, resource, subresource } = reference;
  const objectRef = fieldOf(event, 'objectRef');
  const namespace = stringAt(objectRef, 'namespace') ?? '';
  const scope = namespace === '' ? [] : ['namespaces', namespace];
  const parts = [
    group || 'core',
    version,
    ...scope,
    resource,
    stringAt(objectRef, 'name') ?? '',
    subresource,
  ];
  return parts.filter(part => part !== '').join('/');
}

/** The codes of gRPC (google.rpc.Code) that stand for HTTP's. */
const grpcCodes: ReadonlyMap<number, number> = new Map([
  [400, 3],
  [401, 16],
  [403, 7],
  [404, 5],
  [409, 6],
  [422, 3],
  [429, 8],
  [499, 1],
  [500, 13],
  [501, 12],
  [503, 14],
  [504, 4],
]);

function gkeStatusCode(event: JsonObject): number | undefined {
  const code = numberAt(fieldOf(event, 'responseStatus'), 'code');
  if (code === undefined) return undefined;
  return code < 400 ? 0 : (grpcCodes.get(code) ?? 2);
}

/** The operation as Azure names it: `MICROSOFT.CONTAINERSERVICE/MANAGEDCLUSTERS/BATCH/CRONJOBS/WRITE`; the core group has no part. */
function azureOperationName(event: JsonObject): string | undefined {
  const reference = referenceOf(event);
  if (reference === undefined) return undefined;
  const { group, resource, subresource, verb } = reference;
  const action = azureAction(verb, subresource);
  const parts = ['Microsoft.ContainerService/managedClusters', group, resource, subresource, action];
  return parts
    .filter(part => part !== '')
    .join('/')
    .toUpperCase();
}

export function azureAction(verb: string, subresource: string): string {
  if (['exec', 'attach', 'portforward', 'proxy'].includes(subresource)) return 'action';
  const lower = verb.toLowerCase();
  if (['create', 'update', 'patch'].includes(lower)) return 'write';
  return lower.startsWith('delete') ? 'delete' : 'read';
}
