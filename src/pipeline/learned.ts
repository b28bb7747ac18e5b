import type { Activity } from '../model/activity.ts';
import { isWithin } from './time-range.ts';

/** The time before which all is learned and nothing reported. */
export interface Learned {
  isBefore(activity: Activity | undefined): boolean;
  /** One more signal of that time. */
  count(): void;
  sentences(): readonly string[];
}

export function createLearned(until: number | undefined): Learned {
  let count = 0;
  return {
    isBefore: activity =>
      until !== undefined &&
      activity !== undefined &&
      activity.type !== 'manifest' &&
      !isWithin({ since: until }, activity),
    count: () => {
      count += 1;
    },
    sentences: () => {
      if (until === undefined) return [];
      const time = new Date(until).toISOString();
      return [
        `all before ${time} was learned as it is: ${count} ${count === 1 ? 'finding' : 'findings'} of that time not reported (--learn-until)`,
      ];
    },
  };
}
