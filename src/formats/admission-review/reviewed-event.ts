import type { Json, JsonObject } from '../../model/json.ts';
import { booleanAt, isObject, objectAt, stringAt } from '../../model/json.ts';

/**
 * The audit event that would tell of a reviewed request; undefined where it is no AdmissionReview. `{"receivedAt": ..., "review": {...}}` says when it was
 * asked; an AdmissionReview itself has no time. Whether the request was carried out is not known yet: it is taken for it.
 */
export function reviewedEvent(value: Json): JsonObject | undefined {
  const review = objectAt(value, 'review') ?? value;
  const request = objectAt(review, 'request');
  if (stringAt(review, 'kind') !== 'AdmissionReview' || request === undefined) return undefined;
  if (stringAt(review, 'apiVersion') !== 'admission.k8s.io/v1') return undefined;
  const verb = verbOf(request);
  const at = timeOf(value);
  const old = objectAt(request, 'oldObject');
  const object = verb === 'delete' ? undefined : objectAt(request, 'object');
  const stored = object && asStored(object, stringAt(request, 'operation') ?? '');
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'RequestResponse',
    auditID: stringAt(request, 'uid') ?? '',
    stage: 'ResponseComplete',
    requestURI: uriOf(request),
    verb,
    user: objectAt(request, 'userInfo') ?? {},
    objectRef: referenceOf(request, object ?? old),
    responseStatus: { metadata: {}, code: stringAt(request, 'operation') === 'CREATE' ? 201 : 200 },
    ...(stored && { requestObject: stored, responseObject: stored }),
    requestReceivedTimestamp: at,
    stageTimestamp: at,
  };
}

/** The verbs of a request that is patched, whether it makes or changes, are one in the audit log. */
function verbOf(request: JsonObject): string {
  const operation = stringAt(request, 'operation') ?? '';
  if (stringAt(objectAt(request, 'options'), 'kind') === 'PatchOptions') return 'patch';
  if (operation === 'CONNECT') return 'create';
  return operation.toLowerCase();
}

/** With the digits that the API server's own times have. */
function timeOf(value: Json): string {
  const time = Date.parse(stringAt(value, 'receivedAt') ?? '');
  return Number.isNaN(time) ? '' : new Date(time).toISOString().replace('Z', '000Z');
}

function referenceOf(request: JsonObject, object: JsonObject | undefined): JsonObject {
  const resource = objectAt(request, 'requestResource') ?? objectAt(request, 'resource');
  const metadata = objectAt(object, 'metadata');
  return {
    resource: stringAt(resource, 'resource') ?? '',
    apiGroup: stringAt(resource, 'group') ?? '',
    apiVersion: stringAt(resource, 'version') ?? '',
    namespace: stringAt(request, 'namespace') ?? '',
    name: stringAt(request, 'name') || (stringAt(metadata, 'name') ?? ''),
    subresource: stringAt(request, 'subResource') ?? '',
    uid: stringAt(metadata, 'uid') ?? '',
  };
}

function uriOf(request: JsonObject): string {
  const { resource, apiGroup, apiVersion, namespace, name, subresource } = textsOf(request);
  const root = apiGroup === '' ? `/api/${apiVersion}` : `/apis/${apiGroup}/${apiVersion}`;
  const place = namespace === '' ? '' : `/namespaces/${namespace}`;
  const parts = [resource, name, subresource].filter(part => part !== '');
  const manager = stringAt(objectAt(request, 'options'), 'fieldManager') ?? '';
  const query = new URLSearchParams();
  if (manager !== '') query.set('fieldManager', manager);
  if (booleanAt(request, 'dryRun') === true) query.set('dryRun', 'All');
  return `${root}${place}/${parts.join('/')}${query.size > 0 ? `?${query}` : ''}`;
}

function textsOf(request: JsonObject) {
  const reference = referenceOf(request, undefined);
  const of = (key: string): string => stringAt(reference, key) ?? '';
  return {
    resource: of('resource'),
    apiGroup: of('apiGroup'),
    apiVersion: of('apiVersion'),
    namespace: of('namespace'),
    name: of('name'),
    subresource: of('subresource'),
  };
}

/** Of an update, the version is still the one before; managed fields are long, and needed no more. */
function asStored(object: JsonObject, operation: string): JsonObject {
  const metadata = objectAt(object, 'metadata');
  if (!isObject(metadata)) return object;
  const { managedFields: _, resourceVersion, ...rest } = metadata;
  const kept = operation === 'UPDATE' || resourceVersion === undefined ? rest : { ...rest, resourceVersion };
  return { ...object, metadata: kept };
}
