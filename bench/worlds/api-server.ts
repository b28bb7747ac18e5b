import type { Json, JsonObject } from '../../src/model/json.ts';
import type { Random } from '../generate/random.ts';
import type { Audited } from './audit-event.ts';
import { auditEvent } from './audit-event.ts';
import type { Caller } from './identity.ts';
import { jsonPatch, mergePatch, strategicPatch } from './patch.ts';
import type { Mark, TruthRecord } from './truth-record.ts';
import { recordOf } from './truth-record.ts';
import type { Kind, Workload } from './workload.ts';
import { apiVersionOf, completeOf, manifestOf, places } from './workload.ts';

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

interface Place {
  readonly group: string;
  readonly version: string;
  /** `pods`, `pods/exec` */
  readonly resource: string;
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
}

function uriOf({ group, version, resource, namespace, name }: Place): string {
  const [plural = '', subresource] = resource.split('/');
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const scope = namespace === undefined || namespace === '' ? '' : `/namespaces/${namespace}`;
  const rest = [plural, name, subresource].filter(part => part !== undefined).join('/');
  return `${root}${scope}/${rest}`;
}

function referenceOf({ group, version, resource, namespace, name }: Place): JsonObject {
  const [plural = '', subresource] = resource.split('/');
  return {
    resource: plural,
    ...(namespace !== undefined && namespace !== '' && { namespace }),
    ...(name !== undefined && { name }),
    ...(group !== '' && { apiGroup: group }),
    apiVersion: version,
    ...(subresource !== undefined && { subresource }),
  };
}

interface Sent {
  readonly caller: Caller;
  readonly wanted: Workload;
  readonly method: Method;
  readonly dryRun: boolean;
  readonly after: Stored;
  readonly before: Stored | undefined;
  readonly revision: number;
}

function requestFor(sent: Sent): Omit<Audited, 'at'> {
  const { caller, wanted, method, dryRun, after, before } = sent;
  const { kind, namespace, name } = after.workload;
  const place = { ...places[kind], namespace };
  const isCreate = method === 'create';
  const isScale = method === 'scale' || method === 'rescale';
  const resource = isScale ? `${place.resource}/scale` : place.resource;
  const path = uriOf({ ...place, ...(!isCreate && { name }), resource });
  const object = referenceOf({
    ...place,
    resource,
    ...(!(isCreate && wanted.generateName !== undefined) && { name }),
  });
  return {
    caller,
    verb: isCreate ? 'create' : method === 'update' || method === 'rescale' ? 'update' : 'patch',
    uri: `${path}${queryOf(caller, method, dryRun)}`,
    object,
    code: before === undefined ? 201 : 200,
    request: bodyOf(sent),
    response: isScale ? scaleOf(after) : storedObject(sent),
    ...(kind === 'Pod' && {
      annotations: { 'pod-security.kubernetes.io/enforce-policy': 'privileged:latest' },
    }),
  };
}

function queryOf({ manager }: Caller, method: Method, dryRun: boolean): string {
  const parts = [
    ...(dryRun ? ['dryRun=All'] : []),
    ...(manager === '' ? [] : [`fieldManager=${manager}`]),
    ...(method === 'apply' ? ['force=true'] : []),
  ];
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

function bodyOf({ wanted, method, after, before }: Sent): Json {
  const old = before === undefined ? {} : manifestOf(before.workload);
  switch (method) {
    case 'create':
      return completeOf(wanted);
    case 'apply':
      return manifestOf(after.workload);
    case 'update':
      return completeOf(after.workload);
    case 'strategic':
      return strategicPatch(old, manifestOf(after.workload));
    case 'merge':
      return mergePatch(old, manifestOf(after.workload));
    case 'json':
      return jsonPatch(old, manifestOf(after.workload));
    case 'scale':
      return { spec: { replicas: after.workload.replicas ?? 1 } };
    case 'rescale':
      return scaleOf(after);
  }
}

function scaleOf({ workload: { namespace, name, replicas = 1 } }: Stored): JsonObject {
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace },
    spec: { replicas },
    status: { replicas },
  };
}

function storedObject({ after, revision }: Sent): JsonObject {
  const { workload, uid, generation, created } = after;
  const object = completeOf(workload.kind === 'Job' ? withJobLabels(workload, uid) : workload);
  const { kind, apiVersion, metadata, ...rest } = object;
  const { name: _, generateName, namespace, ...others } = isRecord(metadata) ? metadata : {};
  return {
    kind: kind ?? '',
    apiVersion: apiVersion ?? apiVersionOf(places[workload.kind]),
    metadata: {
      name: workload.name,
      ...(generateName !== undefined && { generateName }),
      namespace: namespace ?? workload.namespace,
      uid,
      resourceVersion: String(revision),
      generation,
      creationTimestamp: `${new Date(Math.floor(created / 1000) * 1000).toISOString().slice(0, 19)}Z`,
      ...others,
    },
    ...rest,
  };
}

/** What the server adds to a Job's template. */
function withJobLabels(workload: Workload, uid: string): Workload {
  return {
    ...workload,
    podLabels: { ...(workload.podLabels ?? workload.labels), ...jobLabels(workload.name, uid) },
  };
}

export const jobLabels = (name: string, uid: string): JsonObject => ({
  'batch.kubernetes.io/controller-uid': uid,
  'batch.kubernetes.io/job-name': name,
  'controller-uid': uid,
  'job-name': name,
});

const isRecord = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
