import type { Activity } from '../model/activity.ts';
import { activityTime } from '../model/activity-time.ts';
import type { Signal } from '../model/signal.ts';
import type { Draft } from './draft.ts';
import type { Seen } from './seen.ts';
import type { WatchParts } from './watch.ts';

type InspectionParts = Pick<
  WatchParts,
  'detectors' | 'collector' | 'deliveryOf' | 'sealedActivity' | 'journalEntry' | 'store'
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
  const report = (signals: readonly Signal[], activity?: Activity): readonly Signal[] =>
    signals.filter(signal => {
      const finding = collector.take(signal, activity);
      if (finding !== undefined) draft.finding(finding);
      return finding !== undefined;
    });
  const mark = (identity: string): void => {
    seen.add(identity);
    draft.seen(identity);
  };
  const inspect = (activity: Activity): void => {
    const identity = parts.deliveryOf(activity);
    if (identity !== undefined && seen.has(identity)) return void draft.count('duplicates');
    draft.count('inspected');
    draft.time(activity.type === 'audit' ? activity.request.at : (activityTime(activity) ?? ''));
    let sealed: Activity | undefined;
    const remembered = (): Activity => {
      sealed ??= parts.sealedActivity(activity, parts.store.salt);
      return sealed;
    };
    let found: readonly Signal[] = none;
    for (const detector of detectors) {
      const signals = detector.inspect(activity, found, remembered);
      if (signals.length > 0) found = [...found, ...report(signals, activity)];
    }
    if (detectors.some(detector => detector.remembers?.(activity)))
      draft.journal(parts.journalEntry(remembered()));
    if (identity !== undefined) mark(identity);
  };
  return { inspect, report };
}
