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
      for (const oldest of entries.keys()) {
        entries.delete(oldest);
        log.note(oldest, undefined);
        break;
      }
    },
    delete: key => {
      if (entries.delete(key)) log.note(key, undefined);
    },
  };
}
