import type { Expectations } from '../../detect/anomaly/expectations.ts';
import { globOf, windowOf } from '../../detect/anomaly/expectations.ts';
import type { FormatName } from '../../formats/format-options.ts';
import type { Result } from '../../model/result.ts';
import { fail, succeed } from '../../model/result.ts';
import type { Severity } from '../../model/severity.ts';
import { isSeverity } from '../../model/severity.ts';
import type { TimeRange } from '../../pipeline/time-range.ts';
import { isPrinterName } from '../../printers/printers.ts';
import type { OutputRequest } from '../outputs.ts';
import { parts } from '../parts.ts';
import { readDuration, readTime } from './read-time.ts';
import type { SettingValues } from './settings.ts';
import { settings } from './settings.ts';

/** The settings of one scan, checked. */
export interface ScanSettings {
  readonly outputs: readonly OutputRequest[];
  readonly format?: FormatName;
  readonly cluster: string;
  readonly rules: readonly string[];
  readonly pipelines: readonly string[];
  readonly suppressions?: string;
  readonly severity: Severity;
  readonly failOn: Severity | 'never';
  readonly range: TimeRange;
  readonly follow: boolean;
  readonly strict: boolean;
  readonly sigma: boolean;
  readonly correlation: boolean;
  readonly cel: boolean;
  readonly anomaly: boolean;
  readonly silence: boolean;
  /** Milliseconds. */
  readonly silenceAfter?: number;
  readonly anomalyWithout: readonly string[];
  /** Milliseconds since 1970. */
  readonly learnUntil?: number;
  /** The file of what was learned. */
  readonly baseline?: string;
  readonly maxIncidentsPerDay: number;
  /** In bits. */
  readonly anomalyThreshold?: number;
  readonly expectations: Expectations;
  readonly maxRecordBytes?: number;
  readonly quiet: boolean;
  readonly progress: boolean;
  /** undefined: as the terminal and the environment suggest. */
  readonly color: boolean | undefined;
}

/** Checks the values of a run; an error is a sentence for the user. `now` is in milliseconds. */
export function readSettings(values: SettingValues, now: number): Result<ScanSettings, string> {
  const wrong = wrongChoice(values) ?? wrongNumber(values);
  if (wrong !== undefined) return fail(wrong);
  const usual = last(values, 'follow') === 'true' ? 'wide' : 'table';
  const outputs = readOutputs(values.get('output') ?? [usual]);
  if (!outputs.ok) return outputs;
  const range = readRange(values, now);
  if (!range.ok) return range;
  const learnUntil = readTime(last(values, 'learn-until'), now);
  if (!learnUntil.ok) return fail(`--learn-until: ${learnUntil.error}`);
  const silenceAfter = readDuration(last(values, 'silence-after'));
  if (!silenceAfter.ok) return fail(`--silence-after: ${silenceAfter.error}`);
  return succeed({
    ...checked(values),
    ...(silenceAfter.value !== undefined && { silenceAfter: silenceAfter.value }),
    outputs: outputs.value,
    range: range.value,
    ...(learnUntil.value !== undefined && { learnUntil: learnUntil.value }),
  });
}

const last = (values: SettingValues, key: string): string | undefined => values.get(key)?.at(-1);

function wrongChoice(values: SettingValues): string | undefined {
  for (const { key, choices } of settings) {
    const value = key === 'output' ? undefined : last(values, key);
    if (value !== undefined && choices !== undefined && !choices.includes(value))
      return `--${key}: ${noneOf(value, choices)}`;
  }
  return undefined;
}

function wrongNumber(values: SettingValues): string | undefined {
  for (const [key, what] of numbers) {
    const number = last(values, key);
    if (number !== undefined && !/^[1-9]\d{0,11}$/.test(number)) return `--${key}: "${number}" is no ${what}`;
  }
  const window = last(values, 'schedule-window');
  if (window === undefined || windowOf(window) !== undefined) return undefined;
  return `--schedule-window: "${window}" is no stretch of the day such as 22:00-06:00`;
}

const numbers = [
  ['max-record-bytes', 'number of bytes'],
  ['max-incidents-per-day', 'number of incidents'],
  ['anomaly-threshold', 'number of bits'],
] as const;

function readExpectations(values: SettingValues): Expectations {
  const window = windowOf(last(values, 'schedule-window') ?? '');
  return {
    namespaces: (values.get('namespace-scope') ?? []).map(globOf),
    repositories: (values.get('image-repository') ?? []).map(globOf),
    window,
    commands: (values.get('execution-command') ?? []).map(globOf),
  };
}

/** Whoever names rules of their own wants what these find, and no more; a history that is named is there to be compared with. */
function scoresByDefault(values: SettingValues): boolean {
  const rules = values.get('rules') ?? ['watchbill'];
  return rules.includes('watchbill') || values.has('learn-until') || values.has('baseline');
}

function readRange(values: SettingValues, now: number): Result<TimeRange, string> {
  const since = readTime(last(values, 'since'), now);
  const until = readTime(last(values, 'until'), now);
  if (!since.ok) return fail(`--since: ${since.error}`);
  if (!until.ok) return fail(`--until: ${until.error}`);
  const [start, end] = [since.value, until.value];
  if (start !== undefined && end !== undefined && start > end) return fail('--since: is after --until');
  return succeed({ ...(start !== undefined && { since: start }), ...(end !== undefined && { until: end }) });
}

function checked(
  values: SettingValues,
): Omit<ScanSettings, 'outputs' | 'range' | 'learnUntil' | 'silenceAfter'> {
  const on = (key: string, otherwise: boolean): boolean =>
    (last(values, key) ?? String(otherwise)) === 'true';
  const suppressions = last(values, 'suppressions');
  const baseline = last(values, 'baseline');
  const format = parts.formats.find(name => name === last(values, 'format'));
  const bytes = last(values, 'max-record-bytes');
  const failOn = last(values, 'fail-on');
  const threshold = last(values, 'anomaly-threshold');
  return {
    ...(format && { format }),
    ...(suppressions !== undefined && { suppressions }),
    ...(bytes !== undefined && { maxRecordBytes: Number(bytes) }),
    cluster: last(values, 'cluster') ?? '',
    rules: values.get('rules') ?? ['watchbill'],
    pipelines: values.get('pipeline') ?? [],
    severity: severityOf(last(values, 'severity')),
    failOn: failOn === 'never' ? failOn : severityOf(failOn),
    follow: on('follow', false),
    strict: on('strict', false),
    sigma: on('sigma', true),
    correlation: on('correlation', true),
    cel: on('cel', true),
    anomaly: on('anomaly', scoresByDefault(values)),
    silence: on('silence', false),
    anomalyWithout: values.get('anomaly-without') ?? [],
    ...(baseline !== undefined && { baseline }),
    ...(threshold !== undefined && { anomalyThreshold: Number(threshold) }),
    maxIncidentsPerDay: Number(last(values, 'max-incidents-per-day') ?? 1),
    expectations: readExpectations(values),
    quiet: on('quiet', false),
    progress: on('progress', true),
    color: values.has('color') ? on('color', true) : undefined,
  };
}

function severityOf(text: string | undefined): Severity {
  return text !== undefined && isSeverity(text) ? text : 'informational';
}

function readOutputs(texts: readonly string[]): Result<readonly OutputRequest[], string> {
  const requests: OutputRequest[] = [];
  for (const text of texts) {
    const end = text.indexOf('=');
    const format = end === -1 ? text : text.slice(0, end);
    if (!isPrinterName(format)) return fail(`--output: ${noneOf(format, parts.printers)}`);
    requests.push(end === -1 ? { format } : { format, file: text.slice(end + 1) });
  }
  const files = requests.map(({ file }) => file).filter(file => file !== undefined);
  if (files.includes('')) return fail('--output: no file is named after the equals sign');
  if (new Set(files).size < files.length) return fail('--output: two outputs name the same file');
  if (requests.length - files.length > 1)
    return fail(
      '--output: only one can go to standard output; give the others a file, as in sarif=out.sarif',
    );
  return succeed(requests);
}

function noneOf(value: string, choices: readonly string[]): string {
  return `"${value}" is none of ${choices.join(', ')}`;
}
