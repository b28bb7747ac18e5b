import type { Activity } from './activity.ts';
import { stringAt } from './json.ts';

/**
 * When it happened, as logged: of a request when it arrived, so that all stages of it are on the same side of any moment. undefined: a
 * manifest has no time, and some input does not say.
 */
export function activityTime(activity: Activity): string | undefined {
  if (activity.type === 'manifest') return undefined;
  if (activity.type === 'audit')
    return stringAt(activity.event, 'requestReceivedTimestamp') || activity.request.at || undefined;
  return activity.at === '' ? undefined : activity.at;
}
