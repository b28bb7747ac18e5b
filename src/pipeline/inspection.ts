import type { Activity } from '../model/activity.ts';
import { activityTime } from '../model/activity-time.ts';
import { observationOf } from '../model/observation.ts';
import type { Signal } from '../model/signal.ts';
import type { Draft } from './draft.ts';
import type { Seen } from './seen.ts';
import type { WatchParts } from './watch.ts';

type InspectionParts = Pick<
  WatchParts,
  | 'detectors'
  | 'collector'
  | 'corroborated'
  | 'spoken'
  | 'deliveryOf'
  | 'sealedActivity'
  | 'journalEntry'
  | 'store'
> & { readonly seen: Seen; readonly draft: Draft };

export interface Inspection {
  /** Shows an activity to every detector, once however often it is delivered, and notes what comes of it. */
  inspect(activity: Activity): void;
  report(signals: readonly Signal[], activity?: Activity): readonly Signal[];
}

const none: readonly Signal[] = [];

export function createInspection(parts: InspectionParts): Inspection {
  const { detectors, collector, seen, draft } = parts;
  /** Those that were news. */
  const report = (signals: readonly Signal[], activity?: Activity): readonly Signal[] => {
    const spoken = activity && parts.spoken?.(activity);
    return signals.filter(signal => {
      if (spoken?.has(signal.detector.id) === true) return false;
      spoken?.add(signal.detector.id);
      const finding = collector.take(signal, activity);
      if (finding !== undefined) draft.finding(finding);
      return finding !== undefined;
    });
  };
  const mark = (identity: string): void => {
    seen.add(identity);
    draft.seen(identity);
  };
  const inspect = (delivered: Activity): void => {
    const identity = parts.deliveryOf(delivered);
    if (identity !== undefined && seen.has(identity)) return void draft.count('duplicates');
    draft.time(delivered.type === 'audit' ? delivered.request.at : (activityTime(delivered) ?? ''));
    if (identity !== undefined) mark(identity);
    const activity = parts.corroborated === undefined ? delivered : parts.corroborated(delivered);
    if (activity === undefined) return void draft.count('explained');
    draft.count('inspected');
    show(activity);
  };
  const show = (activity: Activity): void => {
    const isKnown = observationOf(activity) === 'known';
    let sealed: Activity | undefined;
    const remembered = (): Activity => {
      sealed ??= parts.sealedActivity(activity, parts.store.salt);
      return sealed;
    };
    let found: readonly Signal[] = none;
    for (const detector of detectors) {
      const signals = detector.inspect(activity, found, remembered);
      // What was there before is known, and no news.
      if (signals.length > 0 && !isKnown) found = [...found, ...report(signals, activity)];
    }
    if (detectors.some(detector => detector.remembers?.(activity)))
      draft.journal(parts.journalEntry(remembered()));
  };
  return { inspect, report };
}
