import type { Activity } from '../model/activity.ts';
import type { Ask, Slice } from './decide.ts';
import { resourceText } from './decide.ts';
import type { Level } from './level.ts';
import { levels } from './level.ts';
import type { LoggedOf } from './verdict.ts';

/** At which levels kinds of requests really arrive. */
export interface Observed {
  note(activity: Activity): void;
  count(ask: Ask, level: Level, times: number): void;
  readonly loggedOf: LoggedOf;
  events(): number;
}

export function createObserved(): Observed {
  const seen = new Map<string, Map<Level, number>>();
  let events = 0;
  const count = (ask: Ask, level: Level, times: number): void => {
    events += times;
    for (const key of [keyOf(ask), any]) {
      const known = seen.get(key) ?? new Map<Level, number>();
      seen.set(key, known.set(level, (known.get(level) ?? 0) + times));
    }
  };
  return {
    count,
    note: activity => {
      if (activity.type !== 'audit') return;
      const { level, object, verb, stage } = activity.request;
      const known = levels.find(name => name === level);
      if (known === undefined || stage === 'RequestReceived') return;
      const { group = '', resource = '', subresource = '' } = object ?? {};
      count({ verb, group, resource, subresource }, known, 1);
    },
    loggedOf: ask => [...(seen.get(ask.resource === 'strangethings' ? any : keyOf(ask)) ?? [])].map(sliceOf),
    events: () => events,
  };
}

const any = 'any';

const keyOf = (ask: Ask): string => `${ask.verb} ${resourceText(ask)}`;

const sliceOf = ([level, times]: readonly [Level, number]): Slice => ({
  level,
  line: 0,
  who: times === 1 ? '1 event' : `${times} events`,
  withoutAnswer: false,
});
