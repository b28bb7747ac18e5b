import type { NodeActivity } from '../../model/node-activity.ts';

/** What of an activity depends on its type: the rest is said once for all of a format. */
export type What<Activity extends NodeActivity = NodeActivity> = Activity extends NodeActivity
  ? Omit<Activity, 'cluster' | 'origin' | 'format' | 'at' | 'node' | 'pod' | 'container' | 'alert'>
  : never;
