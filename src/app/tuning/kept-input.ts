import { activityOfEntry } from '../../formats/journal-entry.ts';
import type { Chunk } from '../../model/seams.ts';
import type { JournalEntry } from '../../model/store.ts';
import type { ScanParts } from '../../pipeline/scan.ts';
import { parts } from '../parts.ts';

export interface KeptInput extends Pick<ScanParts, 'source' | 'openDecoder'> {
  close(): void;
}

/**
 * The requests that a watch keeps, as the input of a scan: those that what runs was made of, without secret values. Throws what the
 * operating system or the database says.
 */
export async function keptInput(state: string): Promise<KeptInput> {
  const open = await parts.storeReaders.sqlite();
  const reader = open(state);
  return {
    source: {
      async *read(stop) {
        for (const entry of reader.journal()) {
          if (stop.aborted) return;
          yield chunkOf(entry, state);
        }
        yield { source: 'state', file: state, bytes: Buffer.alloc(0), last: true };
      },
    },
    openDecoder:
      take =>
      ({ bytes }) => {
        if (bytes.length === 0) return;
        const activity = activityOfEntry(entryOf(bytes));
        if (activity !== undefined) take({ activities: [activity], refusals: [], skipped: 0 });
      },
    close: () => reader.close(),
  };
}

const chunkOf = ({ body }: JournalEntry, file: string): Chunk => ({
  source: 'state',
  file,
  bytes: Buffer.from(body),
  last: false,
});

const entryOf = (bytes: Buffer): JournalEntry => ({
  object: '',
  whole: false,
  gone: false,
  body: bytes.toString('utf8'),
});

/** What a replay of them cannot tell. */
export const keptBlind =
  'a state folder keeps the requests that change what runs, without values of variables: what rules find in others (exec, RBAC, Secrets, reads) is not replayed, nor what was kept longer ago than its journal reaches';
