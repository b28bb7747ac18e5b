import type { MemoryChange } from './store.ts';

/** Collects what changed of a part's entries; of several changes of one entry the last. */
export interface ChangeLog {
  /** undefined: forgotten. The value is written down when the changes are taken. */
  note(key: string, value: unknown): void;
  take(): readonly MemoryChange[];
}

export function createChangeLog(): ChangeLog {
  const changed = new Map<string, unknown>();
  return {
    note: (key, value) => {
      changed.delete(key);
      changed.set(key, value);
    },
    take: () => {
      const changes = [...changed].map(([key, value]) => ({
        key,
        value: value === undefined ? null : JSON.stringify(value),
      }));
      changed.clear();
      return changes;
    },
  };
}

/** For a run that ends with its input: nothing is kept. */
export const noChangeLog: ChangeLog = { note: () => undefined, take: () => [] };
