import type { Problem } from '../detect/rules/problem.ts';
import { createCollector } from '../findings/collector.ts';
import type { Suppression } from '../findings/suppression.ts';
import { createDecoder } from '../formats/decoder.ts';
import type { Finding } from '../model/finding.ts';
import type { RefusalReason } from '../model/refusal.ts';
import type { Severity } from '../model/severity.ts';
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
  const problems = [...inRules, ...inSuppressions, ...(documents.length === 0 ? [noRules] : [])];
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
  const watch = watchFor(options.failOn, severityView(options.severity));
  try {
    const summary = await scan({
      source: auditFile({ paths, follow, ...(progress && { progress }) }),
      openDecoder: take => createDecoder({ cluster, interest, format, maxRecordBytes }, take),
      detectors,
      collector: createCollector({ now, suppressions, describe }),
      printers: outputs.printers,
      view: watch.view,
      range: options.range,
      stop: options.stop,
    });
    outputs.commit();
    return { code: codeOf(summary, watch.failed(), options), problems, summary };
  } catch (error) {
    outputs.abandon();
    throw error;
  }
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

/** Looks at every finding before the view leaves some out: what is not reported may still fail the run. */
function watchFor(
  failOn: Severity | 'never',
  view: View | undefined,
): { readonly view: View; readonly failed: () => boolean } {
  let failed = false;
  const look = ({ severity }: Finding): void => {
    failed ||= failOn !== 'never' && atLeast(severity, failOn);
  };
  return {
    failed: () => failed,
    view: {
      finding: finding => {
        look(finding);
        return view?.finding(finding) ?? true;
      },
      incident: incident => (view === undefined ? incident : view.incident(incident)),
      blind: () => view?.blind() ?? [],
    },
  };
}

/** Refusals after which an input as a whole, or its rest, was not read. */
const unread: ReadonlySet<RefusalReason> = new Set([
  'unreadable',
  'unknown-format',
  'corrupt-compression',
  'expands-too-far',
]);

/** Input that could not be read outweighs findings: whoever trusts the result must know first. */
function codeOf(
  { events, refused, refusals }: Summary,
  failed: boolean,
  { strict, stop }: Pick<ScanOptions, 'strict' | 'stop'>,
): number {
  if (stop.aborted) return exitCodes.interrupted;
  const nothingUsable = events === 0 && refused > 0;
  if (nothingUsable || refusals.some(({ reason }) => strict || unread.has(reason))) return exitCodes.input;
  return failed ? exitCodes.findings : exitCodes.clean;
}
