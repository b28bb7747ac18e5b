import type { ChangeLog } from '../model/change-log.ts';
import { noChangeLog } from '../model/change-log.ts';

/** A map that forgets what was not used for longest once it is full. The log hears of every change. */
export interface BoundedMap<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  delete(key: string): void;
}

export function createBoundedMap<Value>(limit: number, log: ChangeLog = noChangeLog): BoundedMap<Value> {
  const entries = new Map<string, Value>();
  // It stays where it is: one that begins anew would search past the places of all that were deleted before.
  let inOrder = entries.keys();
  const oldestKey = (): string | undefined => {
    const next = inOrder.next();
    if (next.done !== true) return next.value;
    inOrder = entries.keys();
    return inOrder.next().value;
  };
  return {
    get(key) {
      const value = entries.get(key);
      if (value === undefined) return undefined;
      entries.delete(key);
      entries.set(key, value);
      return value;
    },
    set(key, value) {
      entries.delete(key);
      entries.set(key, value);
      log.note(key, value);
      if (entries.size <= limit) return;
      const oldest = oldestKey();
      if (oldest === undefined) return;
      entries.delete(oldest);
      log.note(oldest, undefined);
    },
    delete: key => {
      if (entries.delete(key)) log.note(key, undefined);
    },
  };
}
