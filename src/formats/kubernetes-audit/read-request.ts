import type { AuditedRequest, AuditLevel, AuditStage, Identity } from '../../model/activity.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { fieldOf, isObject, objectAt, stringAt, stringsAt } from '../../model/json.ts';
import type { AddLazyProperties } from '../lazy-properties.ts';
import { lazyProperties } from '../lazy-properties.ts';
import { responseHead } from './lazy-bodies.ts';
import { readObjectReference } from './object-reference.ts';
import { isDryRun, readOutcome, statusCode } from './outcome.ts';
import { queryValues } from './request-uri.ts';

const levels: readonly AuditLevel[] = ['None', 'Metadata', 'Request', 'RequestResponse'];
const stages: readonly AuditStage[] = ['RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic'];

type Lazy = Pick<
  AuditedRequest,
  'object' | 'dryRun' | 'outcome' | 'requestObject' | 'responseObject' | 'responseHead' | 'truncated'
>;

const addLazy: AddLazyProperties<JsonObject, Lazy> = lazyProperties({
  object: readObjectReference,
  dryRun: isDryRun,
  outcome: readOutcome,
  requestObject: event => readBody(fieldOf(event, 'requestObject')),
  responseObject: event => objectAt(event, 'responseObject'),
  responseHead,
  truncated: wasTruncated,
});

/**
 * An audit event of any version in exact types. Wrong types count as absent; nothing throws. What may need a body
 * is read on first access, because bodies are the dearest part of an event to parse and most rules look at none.
 */
export function readRequest(event: JsonObject): AuditedRequest {
  const uri = stringAt(event, 'requestURI') ?? '';
  const code = statusCode(event);
  const receivedAt = readReceivedAt(event);
  const impersonated = objectAt(event, 'impersonatedUser');
  const request = {
    auditId: stringAt(event, 'auditID') ?? '',
    level: levels.find(level => level === stringAt(event, 'level')) ?? 'unknown',
    stage: stages.find(stage => stage === stringAt(event, 'stage')) ?? 'unknown',
    verb: stringAt(event, 'verb') ?? '',
    uri,
    user: readIdentity(objectAt(event, 'user')),
    ...(impersonated && { impersonated: readIdentity(impersonated) }),
    sourceIPs: stringsAt(event, 'sourceIPs'),
    userAgent: stringAt(event, 'userAgent') ?? '',
    ...(code !== undefined && { code }),
    message: stringAt(objectAt(event, 'responseStatus'), 'message') ?? '',
    fieldManager: queryValues(uri, 'fieldManager')[0] ?? '',
    receivedAt,
    at: stringAt(event, 'stageTimestamp') || receivedAt,
    annotations: readAnnotations(event),
  } as const;
  addLazy(request, event);
  return request;
}

/** `timestamp` and `metadata.creationTimestamp` are those of audit.k8s.io/v1alpha1 and early v1beta1, to the second. */
function readReceivedAt(event: JsonObject): string {
  return (
    stringAt(event, 'requestReceivedTimestamp') ||
    stringAt(event, 'timestamp') ||
    stringAt(objectAt(event, 'metadata'), 'creationTimestamp') ||
    ''
  );
}

function readIdentity(user: JsonObject | undefined): Identity {
  const uid = stringAt(user, 'uid');
  return {
    user: stringAt(user, 'username') ?? '',
    ...(uid !== undefined && { uid }),
    groups: stringsAt(user, 'groups'),
    extra: readExtra(objectAt(user, 'extra')),
  };
}

/** `Object.fromEntries` defines own properties, so a key `__proto__` stays data. */
function readExtra(extra: JsonObject | undefined): Identity['extra'] {
  const entries = Object.keys(extra ?? {}).map(key => {
    const single = stringAt(extra, key);
    return [key, single === undefined ? stringsAt(extra, key) : [single]] as const;
  });
  return Object.fromEntries(entries);
}

function readAnnotations(event: JsonObject): AuditedRequest['annotations'] {
  const annotations = objectAt(event, 'annotations') ?? {};
  return Object.fromEntries(
    Object.entries(annotations).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])),
  );
}

/** A JSON patch is a list of operations; any other body is one object. */
function readBody(body: Json | undefined): JsonObject | readonly JsonObject[] | undefined {
  if (isObject(body)) return body;
  return Array.isArray(body) ? body.filter(isObject) : undefined;
}

/** An over-size event loses both bodies and gets this annotation (apiserver/plugin/pkg/audit/truncate); carriers' own words are turned into it. */
function wasTruncated(event: JsonObject): boolean {
  return stringAt(objectAt(event, 'annotations'), 'audit.k8s.io/truncated') === 'true';
}
