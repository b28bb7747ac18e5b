import type { JsonObject } from '../../src/model/json.ts';
import type { Random } from '../generate/random.ts';
import type { Audited } from './audit-event.ts';
import { auditEvent } from './audit-event.ts';
import type { Caller } from './identity.ts';
import type { Mark, TruthRecord } from './truth-record.ts';
import { recordOf } from './truth-record.ts';
import { referenceOf, uriOf } from './uris.ts';
import type { Kind, Workload } from './workload.ts';
import { places } from './workload.ts';
import { requestFor } from './write-request.ts';

/** How a write is sent; all lead to the same object. */
export type Method = 'create' | 'apply' | 'update' | 'strategic' | 'merge' | 'json' | 'scale' | 'rescale';

export interface Write {
  readonly caller: Caller;
  readonly workload: Workload;
  readonly method: Method;
  /** What the truth says of it; Kubernetes' own writes have none. */
  readonly mark?: Mark;
  /** A server-side apply that only asks what it would change. */
  readonly dryRun?: boolean;
  /** Not kept: pods of controllers come and go by the thousand. */
  readonly transient?: boolean;
}

export interface Removal {
  readonly caller: Caller;
  readonly kind: Kind;
  readonly namespace: string;
  readonly name: string;
  readonly mark?: Mark;
}

/** Any other request; `resource` may be `pods/exec`. */
export interface OtherRequest
  extends Pick<Audited, 'caller' | 'verb' | 'request' | 'response' | 'annotations' | 'failure'> {
  readonly group?: string;
  readonly version?: string;
  readonly resource: string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly query?: string;
  readonly code?: number;
  readonly mark?: Mark;
}

export interface Stored {
  readonly workload: Workload;
  readonly uid: string;
  readonly generation: number;
  readonly created: number;
}

export interface ApiServer {
  write(write: Write): Stored;
  remove(removal: Removal): void;
  other(request: OtherRequest): void;
  find(kind: Kind, namespace: string, name: string): Stored | undefined;
  all(): Iterable<Stored>;
}

export interface ServerOptions {
  readonly random: Random;
  readonly now: () => number;
  readonly emit: (event: JsonObject) => void;
  readonly record: (line: TruthRecord) => void;
  /** What controllers react to. */
  readonly changed: (after: Stored, before: Stored | undefined) => void;
}

/** A model of an API server: it keeps workloads, and says what a real one would log. */
export function createApiServer(options: ServerOptions): ApiServer {
  const { random, now, emit, record } = options;
  const stored = new Map<string, Stored>();
  let revision = 1000;
  const send = (audited: Omit<Audited, 'at'>, mark?: Mark, object?: JsonObject): void => {
    const id = random.uuid();
    emit(auditEvent(random, id, { ...audited, at: now() }));
    if (mark !== undefined)
      record(
        recordOf({
          id,
          at: now(),
          verb: audited.verb,
          caller: audited.caller,
          mark,
          object: object ?? audited.object,
        }),
      );
  };
  return {
    find: (kind, namespace, name) => stored.get(keyOf(kind, namespace, name)),
    all: () => stored.values(),
    write: ({ caller, workload: wanted, method, mark, dryRun = false, transient = false }) => {
      const workload = named(wanted, random);
      const key = keyOf(workload.kind, workload.namespace, workload.name);
      const before = stored.get(key);
      const after: Stored = {
        workload,
        uid: before?.uid ?? random.uuid(),
        generation: (before?.generation ?? 0) + 1,
        created: before?.created ?? now(),
      };
      revision += 1;
      const kindObject = { kind: workload.kind, namespace: workload.namespace, name: workload.name };
      send(requestFor({ caller, wanted, method, dryRun, after, before, revision }), mark, kindObject);
      if (!dryRun && !transient) stored.set(key, after);
      if (!dryRun) options.changed(after, before);
      return after;
    },
    remove: ({ caller, kind, namespace, name, mark }) => {
      const { group, version, resource } = places[kind];
      const status = {
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Success',
        details: { name, group, kind: resource },
      };
      const request = {
        kind: 'DeleteOptions',
        apiVersion: 'meta.k8s.io/__internal',
        propagationPolicy: 'Background',
      };
      send(
        {
          caller,
          verb: 'delete',
          uri: uriOf({ group, version, resource, namespace, name }),
          object: referenceOf({ group, version, resource, namespace, name }),
          code: 200,
          request,
          response: status,
        },
        mark,
        { kind, namespace, name },
      );
      stored.delete(keyOf(kind, namespace, name));
    },
    other: request => {
      const {
        caller,
        verb,
        resource,
        group = '',
        version = 'v1',
        namespace,
        name,
        query,
        code = 200,
      } = request;
      const named = verb === 'create' && !resource.includes('/') ? undefined : name;
      const place = { group, version, resource, namespace, name: named };
      const { mark, kind = resource, request: body, response, annotations, failure } = request;
      send(
        {
          caller,
          verb,
          uri: `${uriOf(place)}${query ?? ''}`,
          object: referenceOf({ ...place, name }),
          code,
          ...(body !== undefined && { request: body }),
          ...(response !== undefined && { response }),
          ...(annotations !== undefined && { annotations }),
          ...(failure !== undefined && { failure }),
        },
        mark,
        { kind, namespace: namespace ?? '', name: name ?? '' },
      );
    },
  };
}

const keyOf = (kind: string, namespace: string, name: string): string => `${kind}/${namespace}/${name}`;

function named(workload: Workload, random: Random): Workload {
  const { generateName } = workload;
  return generateName === undefined || workload.name !== ''
    ? workload
    : { ...workload, name: `${generateName}${random.suffix(5)}` };
}
