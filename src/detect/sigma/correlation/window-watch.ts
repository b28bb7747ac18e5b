import type { Correlation } from './correlation.ts';
import type { Measure } from './measures.ts';
import { createMeasure } from './measures.ts';
import { holds } from './threshold.ts';
import type { Entry, Watch } from './watch.ts';
import { maxEvidence, slotsOf } from './watch.ts';

/** event_count and the value_* types: measures all events of the timespan. */
export function createWindowWatch(correlation: Correlation): Watch {
  const measure: Measure = createMeasure(correlation);
  const window = createQueue<Entry>();
  const dropOldest = () => {
    const oldest = window.shift();
    if (oldest !== undefined) measure.remove(oldest.values);
  };
  return {
    add(entries) {
      for (const entry of entries) {
        window.push(entry);
        measure.add(entry.values);
      }
    },
    forget(before) {
      for (let oldest = window.first(); oldest !== undefined && oldest.time < before; oldest = window.first())
        dropOldest();
    },
    forgetOldest: dropOldest,
    size: window.size,
    judge() {
      const measured = measure.result();
      if (measured === undefined || !holds(correlation.threshold, measured)) return undefined;
      return () => {
        const entries = window.last(maxEvidence);
        return {
          measured,
          events: window.size(),
          entries,
          slots: slotsOf(entries),
          sample: measure.sample(),
        };
      };
    },
  };
}

/** First in, first out, without moving the rest at each step. */
export function createQueue<T>() {
  let items: T[] = [];
  let head = 0;
  return {
    push: (item: T): void => {
      items.push(item);
    },
    first: (): T | undefined => items[head],
    shift: (): T | undefined => {
      const item = items[head];
      if (item === undefined) return undefined;
      head += 1;
      if (head > 64 && head * 2 > items.length) {
        items = items.slice(head);
        head = 0;
      }
      return item;
    },
    size: (): number => items.length - head,
    last: (count: number): readonly T[] => items.slice(Math.max(head, items.length - count)),
  };
}
