import type { Activity } from '../model/activity.ts';
import type { ChangeLog } from '../model/change-log.ts';
import { noChangeLog } from '../model/change-log.ts';
import { digest } from './identity.ts';
import { createRecentMap } from './recent-map.ts';

/**
 * Remembers at least the last `limit` identities, to tell a request seen at another stage or delivered twice from a new one.
 * Returns the identity to use, or undefined for a duplicate. What lies further back than twice `limit` findings is reported again.
 *
 * Two events of one stage at different times are two requests, even if everything else agrees: somebody sent the
 * same Audit-ID twice, and the second must not hide behind the first.
 */
export function createRequestMemory(limit: number, log: ChangeLog = noChangeLog) {
  const seen = createRecentMap<number>(limit, log);
  const firstTime = (identity: string, activity: Activity | undefined): string | undefined => {
    const occurrence = occurrenceOf(activity);
    const known = seen.get(identity);
    if (known === undefined) {
      seen.set(identity, occurrence);
      return identity;
    }
    if (known === occurrence || known % stages.length !== occurrence % stages.length) return undefined;
    const other = digest([identity, String(occurrence)]);
    if (seen.get(other) !== undefined) return undefined;
    seen.set(other, occurrence);
    return other;
  };
  return { firstTime, restore: (identity: string, occurrence: number) => seen.set(identity, occurrence) };
}

const stages = ['RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic', 'unknown'] as const;

/** Stage, time of the stage and code as one number, small enough to be kept for every finding. */
function occurrenceOf(activity: Activity | undefined): number {
  if (activity?.type !== 'audit') return 0;
  const { stage, at, code } = activity.request;
  return (fnv1a(`${at} ${code ?? ''}`) & 0x3ffffff) * stages.length + stages.indexOf(stage);
}

/** http://www.isthe.com/chongo/tech/comp/fnv/ : enough to tell one time from another. */
function fnv1a(text: string): number {
  let sum = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    sum = Math.imul(sum ^ text.charCodeAt(index), 0x01000193);
  }
  return sum >>> 0;
}
