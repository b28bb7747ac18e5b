import type { Json, JsonObject } from '../../src/model/json.ts';
import type { Method, Stored } from './api-server.ts';
import type { Audited } from './audit-event.ts';
import type { Caller } from './identity.ts';
import { jsonPatch, mergePatch, strategicPatch } from './patch.ts';
import { referenceOf, uriOf } from './uris.ts';
import type { Workload } from './workload.ts';
import { apiVersionOf, completeOf, manifestOf, places } from './workload.ts';

/** A write, and the object before and after it. */
export interface Sent {
  readonly caller: Caller;
  readonly wanted: Workload;
  readonly method: Method;
  readonly dryRun: boolean;
  readonly after: Stored;
  readonly before: Stored | undefined;
  readonly revision: number;
}

/** What is audited of a write. */
export function requestFor(sent: Sent): Omit<Audited, 'at'> {
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
