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
  return new RequestOfEvent(event);
}

/**
 * Getters on a prototype: own ones would have to be defined anew for each event, which takes longer than to work out most of them. So
 * a copy has to be made with `copiedRequest`.
 */
class RequestOfEvent implements AuditedRequest {
  readonly auditId: string;
  readonly verb: string;
  readonly uri: string;
  readonly userAgent: string;
  readonly code: number | undefined;
  readonly receivedAt: string;
  readonly at: string;
  readonly #event: JsonObject;
  #level: AuditLevel | undefined;
  #stage: AuditStage | undefined;
  #user: Identity | undefined;
  #impersonated: Known<Identity | undefined> | undefined;
  #sourceIPs: readonly string[] | undefined;
  #object: Known<ObjectReference | undefined> | undefined;
  #outcome: Outcome | undefined;
  #dryRun: boolean | undefined;
  #fieldManager: string | undefined;
  #annotations: AuditedRequest['annotations'] | undefined;
  #requestObject: Known<AuditedRequest['requestObject']> | undefined;
  #responseObject: Known<JsonObject | undefined> | undefined;
  #responseHead: Known<JsonObject | undefined> | undefined;

  constructor(event: JsonObject) {
    this.#event = event;
    this.auditId = stringAt(event, 'auditID') ?? '';
    this.verb = stringAt(event, 'verb') ?? '';
    this.uri = stringAt(event, 'requestURI') ?? '';
    this.userAgent = stringAt(event, 'userAgent') ?? '';
    this.code = statusCode(event);
    this.receivedAt = readReceivedAt(event);
    this.at = stringAt(event, 'stageTimestamp') || this.receivedAt;
  }

  get level(): AuditLevel {
    this.#level ??= levels.find(level => level === stringAt(this.#event, 'level')) ?? 'unknown';
    return this.#level;
  }

  get stage(): AuditStage {
    this.#stage ??= stages.find(stage => stage === stringAt(this.#event, 'stage')) ?? 'unknown';
    return this.#stage;
  }

  get user(): Identity {
    this.#user ??= readIdentity(objectAt(this.#event, 'user'));
    return this.#user;
  }

  get impersonated(): Identity | undefined {
    this.#impersonated ??= { value: readImpersonated(this.#event) };
    return this.#impersonated.value;
  }

  get sourceIPs(): readonly string[] {
    this.#sourceIPs ??= stringsAt(this.#event, 'sourceIPs');
    return this.#sourceIPs;
  }

  get object(): ObjectReference | undefined {
    this.#object ??= { value: readObjectReference(this.#event) };
    return this.#object.value;
  }

  get message(): string {
    return stringAt(objectAt(this.#event, 'responseStatus'), 'message') ?? '';
  }

  get outcome(): Outcome {
    this.#outcome ??= readOutcome(this.#event);
    return this.#outcome;
  }

  get dryRun(): boolean {
    this.#dryRun ??= isDryRun(this.#event);
    return this.#dryRun;
  }

  get fieldManager(): string {
    this.#fieldManager ??= queryValues(this.uri, 'fieldManager')[0] ?? '';
    return this.#fieldManager;
  }

  get annotations(): AuditedRequest['annotations'] {
    this.#annotations ??= readAnnotations(this.#event);
    return this.#annotations;
  }

  get requestObject(): AuditedRequest['requestObject'] {
    this.#requestObject ??= { value: readBody(fieldOf(this.#event, 'requestObject')) };
    return this.#requestObject.value;
  }

  get responseObject(): JsonObject | undefined {
    this.#responseObject ??= { value: objectAt(this.#event, 'responseObject') };
    return this.#responseObject.value;
  }

  get responseHead(): JsonObject | undefined {
    this.#responseHead ??= { value: responseHead(this.#event) };
    return this.#responseHead.value;
  }

  get truncated(): boolean {
    return wasTruncated(this.#event);
  }
}

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
