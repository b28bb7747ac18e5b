import type { Activity } from '../model/activity.ts';
import type { Finding, Incident } from '../model/finding.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Chunk, Decoded, Detector, Printer, Source } from '../model/seams.ts';
import type { Signal } from '../model/signal.ts';
import type { Summary } from '../model/summary.ts';
import { createLearned } from './learned.ts';
import type { CollectedCounts } from './tally.ts';
import { createTally } from './tally.ts';
import type { TimeRange } from './time-range.ts';
import { isWithin } from './time-range.ts';

/** Turns signals into findings, and findings into incidents. */
export interface Collecting {
  /** undefined: a duplicate, or hidden by a suppression. */
  take(signal: Signal, activity?: Activity): Finding | undefined;
  /** One after the other, each made when it is asked for. */
  finish(): Iterable<Incident>;
  counts(): CollectedCounts;
}

/** Which of what was found is reported, and how. */
export interface View {
  finding(finding: Finding): boolean;
  incident(incident: Incident): Incident | undefined;
  /** Sentences on what was left out. */
  blind(): readonly string[];
}

export interface ScanParts {
  readonly source: Source;
  /** Opens a decoder that hands on each record's meaning at once; decoded activities are not valid after that. */
  readonly openDecoder: (take: (decoded: Decoded) => void) => (chunk: Chunk) => void;
  readonly detectors: readonly Detector[];
  readonly collector: Collecting;
  readonly printers: readonly Printer[];
  /** Everything is reported if absent. */
  readonly view?: View;
  readonly range?: TimeRange;
  /** Milliseconds since 1970: what came before is shown to the detectors, and what they say of it is not reported. */
  readonly learnUntil?: number;
  readonly stop: AbortSignal;
}

const none: readonly Signal[] = [];

/** The straight line, from bytes to what is printed. Ends with the source, or when stopped: then, too, with a summary. */
export async function scan(parts: ScanParts): Promise<Summary> {
  const { detectors, collector, printers, view, range = {} } = parts;
  const tally = createTally();
  const learned = createLearned(parts.learnUntil);
  /** Was it news, and not hidden? */
  const report = (signal: Signal, activity?: Activity): boolean => {
    if (learned.isBefore(signal.activity ?? activity)) {
      learned.count();
      return true;
    }
    const finding = collector.take(signal, activity);
    if (finding === undefined) return false;
    if (view?.finding(finding) === false) return true;
    tally.finding(finding);
    for (const printer of printers) printer.finding(finding);
    return true;
  };
  const inspect = (activity: Activity): void => {
    const inside = isWithin(range, activity);
    tally.activity(activity, inside);
    if (!inside) return;
    let found: readonly Signal[] = none;
    for (const detector of detectors) {
      const signals = detector.inspect(activity, found);
      const news = signals.length === 0 ? none : signals.filter(signal => report(signal, activity));
      if (news.length > 0) found = [...found, ...news];
    }
  };
  const decode = parts.openDecoder(decoded => {
    tally.decoded(decoded);
    for (const activity of decoded.activities) inspect(activity);
  });

  for await (const piece of parts.source.read(parts.stop)) {
    if (isRefusal(piece)) tally.refusal(piece);
    else {
      tally.chunk(piece);
      decode(piece);
    }
  }
  for (const detector of detectors) for (const signal of detector.finish?.() ?? []) report(signal);

  const incidents = printIncidents(parts);
  const blind = [
    ...detectors.flatMap(detector => detector.blind?.() ?? []),
    ...(view?.blind() ?? []),
    ...learned.sentences(),
  ];
  const summary = tally.summary({ counts: collector.counts(), incidents, blind });
  for (const printer of printers) printer.summary(summary);
  return summary;
}

/** Prints the incidents that are reported, and counts them. */
function printIncidents({ collector, printers, view }: ScanParts): number {
  let count = 0;
  for (const found of collector.finish()) {
    const incident = view === undefined ? found : view.incident(found);
    if (incident === undefined) continue;
    count += 1;
    for (const printer of printers) printer.incident(incident);
  }
  return count;
}

function isRefusal(piece: Chunk | Refusal): piece is Refusal {
  return 'reason' in piece;
}
