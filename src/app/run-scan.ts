import type { Baseline } from '../detect/anomaly/baseline/baseline.ts';
import type { Problem } from '../detect/rules/problem.ts';
import type { Collector } from '../findings/collector.ts';
import { createCollector } from '../findings/collector.ts';
import { confirmedBy } from '../findings/suppressions/confirmed.ts';
import type { Suppression } from '../findings/suppressions/suppression.ts';
import { createDecoder } from '../formats/decoder.ts';
import type { Finding } from '../model/finding.ts';
import type { Refusal, RefusalReason } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import { succeed } from '../model/result.ts';
import type { DescribeRule } from '../model/rule-description.ts';
import type { Detector, Printer } from '../model/seams.ts';
import { atLeast } from '../model/severity.ts';
import type { Summary } from '../model/summary.ts';
import type { ScanParts, View } from '../pipeline/scan.ts';
import { scan } from '../pipeline/scan.ts';
import { compileDetectors } from './detectors.ts';
import { exitCodes } from './exit-codes.ts';
import { unionOf } from './interest.ts';
import { openOutputs } from './outputs.ts';
import { parts } from './parts.ts';
import { version } from './root.ts';
import { fileProblem } from './rules/rule-files.ts';
import type { ScanSettings } from './settings/read-settings.ts';
import { severityView } from './severity-view.ts';

export interface ScanOptions extends Omit<ScanSettings, 'color' | 'quiet' | 'progress'> {
  /** Files, folders, globs, `-`. */
  readonly paths: readonly string[];
  readonly color: boolean;
  readonly width: number;
  /** RFC 3339. */
  readonly now: string;
  readonly stop: AbortSignal;
  readonly progress?: (bytesRead: number, bytesTotal: number | undefined) => void;
  /** Standard output. */
  readonly write: (text: string) => void;
  /** Told the same as the outputs. */
  readonly printers?: readonly Printer[];
  /** Beside those of the file. */
  readonly moreSuppressions?: readonly Suppression[];
  /** Told of what suppressions hide. */
  readonly onHidden?: (finding: Finding, by: Suppression) => void;
  /** Milliseconds since 1970: of the baseline only what was learned before counts, and nothing is added to the file. */
  readonly baselineAsOf?: number;
  /** What is read instead of the paths. */
  readonly input?: Pick<ScanParts, 'source' | 'openDecoder'>;
}

export interface ScanResult {
  readonly code: number;
  /** With errors among them, nothing was scanned. */
  readonly problems: readonly Problem[];
  readonly summary?: Summary;
}

/** Scans files, prints what was found, and says how it ended. */
export async function runScan(options: ScanOptions): Promise<ScanResult> {
  const made = await prepare(options);
  const { problems } = made;
  if (!made.ready) return { code: exitCodes.usage, problems };
  const { learned, detectors, collector, describe } = made;
  const { color, width, now, follow, write } = options;
  const outputs = await openOutputs(options.outputs, {
    color,
    width,
    version,
    describe,
    live: follow,
    now,
    write,
  });
  const watch = watchFor(options, severityView(options.severity));
  try {
    const summary = await scan({
      ...(options.input ?? (await fileInput(options, detectors, watch))),
      detectors,
      collector,
      printers: [...outputs.printers, ...(options.printers ?? [])],
      view: watch.view,
      range: options.range,
      ...(options.learnUntil !== undefined && { learnUntil: options.learnUntil }),
      stop: options.stop,
    });
    outputs.commit();
    if (learned !== undefined) await keepLearned(options, learned, detectors);
    return { code: codeOf(summary, watch, options), problems, summary };
  } catch (error) {
    outputs.abandon();
    throw error;
  }
}

type Prepared =
  | { readonly ready: false; readonly problems: readonly Problem[] }
  | {
      readonly ready: true;
      readonly problems: readonly Problem[];
      readonly learned: Baseline | undefined;
      readonly detectors: readonly Detector[];
      readonly collector: Collector;
      readonly describe: DescribeRule;
    };

/** Everything that a scan needs but its input and its outputs; not ready if there are errors. */
async function prepare(options: ScanOptions): Promise<Prepared> {
  const known = await knownBaseline(options);
  if (!known.ok)
    return { ready: false, problems: [fileProblem(options.baseline ?? '', 'baseline', known.error)] };
  const learned = known.value;
  const { suppressions: inFile, problems: inSuppressions } = await loadSuppressions(options.suppressions);
  const suppressions = [...inFile, ...(options.moreSuppressions ?? [])];
  const {
    detectors,
    lineage,
    problems: inRules,
    describe,
  } = await compileDetectors({
    ...options,
    ...(learned !== undefined && { learned, manifestsAt: Date.parse(options.now) }),
    ...(suppressions.length > 0 && { isConfirmed: confirmedBy(suppressions, () => options.now) }),
  });
  const problems = [...inRules, ...inSuppressions, ...(detectors.length === 0 ? [noRules] : [])];
  if (problems.some(({ severity }) => severity === 'error')) return { ready: false, problems };
  const collector = createCollector({
    // Who follows a log may outlast a suppression.
    now: options.follow ? () => new Date().toISOString() : options.now,
    suppressions,
    describe,
    ...(lineage && { lineage }),
    ...(options.onHidden && { onHidden: options.onHidden }),
  });
  return { ready: true, problems, learned, detectors, collector, describe };
}

async function fileInput(
  { paths, follow, progress, cluster, format, maxRecordBytes, strict }: ScanOptions,
  detectors: readonly Detector[],
  watch: Watch,
): Promise<Pick<ScanParts, 'source' | 'openDecoder'>> {
  const auditFile = await parts.sources['audit-file']();
  const interest = strict ? 'everything' : unionOf(detectors.map(detector => detector.interest));
  return {
    source: auditFile({ paths, follow, ...(progress && { progress }) }),
    openDecoder: take =>
      createDecoder({ cluster, interest, format, maxRecordBytes }, decoded => {
        for (const refusal of decoded.refusals) watch.refusal(refusal);
        take(decoded);
      }),
  };
}

async function knownBaseline({
  baseline,
  baselineAsOf,
}: ScanOptions): Promise<Result<Baseline | undefined, string>> {
  if (baseline === undefined) return succeed(undefined);
  const { loadOrBegin } = await import('./tuning/baseline-file.ts');
  return loadOrBegin(baseline, baselineAsOf);
}

async function keepLearned(
  { baseline: path, baselineAsOf }: ScanOptions,
  before: Baseline,
  detectors: readonly Detector[],
): Promise<void> {
  if (path === undefined || baselineAsOf !== undefined) return;
  const { saveBaseline, withLearned } = await import('./tuning/baseline-file.ts');
  const after = withLearned(before, detectors);
  if (after !== before) saveBaseline(path, after);
}

const noRules: Problem = {
  ...fileProblem('rules', 'no-rules', 'no rule is left: the detectors of all of them are off'),
  severity: 'warning',
};

async function loadSuppressions(
  path: string | undefined,
): Promise<{ readonly suppressions: readonly Suppression[]; readonly problems: readonly Problem[] }> {
  if (path === undefined) return { suppressions: [], problems: [] };
  const { readSuppressions } = await import('./tuning/suppressions.ts');
  return readSuppressions(path);
}

interface Watch {
  readonly view: View;
  refusal(refusal: Refusal): void;
  /** Was there a finding that fails the run? */
  failed(): boolean;
  /** Was a file of no known format named, and not just found in a folder? */
  unknown(): boolean;
}

/** Looks at every finding before the view leaves some out: what is not reported may still fail the run. */
function watchFor({ failOn, paths }: ScanOptions, view: View | undefined): Watch {
  const named = new Set(paths);
  let failed = false;
  let unknown = false;
  return {
    failed: () => failed,
    unknown: () => unknown,
    refusal: ({ reason, origin }) => {
      unknown ||= reason === 'unknown-format' && named.has(origin.file);
    },
    view: {
      finding: finding => {
        failed ||= failOn !== 'never' && atLeast(finding.severity, failOn);
        return view?.finding(finding) ?? true;
      },
      incident: incident => (view === undefined ? incident : view.incident(incident)),
      blind: () => view?.blind() ?? [],
    },
  };
}

/** Refusals after which an input as a whole, or its rest, was not read. */
const unread: ReadonlySet<RefusalReason> = new Set(['unreadable', 'corrupt-compression', 'expands-too-far']);

/** Input that could not be read outweighs findings: whoever trusts the result must know first. */
function codeOf(
  { events, refused, refusals }: Summary,
  watch: Watch,
  { strict, stop }: Pick<ScanOptions, 'strict' | 'stop'>,
): number {
  if (stop.aborted) return exitCodes.interrupted;
  const nothingUsable = (events === 0 && refused > 0) || watch.unknown();
  if (nothingUsable || refusals.some(({ reason }) => strict || unread.has(reason))) return exitCodes.input;
  return watch.failed() ? exitCodes.findings : exitCodes.clean;
}
