import type { Problem } from '../../detect/rules/problem.ts';
import type { IncidentDifference } from '../../evaluate/incident-differences.ts';
import { incidentDifferences } from '../../evaluate/incident-differences.ts';
import type { RunRecord } from '../../evaluate/run-record.ts';
import { createRunRecorder } from '../../evaluate/run-record.ts';
import type { Suppression } from '../../findings/suppressions/suppression.ts';
import type { Finding } from '../../model/finding.ts';
import type { Printer } from '../../model/seams.ts';
import type { Summary } from '../../model/summary.ts';
import { runScan } from '../run-scan.ts';
import { readSettings } from '../settings/read-settings.ts';
import type { SettingValues } from '../settings/settings.ts';
import { firstTime } from './first-time.ts';
import { keptBlind, keptInput } from './kept-input.ts';

/** A history to be replayed: files, or the state folder of a watch. */
export interface History {
  readonly paths: readonly string[];
  readonly state?: string;
}

export interface Proposal {
  readonly values: SettingValues;
  /** Beside those of the file that the values name. */
  readonly suppressions?: readonly Suppression[];
}

export interface BacktestOptions {
  readonly history: History;
  readonly configured: SettingValues;
  readonly proposed: Proposal;
  /** In milliseconds: the time by which suppressions have expired or not. */
  readonly now: number;
  readonly stop: AbortSignal;
}

export interface Backtest {
  readonly before: RunRecord;
  readonly after: RunRecord;
  readonly differences: readonly IncidentDifference[];
  /** What the replay could not tell, in sentences. */
  readonly blind: readonly string[];
}

export interface Replayed<Result> {
  readonly result?: Result;
  /** With errors among them, there is no result. */
  readonly problems: readonly Problem[];
}

/** Replays a history as configured and as proposed, each with the baseline as it was when the history began. */
export async function backtest(options: BacktestOptions): Promise<Replayed<Backtest>> {
  const before = await replay({ values: options.configured }, options);
  if (before.result === undefined) return { problems: before.problems };
  const after = await replay(options.proposed, options);
  if (after.result === undefined) return { problems: after.problems };
  return {
    problems: [...before.problems, ...after.problems],
    result: compared(before.result, after.result, options.history),
  };
}

export function compared(before: RunRecord, after: RunRecord, { state }: History): Backtest {
  const told = new Set([...before.summary.blind, ...after.summary.blind]);
  return {
    before,
    after,
    differences: incidentDifferences(before, after),
    blind: [...(state === undefined ? [] : [keptBlind]), ...told, ...unread(before.summary)],
  };
}

function unread({ refused }: Summary): readonly string[] {
  return refused === 0 ? [] : [`${refused} ${refused === 1 ? 'record' : 'records'} refused, not judged`];
}

interface Replaying extends Pick<BacktestOptions, 'history' | 'now' | 'stop'> {
  /** Told of every finding that is not hidden. */
  readonly onFinding?: (finding: Finding) => void;
}

/** One run over a history, from its beginning: what comes later than an event is not known when it is judged. */
export async function replay(
  { values, suppressions = [] }: Proposal,
  { history, now, stop, onFinding }: Replaying,
): Promise<Replayed<RunRecord>> {
  const read = readSettings(values, now);
  if (!read.ok) throw new Error(read.error);
  const { progress: _, range, ...settings } = read.value;
  const { cluster, format } = settings;
  const began = range.since ?? (await firstTime({ ...history, cluster, format }));
  const recorder = createRunRecorder();
  const input = history.state === undefined ? undefined : await keptInput(history.state);
  try {
    const { problems } = await runScan({
      ...settings,
      range,
      paths: history.paths,
      outputs: [],
      severity: 'informational',
      failOn: 'never',
      follow: false,
      color: false,
      width: 80,
      now: new Date(now).toISOString(),
      stop,
      write: () => undefined,
      printers: [recorder.printer, ...(onFinding ? [listening(onFinding)] : [])],
      moreSuppressions: suppressions,
      onHidden: (finding, { id }) => recorder.hidden(finding, id),
      // Of manifests, which have no time, it is the baseline of now; it is not added to either way.
      baselineAsOf: began ?? now,
      ...(input && { input }),
    });
    const record = recorder.record();
    return record === undefined ? { problems } : { problems, result: record };
  } finally {
    input?.close();
  }
}

const listening = (finding: Printer['finding']): Printer => ({
  finding,
  incident: () => undefined,
  summary: () => undefined,
});
