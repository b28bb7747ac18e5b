import type { AuditedRequest } from '../model/activity.ts';
import type { JsonObject } from '../model/json.ts';
import { fieldOf, isObject, listAt, stringAt } from '../model/json.ts';
import { partsOfPatch } from './json-patch.ts';
import type { WorkloadKind } from './kinds/workload-kind.ts';

/** The object after the change, as far as the log shows it. */
export interface ChangeBody {
  readonly object: JsonObject;
  /** It is the whole object, not what a patch says of it. */
  readonly complete: boolean;
  /** List items whose index is not known. */
  readonly appended: ReadonlySet<unknown>;
  readonly missing: readonly string[];
}

/** What the object must be. */
export type BodyKind = Pick<WorkloadKind, 'template'> & {
  /** `""` if it is not known: then it must only not be what answers and subresources are. */
  readonly kind: string;
};

/** Whatever the object is. */
export const anyKind: BodyKind = { kind: '', template: ['spec'] };

const none: ReadonlySet<unknown> = new Set();

/**
 * The responseObject if it is the object (a Status is not), else the requestObject: whole for create and update, partial
 * for patches. A server-side apply that made the object (201) holds all of it.
 */
export function bodyOfChange(request: AuditedRequest, kind: BodyKind): ChangeBody | undefined {
  const { responseObject } = request;
  if (responseObject !== undefined && isOfKind(responseObject, kind)) {
    return { object: responseObject, complete: true, appended: none, missing: [] };
  }
  // Each body is parsed when it is first read, so the request's only where the answer will not do.
  const { requestObject } = request;
  if (requestObject === undefined) return undefined;
  if (!isObject(requestObject)) return partial(partsOfPatch(requestObject));
  if (request.verb === 'patch') return patched(request, requestObject, kind);
  const object = ofEphemeralContainers(requestObject);
  if (!isOfKind(object, kind)) return undefined;
  return { object, complete: object === requestObject, appended: none, missing: ['responseObject'] };
}

function patched(request: AuditedRequest, body: JsonObject, kind: BodyKind): ChangeBody | undefined {
  const stated = stringAt(body, 'kind');
  if (stated !== undefined && !fits(stated, kind)) return undefined;
  const made = request.code === 201 && stated !== undefined;
  if (!made) return partial({ object: body, appended: none });
  return { object: body, complete: true, appended: none, missing: ['responseObject'] };
}

function partial({ object, appended }: Pick<ChangeBody, 'object' | 'appended'>): ChangeBody {
  return { object, complete: false, appended, missing: ['responseObject'] };
}

/** Bodies from some tools lack a kind; then a spec has to do. */
function isOfKind(object: JsonObject, kind: BodyKind): boolean {
  const stated = stringAt(object, 'kind');
  if (stated !== undefined && stated !== '') return fits(stated, kind);
  return fieldOf(object, kind.template[0] ?? 'spec') !== undefined;
}

function fits(stated: string, { kind }: BodyKind): boolean {
  return kind === '' ? !others.has(stated) : stated === kind;
}

const others = new Set(['Status', 'Scale', 'DeleteOptions', 'Table', 'PartialObjectMetadata']);

/** Until Kubernetes 1.22 the subresource took an object of the kind EphemeralContainers. */
function ofEphemeralContainers(object: JsonObject): JsonObject {
  if (stringAt(object, 'kind') !== 'EphemeralContainers') return object;
  return { kind: 'Pod', spec: { ephemeralContainers: listAt(object, 'ephemeralContainers') } };
}
