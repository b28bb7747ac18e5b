import type { Json, JsonObject } from '../../model/json.ts';
import type { Row } from './schema.ts';

/**
 * A row under the field names of audit.k8s.io/v1. The columns leave out the level, the groups, the user agent and the
 * addresses: those stay absent. Group, version and namespace are in the URI.
 */
export function auditEventOf(row: Row): JsonObject {
  return withoutEmpty({
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    auditID: row.auditID,
    stage: row.stage,
    requestURI: row.requestURI,
    verb: row.verb,
    user: withoutEmpty({ username: row.username }),
    objectRef: row.resource === '' ? '' : objectRefOf(row),
    responseStatus: /^\d{3}$/.test(row.code) ? { metadata: {}, code: Number(row.code) } : '',
    responseObject: responseOf(row),
    requestReceivedTimestamp: row.requestReceivedTimestamp,
  });
}

function withoutEmpty(fields: { readonly [key: string]: Json }): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
}

function objectRefOf(row: Row): JsonObject {
  return withoutEmpty({
    resource: row.resource,
    namespace: namespaceOf(row),
    name: row.name,
    ...groupVersionOf(row.requestURI),
    subresource: row.subresource,
  });
}

/** `/api/v1/...` and `/apis/batch/v1/...`, as the API server's RequestInfoFactory reads them. */
function groupVersionOf(uri: string): { readonly apiGroup: string; readonly apiVersion: string } {
  const [core, version] = /^\/api\/([^/?]+)/.exec(uri) ?? [];
  if (core !== undefined) return { apiGroup: '', apiVersion: version ?? '' };
  const [, apiGroup, apiVersion] = /^\/apis\/([^/?]+)\/([^/?]+)/.exec(uri) ?? [];
  return { apiGroup: apiGroup ?? '', apiVersion: apiVersion ?? '' };
}

function namespaceOf({ requestURI }: Row): string {
  return /^\/(?:api|apis\/[^/?]+)\/[^/?]+\/(?:watch\/)?namespaces\/([^/?]+)/.exec(requestURI)?.[1] ?? '';
}

function responseOf(row: Row): JsonObject | '' {
  const metadata = withoutEmpty({
    name: row.responseName,
    uid: row.responseUid,
    ownerReferences: row.ownerUid === '' ? '' : [{ uid: row.ownerUid }],
  });
  const response = {
    ...(Object.keys(metadata).length > 0 ? { metadata } : {}),
    ...(row.detailsUid === '' ? {} : { details: { uid: row.detailsUid } }),
  };
  return Object.keys(response).length > 0 ? response : '';
}
