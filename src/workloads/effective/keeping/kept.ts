import type { AuditedRequest } from '../../../model/activity.ts';
import type { JsonObject } from '../../../model/json.ts';
import { isObject, numberAt, objectAt, stringAt } from '../../../model/json.ts';
import { withoutFields } from '../edit.ts';
import type { Effective } from '../effective.ts';
import { everything } from '../effective.ts';
import { timeOf } from './order.ts';

/** An object in little space. */
export interface Kept {
  /** As JSON; undefined: it was deleted. */
  readonly text: string | undefined;
  readonly unknown: readonly string[];
  readonly uid: string;
  readonly version: number;
  /** The last that was seen, 0 if none was. */
  readonly generation: number;
  /** Requests since then, each of which may have counted it up. */
  readonly writes: number;
  readonly at: number;
  /** The last request told all of the object, whatever was before. */
  readonly whole: boolean;
  /** The last few requests, so that one that is logged twice is not done twice. */
  readonly recent: readonly string[];
}

const remembered = 4;

export function stateOf({ text, unknown }: Kept): Effective | undefined {
  if (text === undefined) return undefined;
  const object: unknown = JSON.parse(text);
  return isObject(object) ? { object, unknown } : undefined;
}

interface Step {
  readonly after: Effective | undefined;
  readonly request: AuditedRequest;
  readonly kept: Kept | undefined;
}

export function keptAfter({ after, request, kept }: Step): Kept {
  const last = kept ?? nothing;
  const metadata = objectAt(after?.object, 'metadata');
  const isNew = request.verb === 'create' || request.code === 201;
  return {
    text: after === undefined ? undefined : JSON.stringify(compact(after.object, isAnswered(request))),
    unknown: after?.unknown ?? [],
    uid: stringAt(metadata, 'uid') ?? (isNew ? '' : last.uid),
    ...versionAfter(last, request, metadata),
    at: Math.max(timeOf(request), last.at),
    whole: isAnswered(request) || (request.verb !== 'patch' && request.object?.subresource === ''),
    recent: [...last.recent, idOf(request)].slice(-remembered),
  };
}

const nothing: Kept = {
  text: undefined,
  unknown: [],
  uid: '',
  version: 0,
  generation: 0,
  writes: 0,
  at: 0,
  whole: false,
  recent: [],
};

type Version = Pick<Kept, 'version' | 'generation' | 'writes'>;

/** What is reconstructed has no version of its own: it is after that of the last answer. */
function versionAfter(last: Kept, request: AuditedRequest, metadata: JsonObject | undefined): Version {
  const generation = isAnswered(request) ? (numberAt(metadata, 'generation') ?? 0) : 0;
  const version = isAnswered(request)
    ? Number(stringAt(metadata, 'resourceVersion') ?? 0) || 0
    : last.version;
  if (generation > 0) return { version, generation, writes: 0 };
  return { version, generation: last.generation, writes: last.writes + 1 };
}

const idOf = ({ auditId, at }: AuditedRequest): string => `${auditId} ${at}`;

export const isRepeated = ({ recent }: Kept, request: AuditedRequest): boolean =>
  recent.includes(idOf(request));

/** A request that was before the last one: what it changed is not in what is kept, unless the last told all. */
export function afterLate(kept: Kept, request: AuditedRequest): Kept {
  if (request.outcome !== 'allowed' || kept.whole || kept.text === undefined || isAnswered(request))
    return kept;
  return { ...kept, unknown: [everything] };
}

/** The answer is logged, and the object itself. */
function isAnswered({ responseObject, object }: AuditedRequest): boolean {
  return (
    object?.subresource !== 'scale' &&
    objectAt(responseObject, 'metadata') !== undefined &&
    stringAt(responseObject, 'kind') !== 'Status'
  );
}

const applied = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * Managed fields are needed only to follow server-side apply where answers are not logged; what was applied last is the object once more.
 */
function compact(object: JsonObject, answered: boolean): JsonObject {
  const metadata = objectAt(object, 'metadata');
  if (metadata === undefined) return object;
  const rest = answered ? withoutFields(metadata, new Set(['managedFields'])) : metadata;
  const annotations = objectAt(rest, 'annotations');
  if (annotations === undefined || !Object.hasOwn(annotations, applied)) return { ...object, metadata: rest };
  return {
    ...object,
    metadata: { ...rest, annotations: withoutFields(annotations, new Set([applied])) },
  };
}
