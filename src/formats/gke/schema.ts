import type { Json, JsonObject } from '../../model/json.ts';
import { fieldOf, isObject, listAt, numberAt, objectAt, stringAt } from '../../model/json.ts';

/**
 * The fields of a Cloud Logging entry that mean something for a Kubernetes request.
 * https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry
 * https://cloud.google.com/logging/docs/reference/audit/auditlog/rest/Shared.Types/AuditLog
 */
export interface LogEntry {
  readonly insertId: string;
  readonly timestamp: string;
  readonly labels: JsonObject;
  readonly cluster: string;
  readonly operation: { readonly first: boolean; readonly last: boolean } | undefined;
  readonly methodName: string;
  readonly resourceName: string;
  readonly principal: string;
  readonly authentication: JsonObject;
  /** `undefined` where nothing was decided, or nothing of it logged. */
  readonly granted: boolean | undefined;
  readonly callerIp: string;
  readonly userAgent: string;
  readonly status: JsonObject | undefined;
  readonly request: JsonObject | undefined;
  readonly response: JsonObject | undefined;
}

export function readLogEntry(value: Json): LogEntry | undefined {
  const payload = payloadOf(value);
  if (payload === undefined) return undefined;
  const authentication = objectAt(payload, 'authenticationInfo') ?? {};
  const metadata = objectAt(payload, 'requestMetadata');
  return {
    insertId: stringAt(value, 'insertId') ?? stringAt(objectAt(value, 'operation'), 'id') ?? '',
    timestamp: stringAt(value, 'timestamp') ?? stringAt(payload, 'timestamp') ?? '',
    labels: objectAt(value, 'labels') ?? {},
    cluster: stringAt(objectAt(objectAt(value, 'resource'), 'labels'), 'cluster_name') ?? '',
    operation: readOperation(objectAt(value, 'operation')),
    methodName: stringAt(payload, 'methodName') ?? '',
    resourceName: stringAt(payload, 'resourceName') ?? '',
    principal:
      stringAt(authentication, 'principalEmail') || stringAt(authentication, 'principalSubject') || '',
    authentication,
    granted: readGranted(payload),
    callerIp: stringAt(metadata, 'callerIp') ?? stringAt(metadata, 'callerIP') ?? '',
    userAgent: stringAt(metadata, 'callerSuppliedUserAgent') ?? '',
    status: objectAt(payload, 'status'),
    request: bodyAt(payload, 'request'),
    response: bodyAt(payload, 'response'),
  };
}

/** BigQuery's tables of exported entries have the payload under another name. */
function payloadOf(value: Json): JsonObject | undefined {
  return objectAt(value, 'protoPayload') ?? objectAt(value, 'protopayload_auditlog');
}

/** BigQuery has bodies as JSON text. */
function bodyAt(payload: JsonObject, key: string): JsonObject | undefined {
  const body = objectAt(payload, key);
  const text = stringAt(payload, `${key}Json`);
  if (body !== undefined || text === undefined) return body;
  try {
    const parsed: unknown = JSON.parse(text);
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** Requests that take long (watch, exec) have one entry when the response starts and one when it ends. */
function readOperation(operation: JsonObject | undefined): LogEntry['operation'] {
  const [first, last] = ['first', 'last'].map(key => [true, 'true'].includes(scalarAt(operation, key)));
  return first === true || last === true ? { first: first === true, last: last === true } : undefined;
}

function scalarAt(value: JsonObject | undefined, key: string): boolean | string {
  const found = fieldOf(value, key);
  return typeof found === 'boolean' || typeof found === 'string' ? found : false;
}

function readGranted(payload: JsonObject): boolean | undefined {
  const checks = listAt(payload, 'authorizationInfo').map(check => fieldOf(check, 'granted'));
  if (checks.includes(false)) return false;
  return checks.includes(true) ? true : undefined;
}

/** Is this an entry of the Kubernetes audit log, as told by the service's or the methods' name? */
export function isKubernetesEntry(value: Json): boolean {
  const payload = payloadOf(value);
  if (payload === undefined) return false;
  return (
    stringAt(payload, 'serviceName') === 'k8s.io' || isKubernetesMethod(stringAt(payload, 'methodName') ?? '')
  );
}

const isKubernetesMethod = (method: string): boolean => method.startsWith('io.k8s.');

/** google.rpc.Code; a number, or absent for 0. */
export const codeOf = (status: JsonObject | undefined): number => numberAt(status, 'code') ?? 0;
