import type { Lineage } from '../lineage/lineage.ts';
import { factsInterest } from '../lineage/lineage.ts';
import type { Activity } from '../model/activity.ts';
import type { Detector } from '../model/seams.ts';

/**
 * Stands before the other detectors, so that what the log says of objects is known when they, and findings, ask. It suspects nothing itself.
 * Writes of status are left out: at Metadata they would tell names of pods, which their bindings tell as well.
 */
export const lineageWatch = (lineage: Lineage): Detector => ({
  name: 'lineage',
  interest: factsInterest,
  inspect(activity, _, remembered = () => activity) {
    lineage.take(concerns(lineage, activity) ? remembered() : activity);
    return [];
  },
  remembers: activity => concerns(lineage, activity),
  blind: lineage.blind,
});

function concerns({ interest }: Lineage, activity: Activity): boolean {
  if (activity.type !== 'audit')
    return activity.type === 'manifest' || (activity.type === 'container' && activity.act !== 'ended');
  const { object, verb } = activity.request;
  return object !== undefined && object.subresource !== 'status' && interest.pair(verb, object.resource);
}
