import type { AuditActivity } from '../model/activity.ts';
import { stringAt } from '../model/json.ts';

export interface Unanswered {
  note(activity: AuditActivity): void;
  /** Requests that were logged when they arrived, and whose answer never came. */
  count(): number;
}

/** So many requests may wait for their answer; a busy API server has a few hundred at a time. Beyond it the oldest are given up. */
const limit = 20_000;

/**
 * Follows requests from stage RequestReceived to their answer. Where the log ends, an API server died, or a request still runs, there
 * is none, and rules that need one were silent.
 */
export function createUnanswered(): Unanswered {
  const waiting = new Set<string>();
  let givenUp = 0;
  return {
    note: ({ event }) => {
      const stage = stringAt(event, 'stage');
      // An audit id alone can be chosen by the client.
      const key = `${stringAt(event, 'auditID') ?? ''} ${stringAt(event, 'requestReceivedTimestamp') ?? ''}`;
      if (stage !== 'RequestReceived') {
        if (waiting.size > 0) waiting.delete(key);
        return;
      }
      waiting.add(key);
      if (waiting.size <= limit) return;
      const [oldest = ''] = waiting;
      waiting.delete(oldest);
      givenUp += 1;
    },
    count: () => waiting.size + givenUp,
  };
}
