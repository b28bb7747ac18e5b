import type { Activity } from '../model/activity.ts';
import { activityTime } from '../model/activity-time.ts';

/** Milliseconds since 1970; both ends belong to it. An absent end is open. */
export interface TimeRange {
  readonly since?: number;
  readonly until?: number;
}

/**
 * Did it happen within the range? The time that counts is that of the request's arrival, so that all stages of a request are on the
 * same side. A manifest has no time and is always within; an event without a readable time is, too: it must not be lost.
 */
export function isWithin({ since, until }: TimeRange, activity: Activity): boolean {
  if (since === undefined && until === undefined) return true;
  const time = Date.parse(activityTime(activity) ?? '');
  if (Number.isNaN(time)) return true;
  return time >= (since ?? Number.NEGATIVE_INFINITY) && time <= (until ?? Number.POSITIVE_INFINITY);
}
