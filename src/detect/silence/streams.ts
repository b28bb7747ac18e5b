import type { ChangeLog } from '../../model/change-log.ts';
import type { ArrivalNotice, OpenedNotice, StreamName } from '../../model/notice.ts';
import type { Severity } from '../../model/severity.ts';
import type { Signal } from '../../model/signal.ts';
import type { Causes } from './causes.ts';
import { silenceSignal } from './causes.ts';
import type { Stream } from './stream.ts';
import { newStream, readStream, sourceWorkload, streamKey } from './stream.ts';
import { counted, duration, isoTime } from './words.ts';

export interface StreamsOptions {
  /** No source is called quiet before, milliseconds. */
  readonly quietAfter: number;
  readonly causes: Causes;
  readonly log: ChangeLog;
}

export interface Streams {
  opened(notice: OpenedNotice): void;
  arrived(arrival: ArrivalNotice): readonly Signal[];
  tick(at: number): readonly Signal[];
  all(): Iterable<Stream>;
  /** This machine's clock was set by so much. */
  shift(by: number): void;
  restore(key: string, value: unknown): void;
}

const minute = 60_000;
/** Later than this is a backlog, whatever else. */
const timelyWithin = 15 * minute;
const skewFrom = 10_000;
/** So many batches tell how a source usually is. */
const known = 20;
const limit = 500;

export function createStreams(options: StreamsOptions): Streams {
  const { log } = options;
  const streams = new Map<string, Stream>();
  const streamOf = (name: StreamName, at: number): Stream => {
    const key = streamKey(name);
    const stream = streams.get(key) ?? newStream(name, at);
    if (streams.size < limit) streams.set(key, stream);
    return stream;
  };
  return {
    opened: ({ source, cluster, at }) => {
      if (cluster !== undefined) streamOf({ source, cluster }, at);
      // While nobody listened, it cannot have been quiet.
      for (const stream of streams.values()) if (stream.source === source) stream.heard = at;
    },
    arrived: arrival => {
      const stream = streamOf(arrival, arrival.at);
      if (arrival.events === 0) return [];
      const signals = heard(stream, arrival, options);
      log.note(`stream ${streamKey(arrival)}`, stream);
      return signals;
    },
    tick: at => [...streams.values()].flatMap(stream => quiet(stream, at, options)),
    all: () => streams.values(),
    shift: by => {
      for (const stream of streams.values()) stream.heard += by;
    },
    restore: (key, value) => {
      const stream = readStream(key, value);
      if (stream !== undefined) streams.set(key, stream);
    },
  };
}

function heard(stream: Stream, arrival: ArrivalNotice, options: StreamsOptions): readonly Signal[] {
  const { at, events, newest } = arrival;
  const lost = gap(stream, arrival, options);
  const signals = [...heardAgain(stream, arrival, options), ...lost];
  stream.events += events;
  stream.batches += 1;
  if (newest > 0 && at - newest < timelyWithin) stream.timely = true;
  if (newest > 0) signals.push(...late(stream, arrival, options), ...skew(stream, arrival, options));
  stream.heard = at;
  // An event from the far future must not hide what is missing until then.
  if (newest < at + timelyWithin) stream.newest = Math.max(stream.newest, newest);
  return signals;
}

/** Three times the longest pause that was nothing special; more for a source that is hardly known. */
function patience({ pause, batches }: Stream, { quietAfter }: StreamsOptions): number {
  return Math.max(quietAfter * (batches < known ? 3 : 1), 3 * pause);
}

function quiet(stream: Stream, at: number, options: StreamsOptions): readonly Signal[] {
  const silent = at - stream.heard;
  const allowed = patience(stream, options);
  const about = sourceWorkload(stream);
  if (silent < allowed) return [];
  const common = { about, since: stream.heard, at };
  if (stream.events === 0) {
    const reasons = [`opened ${duration(silent)} ago, and no event has come since`];
    return options.causes.raise({ ...common, name: 'never', severity: 'medium', reasons });
  }
  if (!stream.timely) return [];
  const severity: Severity = silent > 6 * allowed || stream.pause * 10 < silent ? 'high' : 'medium';
  const reasons = [
    `no event for ${duration(silent)}; the last one came at ${isoTime(stream.heard)}`,
    `its longest pause so far was ${duration(stream.pause)}, in ${counted(stream.batches, 'batch', 'batches')} with ${counted(stream.events, 'event')}`,
  ];
  return options.causes.raise({ ...common, name: 'quiet', severity, reasons });
}

function heardAgain(stream: Stream, arrival: ArrivalNotice, options: StreamsOptions): Signal[] {
  const { causes } = options;
  const { at, oldest } = arrival;
  const about = sourceWorkload(stream);
  const never = causes.resolve({ name: 'never', about, at }, ['the first events came']);
  const wasQuiet = causes.isOpen({ name: 'quiet', about });
  if (wasQuiet) {
    const whole = oldest > 0 && oldest - stream.newest < Math.max(minute, 2 * stream.pause);
    const sentence = whole
      ? 'the events of that time came afterwards: nothing seems to be lost'
      : `the first event that came is of ${oldest > 0 ? isoTime(oldest) : 'an unknown time'}: what came before it is missing`;
    return [...never, ...causes.resolve({ name: 'quiet', about, at }, [sentence])];
  }
  if (at - stream.heard < patience(stream, options)) learnPause(stream, at);
  return [...never];
}

const fadesIn = 7 * 24 * 60 * minute;

function learnPause(stream: Stream, at: number): void {
  if (stream.events === 0) return;
  const pause = at - stream.heard;
  stream.pause = Math.max(pause, stream.pause * 0.5 ** (pause / fadesIn));
}

/** A jump in the times of the events themselves, whenever they came: a stretch was deleted, or never delivered. */
function gap(
  stream: Stream,
  { at, oldest, newest }: ArrivalNotice,
  options: StreamsOptions,
): readonly Signal[] {
  const missing = oldest - stream.newest;
  if (stream.newest === 0 || oldest === 0 || newest > at + timelyWithin) return [];
  if (missing < patience(stream, options) || stream.batches < 3) return [];
  const about = sourceWorkload(stream);
  return [
    silenceSignal({
      name: 'gap',
      about,
      at,
      since: stream.newest,
      severity: 'high',
      reasons: [
        `no event of the ${duration(missing)} from ${isoTime(stream.newest)} to ${isoTime(oldest)} came`,
      ],
    }),
  ];
}

function late(stream: Stream, { at, newest }: ArrivalNotice, { causes }: StreamsOptions): readonly Signal[] {
  const lag = Math.max(0, at - newest);
  const about = sourceWorkload(stream);
  const isLate = stream.timely && stream.batches > known && lag > Math.max(2 * minute, 3 * stream.lag);
  if (!isLate) {
    stream.lateSince = 0;
    stream.lag = stream.lag === 0 ? lag : stream.lag * 0.95 + lag * 0.05;
    return causes.resolve({ name: 'late', about, at }, [`events are ${duration(lag)} late again`]);
  }
  if (stream.lateSince === 0) [stream.lateSince, stream.lateThen] = [at, lag];
  const elapsed = at - stream.lateSince;
  const catchesUp = lag < stream.lateThen - elapsed / 2;
  if (elapsed < 2 * minute || catchesUp) return [];
  return causes.raise({
    name: 'late',
    about,
    since: stream.lateSince,
    at,
    severity: lag > timelyWithin ? 'medium' : 'low',
    reasons: [`events come ${duration(lag)} late, usually ${duration(stream.lag)}`],
  });
}

function skew(stream: Stream, { at, newest }: ArrivalNotice, { causes }: StreamsOptions): readonly Signal[] {
  const ahead = newest - at;
  const about = sourceWorkload(stream);
  stream.ahead = ahead > skewFrom ? stream.ahead + 1 : 0;
  if (stream.ahead === 0) return causes.resolve({ name: 'skew', about, at }, ['the clocks agree again']);
  if (stream.ahead < 2) return [];
  return causes.raise({
    name: 'skew',
    about,
    since: at,
    at,
    severity: ahead > 5 * minute ? 'medium' : 'low',
    reasons: [`events are ${duration(ahead)} ahead of the clock of this machine`],
  });
}
