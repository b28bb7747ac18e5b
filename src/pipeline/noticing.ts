import type { Batch, LiveSource } from '../model/live.ts';
import type { ArrivalNotice, Notice } from '../model/notice.ts';
import type { Decoded, Detector } from '../model/seams.ts';
import type { Signal } from '../model/signal.ts';
import type { Dealt } from './watch.ts';

/** What happens besides input: time passes, clocks are set, API servers tell what they count. */
export interface Occasions {
  /** Calls `wake` every few seconds, until the function that it returns is called. */
  start(wake: () => void): () => void;
  /** What happened since it was last asked. */
  take(): readonly Notice[];
}

/** The times of a stretch of input, RFC 3339, without decoding it: of its first and of its last record; `""` where none is found. */
export type TimesIn = (bytes: Buffer) => readonly [first: string, last: string];

export interface NoticingParts {
  readonly detectors: readonly Detector[];
  readonly report: (signals: readonly Signal[]) => unknown;
  readonly timesIn: TimesIn;
  readonly now: () => number;
}

export interface Noticing {
  tell(notice: Notice): void;
  decoded(decoded: Decoded): void;
  /** All of the batch was decoded. */
  arrived(dealt: Dealt): void;
}

/** Tells detectors of the input as such. */
export function createNoticing({ detectors, report, timesIn, now }: NoticingParts): Noticing {
  const noticing = detectors.filter(detector => detector.notice !== undefined);
  let events = 0;
  let refused = 0;
  const tell = (notice: Notice): void => {
    for (const detector of noticing) report(detector.notice?.(notice) ?? []);
  };
  return {
    tell,
    decoded: decoded => {
      events += decoded.skipped + decoded.activities.length;
      refused += decoded.refusals.length;
    },
    arrived: ({ source, batch, newest }) => {
      const counted = { events, refused };
      events = 0;
      refused = 0;
      if (noticing.length === 0 || source.mayBeQuiet === true) return;
      const times = timesOf(batch, timesIn);
      const latest = Math.max(newest, times.newest);
      tell({ type: 'arrival', ...streamOf(source, batch), at: now(), ...counted, ...times, newest: latest });
    },
  };
}

const streamOf = (source: LiveSource, { cluster }: Batch) => ({ source: source.name, cluster });

function timesOf({ pieces }: Batch, timesIn: TimesIn): Pick<ArrivalNotice, 'oldest' | 'newest'> {
  const chunks = pieces.filter(piece => 'bytes' in piece);
  const [first, last] = [chunks[0], chunks.at(-1)];
  if (first === undefined || last === undefined) return { oldest: 0, newest: 0 };
  const [oldest, newestOfFirst] = timesIn(first.bytes);
  const newest = last === first ? newestOfFirst : timesIn(last.bytes)[1];
  return { oldest: millisecondsOf(oldest), newest: millisecondsOf(newest) };
}

function millisecondsOf(text: string): number {
  const time = Date.parse(text);
  return Number.isNaN(time) ? 0 : time;
}
