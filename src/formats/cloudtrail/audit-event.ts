import type { Json, JsonObject } from '../../model/json.ts';
import { booleanAt, objectAt, stringAt } from '../../model/json.ts';
import { withoutValues } from './hidden-values.ts';
import type { TrailRecord } from './schema.ts';
import { readTarget } from './target.ts';

/** A record of CloudTrail under the field names of audit.k8s.io/v1, so that the same rules and conditions judge it. */
export function auditEventOf(record: TrailRecord): JsonObject {
  const { verb, resource, subresource, namespace, name } = readTarget(record);
  const requestObject = record.parameters && withoutValues(record.parameters);
  const responseObject = record.answer && withoutValues(record.answer);
  return compact({
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: responseObject ? 'RequestResponse' : requestObject ? 'Request' : 'Metadata',
    auditID: record.eventId,
    stage: 'ResponseComplete',
    requestURI: `/${record.source}/${record.name}`,
    verb,
    user: userOf(record.identity),
    sourceIPs: record.sourceAddress === '' ? undefined : [record.sourceAddress],
    userAgent: record.userAgent || undefined,
    objectRef: compact({
      apiGroup: record.source,
      apiVersion: 'v1',
      resource,
      subresource: subresource || undefined,
      namespace: namespace || undefined,
      name: name || undefined,
    }),
    responseStatus: statusOf(record),
    requestObject,
    responseObject,
    requestReceivedTimestamp: record.time || undefined,
    stageTimestamp: record.time || undefined,
    annotations: {
      'authorization.k8s.io/decision': isRefusal(record.errorCode) ? 'forbid' : 'allow',
      'cloudtrail.amazonaws.com/event-name': record.name,
      ...(record.errorCode === '' ? {} : { 'cloudtrail.amazonaws.com/error-code': record.errorCode }),
    },
  });
}

function compact(fields: { readonly [key: string]: Json | undefined }): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

const isRefusal = (code: string): boolean => /AccessDenied|Unauthorized|NotAuthorized|Forbidden/.test(code);

/** CloudTrail has no HTTP status, but names the error. */
function statusOf({ errorCode, errorMessage }: TrailRecord): JsonObject {
  if (errorCode === '') return { metadata: {}, code: 200 };
  return {
    metadata: {},
    status: 'Failure',
    message: errorMessage,
    reason: errorCode,
    code: codeOf(errorCode),
  };
}

function codeOf(error: string): number {
  if (isRefusal(error)) return 403;
  if (/NotFound/.test(error)) return 404;
  if (/Throttl|LimitExceeded|TooManyRequests/.test(error)) return 429;
  return /Server|Internal/.test(error) ? 500 : 400;
}

/** The ARN, with the session's name in it; a service of AWS acts under its own name. */
function userOf(identity: JsonObject): JsonObject {
  const at = (key: string): string => stringAt(identity, key) ?? '';
  const username = at('arn') || at('invokedBy') || at('userName') || at('principalId') || at('type');
  const session = objectAt(identity, 'sessionContext');
  const extra = compact({
    'cloudtrail.amazonaws.com/type': listOf(at('type')),
    'cloudtrail.amazonaws.com/account-id': listOf(at('accountId')),
    'cloudtrail.amazonaws.com/access-key-id': listOf(at('accessKeyId')),
    'cloudtrail.amazonaws.com/invoked-by': listOf(at('invokedBy')),
    'cloudtrail.amazonaws.com/issuer': listOf(stringAt(objectAt(session, 'sessionIssuer'), 'arn') ?? ''),
    'cloudtrail.amazonaws.com/mfa': listOf(mfaOf(session)),
  });
  return { username, ...(at('principalId') === '' ? {} : { uid: at('principalId') }), extra };
}

/** Written as a text. */
function mfaOf(session: JsonObject | undefined): string {
  const attributes = objectAt(session, 'attributes');
  return stringAt(attributes, 'mfaAuthenticated') ?? String(booleanAt(attributes, 'mfaAuthenticated') ?? '');
}

const listOf = (text: string): readonly string[] | undefined => (text === '' ? undefined : [text]);
