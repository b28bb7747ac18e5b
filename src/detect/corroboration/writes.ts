import type { ChangeLog } from '../../model/change-log.ts';
import type { JsonObject } from '../../model/json.ts';
import { isObject, listAt, numberAt, objectAt, stringAt } from '../../model/json.ts';
import type { MemoryChange } from '../../model/store.ts';

/** A request that wrote an object, as far as it explains what is seen of it. */
export interface Write {
  /** Milliseconds since 1970: arrival and answer. */
  readonly from: number;
  readonly at: number;
  readonly made: boolean;
  /** resourceVersion after it; 0: not logged. */
  readonly version: number;
  readonly uid: string;
  /** Was the object logged? */
  readonly bodied: boolean;
  /** Who, with what, from where, under the names of an audit event. */
  readonly by: JsonObject;
}

/** The latest requests about each object, by its name; under the name of its place those that the server named. */
export interface Writes {
  of(key: string): readonly Write[];
  note(key: string, write: Write): void;
  /** An observation was explained by this write: it explains no other. */
  used(key: string, write: Write): void;
  restore(entries: Iterable<MemoryChange>): void;
}

const limits = { names: 20_000, each: 16, nameless: 256 } as const;

export function createWrites(log: ChangeLog): Writes {
  const writes = new Map<string, readonly Write[]>();
  const set = (key: string, kept: readonly Write[]): void => {
    writes.delete(key);
    writes.set(key, kept);
    log.note(key, kept);
    if (writes.size <= limits.names) return;
    const [oldest = ''] = writes.keys();
    writes.delete(oldest);
    log.note(oldest, undefined);
  };
  return {
    of: key => writes.get(key) ?? [],
    note(key, write) {
      const before = writes.get(key) ?? [];
      // What changed nothing has the version of before, and explains nothing.
      if (write.version > 0 && before.some(({ version }) => version === write.version)) return;
      set(key, [...before, write].slice(key.endsWith(' ') ? -limits.nameless : -limits.each));
    },
    used(key, write) {
      const left = (writes.get(key) ?? []).filter(one => one !== write);
      // That the log tells of an object at all must be known of the next change, too.
      set(key, left);
    },
    restore(entries) {
      for (const { key, value } of entries) if (value !== null) writes.set(key, read(JSON.parse(value)));
    },
  };
}

function read(value: unknown): readonly Write[] {
  return listAt({ value: Array.isArray(value) ? value : [] }, 'value')
    .filter(isObject)
    .map(one => ({
      from: numberAt(one, 'from') ?? 0,
      at: numberAt(one, 'at') ?? 0,
      made: one['made'] === true,
      version: numberAt(one, 'version') ?? 0,
      uid: stringAt(one, 'uid') ?? '',
      bodied: one['bodied'] === true,
      by: objectAt(one, 'by') ?? {},
    }));
}
