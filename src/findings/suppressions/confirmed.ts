import type { Activity } from '../../model/activity.ts';
import type { Signal } from '../../model/signal.ts';
import { findingOf } from '../finding-of.ts';
import { createSuppressor, isExact } from './suppress.ts';
import type { Suppression } from './suppression.ts';

/**
 * Did a person say of exactly this that it is right? Only then is a change that was alerted on learned as usual. A suppression that leaves
 * open who, which object, which image or which command hides more than anybody looked at, so it confirms nothing.
 */
export function confirmedBy(
  suppressions: readonly Suppression[],
  now: () => string,
): (signal: Signal, activity: Activity) => boolean {
  const exact = createSuppressor(
    suppressions.filter(({ scope }) => isExact(scope)),
    now,
  );
  return (signal, activity) =>
    exact.hides({ finding: findingOf(signal, activity, ''), activity }) !== undefined;
}
