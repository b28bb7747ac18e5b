import type { Json, JsonObject } from '../../model/json.ts';
import { fieldOf, isObject, listAt, objectAt, stringAt } from '../../model/json.ts';
import type { LogEntry } from './schema.ts';
import { codeOf } from './schema.ts';
import { readStatus } from './status.ts';
import type { Reference } from './target.ts';
import { readTarget } from './target.ts';

/**
 * A log entry under the field names of audit.k8s.io/v1. Fields that Google leaves out (groups, the request's URI, and
 * with it dryRun and fieldManager) stay absent. Google gives the Audit-ID as insertId.
 */
export function auditEventOf(entry: LogEntry): JsonObject {
  const { verb, reference } = readTarget(entry.methodName, entry.resourceName);
  const requestObject = withoutType(entry.request);
  const responseObject = withoutType(entry.response);
  const responseStatus = readStatus(entry);
  return compact({
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: levelOf(entry),
    auditID: entry.insertId,
    stage: stageOf(entry),
    requestURI: reference === undefined && entry.resourceName !== '' ? `/${entry.resourceName}` : undefined,
    verb,
    user: userOf(entry),
    sourceIPs: entry.callerIp === '' ? undefined : [entry.callerIp],
    userAgent: entry.userAgent || undefined,
    objectRef: reference && objectRefOf(reference),
    responseStatus,
    requestObject,
    responseObject,
    requestReceivedTimestamp: entry.timestamp || undefined,
    stageTimestamp: entry.timestamp || undefined,
    annotations: annotationsOf(entry),
  });
}

function compact(fields: { readonly [key: string]: Json | undefined }): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** The policy is Google's; what was logged is what the level was at least. */
function levelOf(entry: LogEntry): string {
  if (entry.response !== undefined) return 'RequestResponse';
  return entry.request === undefined ? 'Metadata' : 'Request';
}

function stageOf({ operation }: LogEntry): string {
  return operation?.first === true && !operation.last ? 'ResponseStarted' : 'ResponseComplete';
}

function objectRefOf(reference: Reference): JsonObject {
  return Object.fromEntries(Object.entries(reference).filter(([, value]) => value !== ''));
}

/** Who acted for whom in Google's IAM is kept beside the user that Kubernetes saw. */
function userOf({ principal, authentication }: LogEntry): JsonObject {
  const delegation = listAt(authentication, 'serviceAccountDelegationInfo').map(delegatorOf);
  const extra = compact({
    'iam.googleapis.com/principal-subject': listOf(stringAt(authentication, 'principalSubject')),
    'iam.googleapis.com/authority-selector': listOf(stringAt(authentication, 'authoritySelector')),
    'iam.googleapis.com/service-account-key': listOf(stringAt(authentication, 'serviceAccountKeyName')),
    'iam.googleapis.com/delegated-by': delegation.some(one => one !== '') ? delegation : undefined,
  });
  return { username: principal, ...(Object.keys(extra).length > 0 ? { extra } : {}) };
}

function delegatorOf(step: Json): string {
  const party = objectAt(step, 'firstPartyPrincipal') ?? objectAt(step, 'thirdPartyPrincipal');
  return stringAt(party, 'principalEmail') ?? stringAt(step, 'principalSubject') ?? '';
}

const listOf = (text: string | undefined): readonly string[] | undefined =>
  text === undefined ? undefined : [text];

/** Google marks each body with its type. A JSON patch, which is a list, stands in a field of such an object. */
function withoutType(body: JsonObject | undefined): Json | undefined {
  if (body === undefined) return undefined;
  const entries = Object.entries(body).filter(([key]) => key !== '@type' && key !== 'at_sign_type');
  const [only] = entries;
  if (stringAt(body, '@type') === 'k8s.io/Patch' && entries.length === 1 && isPatchList(only?.[1]))
    return only?.[1];
  return Object.fromEntries(entries);
}

function isPatchList(value: Json | undefined): boolean {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every(item => isObject(item) && fieldOf(item, 'op') !== undefined)
  );
}

/** The API server's annotations come as labels. The decision stands in either; the gRPC code has no other place. */
function annotationsOf(entry: LogEntry): JsonObject {
  const texts = Object.entries(entry.labels).filter(([, value]) => typeof value === 'string');
  const decided =
    entry.granted === undefined
      ? {}
      : { 'authorization.k8s.io/decision': entry.granted ? 'allow' : 'forbid' };
  const code = codeOf(entry.status);
  return {
    ...decided,
    ...Object.fromEntries(texts),
    ...(code === 0 ? {} : { 'logging.googleapis.com/grpc-status-code': String(code) }),
  };
}
