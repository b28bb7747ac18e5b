import type { AuditedRequest } from '../../../model/activity.ts';
import { numberAt, objectAt, stringAt } from '../../../model/json.ts';
import type { Target } from '../reading/target.ts';
import type { Kept } from './kept.ts';

/** What the answer tells of the object's version; `""` and 0 where it does not. */
export interface Seen {
  readonly uid: string;
  /** Versions of one object are compared as the numbers that etcd makes of them. */
  readonly version: number;
  readonly generation: number;
}

/** `next` follows what is kept; `late` came before it; `gone` is about what is being deleted; `anew` is another object of the name. */
export type Order = 'next' | 'late' | 'gone' | 'anew';

export function seenOf({ responseObject, object }: AuditedRequest, { kind }: Target): Seen {
  const metadata =
    stringAt(responseObject, 'kind') === kind.kind ? objectAt(responseObject, 'metadata') : undefined;
  return {
    uid: stringAt(metadata, 'uid') ?? object?.uid ?? '',
    version: Number(stringAt(metadata, 'resourceVersion') ?? 0) || 0,
    generation: numberAt(metadata, 'generation') ?? 0,
  };
}

export function orderOf(kept: Kept | undefined, request: AuditedRequest, seen: Seen): Order {
  if (kept === undefined) return 'next';
  const earlier = isEarlier(kept, request, seen);
  if (seen.uid !== '' && kept.uid !== '' && seen.uid !== kept.uid) return earlier ? 'late' : 'anew';
  if (earlier) return 'late';
  if (request.outcome !== 'allowed') return 'next';
  if (request.verb === 'create' && request.object?.subresource === '') return 'anew';
  if (kept.text !== undefined) return 'next';
  // A patch that creates is a server-side apply; anything else is about what waits for its finalizers.
  return request.code === 201 ? 'anew' : 'gone';
}

function isEarlier(kept: Kept, request: AuditedRequest, { uid, version }: Seen): boolean {
  if (version > 0 && kept.version > 0 && uid === kept.uid) return version < kept.version;
  const at = timeOf(request);
  return at > 0 && kept.at > 0 && at < kept.at;
}

/** Milliseconds since 1970, 0 where there is no time. */
export function timeOf({ at }: AuditedRequest): number {
  const time = Date.parse(at);
  return Number.isNaN(time) ? 0 : time;
}
