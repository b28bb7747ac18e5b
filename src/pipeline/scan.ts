import type { Activity } from '../model/activity.ts';
import type { Finding, Incident } from '../model/finding.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Chunk, Decoded, Detector, Printer, Source } from '../model/seams.ts';
import type { Signal } from '../model/signal.ts';
import type { Summary } from '../model/summary.ts';
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
  readonly stop: AbortSignal;
}

/** The straight line, from bytes to what is printed. Ends with the source, or when stopped: then, too, with a summary. */
export async function scan(parts: ScanParts): Promise<Summary> {
  const { detectors, collector, printers, view, range = {} } = parts;
  const tally = createTally();
  const report = (signal: Signal, activity?: Activity): void => {
    const finding = collector.take(signal, activity);
    if (finding === undefined || view?.finding(finding) === false) return;
    tally.finding(finding);
    for (const printer of printers) printer.finding(finding);
  };
  const inspect = (activity: Activity): void => {
    const inside = isWithin(range, activity);
    tally.activity(activity, inside);
    if (!inside) return;
    for (const detector of detectors) {
      for (const signal of detector.inspect(activity)) report(signal, activity);
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
  const blind = [...detectors.flatMap(detector => detector.blind?.() ?? []), ...(view?.blind() ?? [])];
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
