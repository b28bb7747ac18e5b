import type { NodeActivity } from '../model/node-activity.ts';

/** What makes it this one, whichever input brought it: all that was seen, and when. */
export function seenSubject({ origin: _, ...seen }: NodeActivity): readonly string[] {
  return [seen.type, seen.cluster, JSON.stringify(seen)];
}
