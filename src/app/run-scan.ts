import type { Baseline } from '../detect/anomaly/baseline/baseline.ts';
import type { Problem } from '../detect/rules/problem.ts';
import { createCollector } from '../findings/collector.ts';
import type { Suppression } from '../findings/suppression.ts';
import { createDecoder } from '../formats/decoder.ts';
import type { Refusal, RefusalReason } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import { succeed } from '../model/result.ts';
import type { Detector, Printer } from '../model/seams.ts';
import { atLeast } from '../model/severity.ts';
import type { Summary } from '../model/summary.ts';
import type { View } from '../pipeline/scan.ts';
import { scan } from '../pipeline/scan.ts';
import { compileDetectors } from './detectors.ts';
import { exitCodes } from './exit-codes.ts';
import { unionOf } from './interest.ts';
import { openOutputs } from './outputs.ts';
import { parts } from './parts.ts';
import type { ScanSettings } from './read-settings.ts';
import { version } from './root.ts';
import { fileProblem } from './rule-files.ts';
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
}

export interface ScanResult {
  readonly code: number;
  /** With errors among them, nothing was scanned. */
  readonly problems: readonly Problem[];
  readonly summary?: Summary;
}

/** Scans files, prints what was found, and says how it ended. */
export async function runScan(options: ScanOptions): Promise<ScanResult> {
  const known = await knownBaseline(options);
  if (!known.ok)
    return {
      code: exitCodes.usage,
      problems: [fileProblem(options.baseline ?? '', 'baseline', known.error)],
    };
  const learned = known.value;
  const compiling = {
    ...options,
    ...(learned !== undefined && { learned, manifestsAt: Date.parse(options.now) }),
  };
  const { detectors, lineage, problems: inRules, describe } = await compileDetectors(compiling);
  const { suppressions, problems: inSuppressions } = await loadSuppressions(options.suppressions);
  const problems = [...inRules, ...inSuppressions, ...(detectors.length === 0 ? [noRules] : [])];
  if (problems.some(({ severity }) => severity === 'error')) return { code: exitCodes.usage, problems };

  const { color, width, now, follow, cluster, format, maxRecordBytes, paths, progress, write } = options;
  const auditFile = await parts.sources['audit-file']();
  const outputs = await openOutputs(options.outputs, {
    color,
    width,
    version,
    describe,
    live: follow,
    now,
    write,
  });
  const interest = options.strict ? 'everything' : unionOf(detectors.map(detector => detector.interest));
  const watch = watchFor(options, severityView(options.severity));
  try {
    const summary = await scan({
      source: auditFile({ paths, follow, ...(progress && { progress }) }),
      openDecoder: take =>
        createDecoder({ cluster, interest, format, maxRecordBytes }, decoded => {
          for (const refusal of decoded.refusals) watch.refusal(refusal);
          take(decoded);
        }),
      detectors,
      collector: createCollector({ now, suppressions, describe, ...(lineage && { lineage }) }),
      printers: [...outputs.printers, ...(options.printers ?? [])],
      view: watch.view,
      range: options.range,
      ...(options.learnUntil !== undefined && { learnUntil: options.learnUntil }),
      stop: options.stop,
    });
    outputs.commit();
    if (learned !== undefined && options.baseline !== undefined)
      await keepLearned(options.baseline, learned, detectors);
    return { code: codeOf(summary, watch, options), problems, summary };
  } catch (error) {
    outputs.abandon();
    throw error;
  }
}

async function knownBaseline({ baseline }: ScanOptions): Promise<Result<Baseline | undefined, string>> {
  if (baseline === undefined) return succeed(undefined);
  return (await import('./baseline-file.ts')).loadOrBegin(baseline);
}

async function keepLearned(path: string, before: Baseline, detectors: readonly Detector[]): Promise<void> {
  const { saveBaseline, withLearned } = await import('./baseline-file.ts');
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
  const { readSuppressions } = await import('./suppressions.ts');
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
