import type { Json, JsonObject } from '../../src/model/json.ts';
import type { Random } from '../generate/random.ts';
import type { Caller } from './identity.ts';
import { present } from './workload.ts';

/** A request as it is audited: what differs from one to the next. */
export interface Audited {
  readonly caller: Caller;
  readonly verb: string;
  readonly uri: string;
  readonly object: JsonObject;
  readonly code: number;
  readonly failure?: string;
  /** Without bodies it is logged at Metadata. */
  readonly request?: Json;
  readonly response?: Json;
  readonly annotations?: JsonObject;
  /** In milliseconds. */
  readonly at: number;
}

/** An audit.k8s.io/v1 event, keys in the order of the API server's Go struct. */
export function auditEvent(random: Random, id: string, audited: Audited): JsonObject {
  const { caller, verb, uri, object, code, failure, request, response, annotations, at } = audited;
  const allowed = code !== 403;
  return present({
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: request === undefined && response === undefined ? 'Metadata' : 'RequestResponse',
    auditID: id,
    stage: 'ResponseComplete',
    requestURI: uri,
    verb,
    user: caller.user,
    impersonatedUser: caller.impersonates,
    sourceIPs: [caller.address],
    userAgent: caller.agent,
    objectRef: object,
    responseStatus: failure === undefined ? { metadata: {}, code } : failed(failure, code),
    requestObject: request,
    responseObject: response,
    requestReceivedTimestamp: timestamp(random, at),
    stageTimestamp: timestamp(random, at + 4 + random.below(25)),
    annotations: {
      'authorization.k8s.io/decision': allowed ? 'allow' : 'forbid',
      'authorization.k8s.io/reason': '',
      ...annotations,
    },
  });
}

const failed = (message: string, code: number): JsonObject => ({
  metadata: {},
  status: 'Failure',
  message,
  reason: code === 403 ? 'Forbidden' : code === 404 ? 'NotFound' : 'Invalid',
  code,
});

function timestamp(random: Random, milliseconds: number): string {
  const micros = String(random.below(1000)).padStart(3, '0');
  return new Date(Math.floor(milliseconds)).toISOString().replace('Z', `${micros}Z`);
}

/** The same event as a policy at Metadata has it. */
export function withoutBodies(event: JsonObject): JsonObject {
  const { requestObject: _, responseObject: __, ...rest } = event;
  return { ...rest, level: 'Metadata' };
}
