import type {
  AuditedRequest,
  AuditLevel,
  AuditStage,
  Identity,
  ObjectReference,
  Outcome,
} from '../../model/activity.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { fieldOf, isObject, objectAt, stringAt, stringsAt } from '../../model/json.ts';
import { responseHead } from './lazy-bodies.ts';
import { readObjectReference } from './object-reference.ts';
import { isDryRun, readOutcome, statusCode } from './outcome.ts';
import { queryValues } from './request-uri.ts';

const levels: readonly AuditLevel[] = ['None', 'Metadata', 'Request', 'RequestResponse'];
const stages: readonly AuditStage[] = ['RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic'];

/**
 * An audit event of any version in exact types. Wrong types count as absent; nothing throws. Each property that takes more than a look
 * is worked out when it is first read: most rules look at few, and what may need a body is the dearest of all.
 */
export function readRequest(event: JsonObject): AuditedRequest {
  const request: RequestOfEvent = Object.create(worked);
  request.event = event;
  request.kept = { ...nothingKept };
  request.auditId = stringAt(event, 'auditID') ?? '';
  request.verb = stringAt(event, 'verb') ?? '';
  request.uri = stringAt(event, 'requestURI') ?? '';
  request.userAgent = stringAt(event, 'userAgent') ?? '';
  request.code = statusCode(event);
  request.receivedAt = readReceivedAt(event);
  request.at = stringAt(event, 'stageTimestamp') || request.receivedAt;
  return request;
}

type Plain = Pick<AuditedRequest, 'auditId' | 'verb' | 'uri' | 'userAgent' | 'code' | 'receivedAt' | 'at'>;

interface OfEvent {
  event: JsonObject;
  kept: Kept;
}

type RequestOfEvent = OfEvent & { -readonly [key in keyof Plain]: Plain[key] } & Omit<
    AuditedRequest,
    keyof Plain
  >;

/** What was worked out. Values that may be undefined are wrapped. */
interface Kept {
  user: Identity | undefined;
  impersonated: Known<Identity | undefined> | undefined;
  sourceIPs: readonly string[] | undefined;
  object: Known<ObjectReference | undefined> | undefined;
  outcome: Outcome | undefined;
  dryRun: boolean | undefined;
  fieldManager: string | undefined;
  annotations: AuditedRequest['annotations'] | undefined;
  requestObject: Known<AuditedRequest['requestObject']> | undefined;
  responseHead: Known<JsonObject | undefined> | undefined;
}

const nothingKept: Readonly<Kept> = {
  user: undefined,
  impersonated: undefined,
  sourceIPs: undefined,
  object: undefined,
  outcome: undefined,
  dryRun: undefined,
  fieldManager: undefined,
  annotations: undefined,
  requestObject: undefined,
  responseHead: undefined,
};

/**
 * The prototype of all requests. Own getters would have to be defined anew for each, which takes longer than to work out most of
 * them; so a copy has to be made with `copiedRequest`.
 */
const worked: Omit<AuditedRequest, keyof Plain> & ThisType<RequestOfEvent> = {
  get level(): AuditLevel {
    return levels.find(level => level === stringAt(this.event, 'level')) ?? 'unknown';
  },
  get stage(): AuditStage {
    return stages.find(stage => stage === stringAt(this.event, 'stage')) ?? 'unknown';
  },
  get user(): Identity {
    this.kept.user ??= readIdentity(objectAt(this.event, 'user'));
    return this.kept.user;
  },
  get impersonated(): Identity | undefined {
    this.kept.impersonated ??= { value: readImpersonated(this.event) };
    return this.kept.impersonated.value;
  },
  get sourceIPs(): readonly string[] {
    this.kept.sourceIPs ??= stringsAt(this.event, 'sourceIPs');
    return this.kept.sourceIPs;
  },
  get object(): ObjectReference | undefined {
    this.kept.object ??= { value: readObjectReference(this.event) };
    return this.kept.object.value;
  },
  get message(): string {
    return stringAt(objectAt(this.event, 'responseStatus'), 'message') ?? '';
  },
  get outcome(): Outcome {
    this.kept.outcome ??= readOutcome(this.event);
    return this.kept.outcome;
  },
  get dryRun(): boolean {
    this.kept.dryRun ??= isDryRun(this.event);
    return this.kept.dryRun;
  },
  get fieldManager(): string {
    this.kept.fieldManager ??= queryValues(this.uri, 'fieldManager')[0] ?? '';
    return this.kept.fieldManager;
  },
  get annotations(): AuditedRequest['annotations'] {
    this.kept.annotations ??= readAnnotations(this.event);
    return this.kept.annotations;
  },
  get requestObject(): AuditedRequest['requestObject'] {
    this.kept.requestObject ??= { value: readBody(fieldOf(this.event, 'requestObject')) };
    return this.kept.requestObject.value;
  },
  get responseObject(): JsonObject | undefined {
    return objectAt(this.event, 'responseObject');
  },
  get responseHead(): JsonObject | undefined {
    this.kept.responseHead ??= { value: responseHead(this.event) };
    return this.kept.responseHead.value;
  },
  get truncated(): boolean {
    return wasTruncated(this.event);
  },
};

/** A value that may be undefined, and is known. */
interface Known<T> {
  readonly value: T;
}

function readImpersonated(event: JsonObject): Identity | undefined {
  const impersonated = objectAt(event, 'impersonatedUser');
  return impersonated && readIdentity(impersonated);
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
