import type { Problem } from '../detect/rules/problem.ts';
import { createCollector } from '../findings/collector.ts';
import type { Suppression } from '../findings/suppression.ts';
import { createDecoder } from '../formats/decoder.ts';
import type { FormatName } from '../formats/format-options.ts';
import type { Finding } from '../model/finding.ts';
import type { RefusalReason } from '../model/refusal.ts';
import type { Severity } from '../model/severity.ts';
import { atLeast } from '../model/severity.ts';
import type { Summary } from '../model/summary.ts';
import { scan } from '../pipeline/scan.ts';
import type { TimeRange } from '../pipeline/time-range.ts';
import { auditFile } from '../sources/audit-file/audit-file.ts';
import type { DetectorOptions } from './detectors.ts';
import { compileDetectors } from './detectors.ts';
import { exitCodes } from './exit-codes.ts';
import { unionOf } from './interest.ts';
import type { OutputRequest } from './outputs.ts';
import { openOutputs } from './outputs.ts';
import { version } from './root.ts';

export interface ScanOptions extends DetectorOptions {
  /** Files, folders, globs, `-`. */
  readonly paths: readonly string[];
  readonly format?: FormatName;
  readonly cluster: string;
  readonly outputs: readonly OutputRequest[];
  /** Findings below it are not reported. */
  readonly severity: Severity;
  /** Exit code 1 if a finding is at or above it; `never`: findings do not matter for the exit code. */
  readonly failOn: Severity | 'never';
  readonly range: TimeRange;
  readonly follow: boolean;
  readonly strict: boolean;
  readonly suppressions?: string;
  readonly maxRecordBytes?: number;
  readonly color: boolean;
  readonly width: number;
  /** RFC 3339. */
  readonly now: string;
  readonly stop: AbortSignal;
  readonly progress?: (bytesRead: number, bytesTotal: number | undefined) => void;
}

export interface ScanResult {
  readonly code: number;
  /** With errors among them, nothing was scanned. */
  readonly problems: readonly Problem[];
  readonly summary?: Summary;
}

/** Scans files, prints what was found, and says how it ended. */
export async function runScan(options: ScanOptions): Promise<ScanResult> {
  const { detectors, documents, problems: inRules, describe } = await compileDetectors(options);
  const { suppressions, problems: inSuppressions } = await loadSuppressions(options.suppressions);
  const problems = [...inRules, ...inSuppressions];
  if (problems.some(({ severity }) => severity === 'error')) return { code: exitCodes.usage, problems };
  const { color, width, now, follow, cluster, format, maxRecordBytes } = options;
  const outputs = await openOutputs(options.outputs, {
    color,
    width,
    version,
    describe,
    live: follow,
    ...(follow ? {} : { now }),
  });
  const interest = options.strict
    ? ('everything' as const)
    : unionOf(detectors.map(detector => detector.interest));
  let failing = false;
  try {
    const summary = await scan({
      source: auditFile({
        paths: options.paths,
        follow,
        ...(options.progress && { progress: options.progress }),
      }),
      openDecoder: take =>
        createDecoder(
          { cluster, interest, ...(format && { format }), ...(maxRecordBytes && { maxRecordBytes }) },
          take,
        ),
      detectors,
      collector: createCollector({ now, suppressions, describe }),
      printers: outputs.printers,
      reported: finding => {
        failing ||= fails(finding, options.failOn);
        return atLeast(finding.severity, options.severity);
      },
      range: options.range,
      stop: options.stop,
    });
    outputs.commit();
    return {
      code: codeOf(summary, { failing, ...options }),
      problems: documents.length === 0 ? [...problems, noRules] : problems,
      summary,
    };
  } catch (error) {
    outputs.abandon();
    throw error;
  }
}

const noRules: Problem = {
  file: 'rules',
  line: 1,
  column: 1,
  severity: 'warning',
  code: 'no-rules',
  message: 'No rule is left: every detector is off.',
};

async function loadSuppressions(
  path: string | undefined,
): Promise<{ readonly suppressions: readonly Suppression[]; readonly problems: readonly Problem[] }> {
  if (path === undefined) return { suppressions: [], problems: [] };
  const { readSuppressions } = await import('./suppressions.ts');
  return readSuppressions(path);
}

function fails({ severity }: Finding, failOn: Severity | 'never'): boolean {
  return failOn !== 'never' && atLeast(severity, failOn);
}

/** Refusals after which an input as a whole was not read. */
const unread: ReadonlySet<RefusalReason> = new Set([
  'unreadable',
  'unknown-format',
  'corrupt-compression',
  'expands-too-far',
]);

/** Input that could not be read outweighs findings: whoever trusts the result must know first. */
function codeOf(
  summary: Summary,
  { failing, strict, stop }: { failing: boolean; strict: boolean; stop: AbortSignal },
): number {
  if (stop.aborted) return exitCodes.interrupted;
  const nothingUsable = summary.events === 0 && summary.refused > 0;
  if (nothingUsable || summary.refusals.some(({ reason }) => strict || unread.has(reason)))
    return exitCodes.input;
  return failing ? exitCodes.findings : exitCodes.clean;
}
