import type { Activity } from '../model/activity.ts';
import type { Finding, Incident } from '../model/finding.ts';
import type { LiveSource } from '../model/live.ts';
import type { Chunk, Decoded, Detector } from '../model/seams.ts';
import type { Signal } from '../model/signal.ts';
import type { Commit, JournalEntry, MemoryChange, Store } from '../model/store.ts';
import { createDraft } from './draft.ts';
import type { Arrived } from './inbox.ts';
import { arrivals } from './inbox.ts';
import { createInspection } from './inspection.ts';
import type { Noticing, Occasions, TimesIn } from './noticing.ts';
import { createNoticing } from './noticing.ts';
import { createSeen } from './seen.ts';

/** Turns signals into findings, and findings into incidents that grow. */
export interface LiveCollecting {
  /** undefined: a duplicate, or hidden by a suppression. */
  take(signal: Signal, activity?: Activity): Finding | undefined;
  takeChanges(): {
    readonly incidents: readonly Incident[];
    readonly memory: readonly MemoryChange[];
    readonly counts: ReadonlyMap<string, number>;
  };
  restore(entries: Iterable<MemoryChange>): void;
  /** The incidents that may still grow, as they are. */
  finish(): Iterable<Incident>;
}

export interface LiveDecoder {
  push(chunk: Chunk): void;
  /** Nothing of this file waits for its rest, so reading could go on from here after a restart. */
  settled(chunk: Chunk): boolean;
}

export interface WatchParts {
  readonly sources: readonly LiveSource[];
  readonly store: Store;
  readonly openDecoder: (
    options: { readonly cluster: string; readonly format: string | undefined },
    take: (decoded: Decoded) => void,
  ) => LiveDecoder;
  readonly detectors: readonly Detector[];
  readonly collector: LiveCollecting;
  /** The activity as it is to be inspected; undefined: another source told of it, and more. Absent: none can. */
  readonly corroborated?: ((activity: Activity) => Activity | undefined) | undefined;
  /** Ids of the detectors that have spoken about the same request, which another source told of, to be added to. */
  readonly spoken?: ((activity: Activity) => Set<string> | undefined) | undefined;
  /** The same for an activity that is delivered again; undefined where it cannot be told. */
  readonly deliveryOf: (activity: Activity) => string | undefined;
  /** Without what must not be stored. */
  readonly sealedActivity: (activity: Activity, salt: string) => Activity;
  /** Of a sealed activity. */
  readonly journalEntry: (activity: Activity) => JournalEntry;
  readonly activityOf: (entry: JournalEntry) => Activity | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Absent: what comes is all that there will be, and nothing is told of the input as such. */
  readonly occasions?: Occasions;
  readonly timesIn: TimesIn;
  readonly observer: WatchObserver;
  readonly stop: AbortSignal;
}

/** Hears what happens, for metrics and logs. Nothing depends on it. */
export interface WatchObserver {
  /** Everything that was remembered is there again, and the sources are being read. */
  ready(replayed: number): void;
  committed(commit: Committed): void;
}

/** What was stored, and when, in milliseconds. */
export interface Committed extends Pick<Commit, 'counts' | 'findings' | 'incidents'> {
  readonly arrived: readonly Dealt[];
  readonly began: number;
  readonly decided: number;
  readonly stored: number;
}

export interface Dealt extends Arrived {
  /** The time of its latest event that was inspected, milliseconds since 1970; 0 if there is none. */
  readonly newest: number;
}

/** As many activities are known again when they are delivered twice. */
const seenLimit = 200_000;

/**
 * The loop of a watch: read, decode, inspect, group, commit, acknowledge. It ends with its sources, or when stopped, after what had arrived
 * is stored. If a commit fails it throws, and must be begun anew from what the store has: what it knows itself is ahead of that.
 */
export async function watch(parts: WatchParts): Promise<void> {
  const { store, detectors, collector, observer, now } = parts;
  const seen = createSeen(seenLimit);
  for (const identity of store.seen()) seen.add(identity);
  const replayed = recall(parts);
  const draft = createDraft();
  const { inspect, report } = createInspection({ ...parts, seen, draft });
  const noticing = createNoticing({ ...parts, report });
  const decoders = createDecoders(parts, decoded => {
    draft.decoded(decoded);
    noticing.decoded(decoded);
    for (const activity of decoded.activities) inspect(activity);
  });
  const take = (arrivedOne: Arrived): Dealt => {
    decode(arrivedOne);
    const dealt = { ...arrivedOne, newest: draft.takeNewest() };
    if (parts.occasions !== undefined) noticing.arrived(dealt);
    return dealt;
  };
  const decode = ({ source, batch }: Arrived): void => {
    const decoder = decoders(source, batch.cluster);
    let last: Chunk | undefined;
    for (const piece of batch.pieces) {
      if ('reason' in piece) draft.refusal(piece);
      else {
        draft.count('bytes', piece.bytes.length);
        decoder.push(piece);
        last = piece;
      }
    }
    // What was begun must be read again after a restart: then, what of it was understood is known again.
    if (last !== undefined && !decoder.settled(last)) return;
    for (const position of batch.positions) draft.position(position);
  };
  const commit = (arrived: readonly Dealt[], began: number, ended: readonly Incident[] = []): void => {
    const { incidents, memory, counts } = collector.takeChanges();
    for (const [name, more] of counts) draft.count(name, more);
    const decided = now();
    const rest = { incidents: [...incidents, ...ended], memory: memoryOf(detectors, memory) };
    const made = draft.take(decided, rest);
    if (arrived.length === 0 && saysNothing(made)) return;
    store.commit(made);
    observer.committed({ ...made, arrived, began, decided, stored: now() });
  };

  const inbox = createInbox(parts, noticing);
  observer.ready(replayed);
  for await (const arrived of inbox) {
    let stored = false;
    try {
      const began = now();
      const dealt = arrived.map(take);
      for (const notice of parts.occasions?.take() ?? []) noticing.tell(notice);
      commit(dealt, began);
      stored = true;
    } finally {
      for (const { batch } of arrived) batch.settle(stored);
    }
  }
  if (parts.stop.aborted) return;
  for (const detector of detectors) report(detector.finish?.() ?? []);
  // What came of them since they last grew is told, too.
  commit([], now(), [...collector.finish()]);
}

const saysNothing = ({ findings, incidents, memory, counts }: Commit): boolean =>
  findings.length + incidents.length + counts.size === 0 &&
  [...memory.values()].every(changes => changes.length === 0);

/** What arrives, with what is to be told of sources that begin or end. */
function createInbox(
  { sources, store, stop, occasions, now }: WatchParts,
  { tell }: Noticing,
): AsyncIterable<readonly Arrived[]> {
  const positions = (source: LiveSource) => store.positions(source.name);
  if (occasions === undefined) return arrivals({ sources, positions, stop });
  const about = ({ name, cluster }: LiveSource) => ({
    source: name,
    at: now(),
    ...(cluster !== undefined && { cluster }),
  });
  for (const source of sources) if (source.mayBeQuiet !== true) tell({ type: 'opened', ...about(source) });
  const ended = (source: LiveSource): void => {
    if (!stop.aborted) tell({ type: 'ended', cluster: '', ...about(source) });
  };
  return arrivals({ sources, positions, stop, occasions, ended });
}

const collectorPart = 'collector';

/** Brings back what detectors and collector knew; how many activities were shown again. */
function recall({ store, detectors, collector, activityOf }: WatchParts): number {
  for (const detector of detectors) detector.restore?.(store.memory(detector.name));
  const remembering = detectors.filter(({ remembers }) => remembers !== undefined);
  let replayed = 0;
  for (const entry of store.journal()) {
    const activity = activityOf(entry);
    if (activity === undefined) continue;
    replayed += 1;
    for (const detector of remembering) {
      if (detector.replay === undefined) detector.inspect(activity);
      else detector.replay(activity);
    }
  }
  // Incidents ask for their lineage, which detectors have gathered again.
  collector.restore(store.memory(collectorPart));
  return replayed;
}

function memoryOf(
  detectors: readonly Detector[],
  collected: readonly MemoryChange[],
): ReadonlyMap<string, readonly MemoryChange[]> {
  const learned = detectors.map(detector => [detector.name, detector.takeChanges?.() ?? []] as const);
  return new Map([[collectorPart, collected], ...learned]);
}

/** One for each source and cluster, so that what one says is never taken for another's. */
function createDecoders({ openDecoder }: WatchParts, take: (decoded: Decoded) => void) {
  const decoders = new Map<string, LiveDecoder>();
  return ({ name, format }: LiveSource, cluster: string): LiveDecoder => {
    const key = `${name}\0${cluster}`;
    const decoder = decoders.get(key) ?? openDecoder({ cluster, format }, take);
    decoders.set(key, decoder);
    return decoder;
  };
}
