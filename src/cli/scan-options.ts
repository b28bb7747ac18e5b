import type { OutputRequest } from '../app/outputs.ts';
import type { FormatName } from '../formats/format-options.ts';
import { formatNames } from '../formats/format-options.ts';
import type { Result } from '../model/result.ts';
import { fail, succeed } from '../model/result.ts';
import type { Severity } from '../model/severity.ts';
import { isSeverity, severities } from '../model/severity.ts';
import { isPrinterName, printerNames } from '../printers/printers.ts';
import { readTime } from './read-time.ts';

/**
 * One option of `scan`: the one place from which its flag, its environment variable (`WATCHBILL_` and the key in capitals), its
 * key in the configuration file and its line in the reference are made.
 */
export interface OptionDefinition {
  /** As in the configuration file: `fail-on`. */
  readonly key: string;
  readonly flags: string;
  readonly type: 'text' | 'list' | 'flag' | 'number';
  readonly says: string;
  readonly choices?: readonly string[];
  /** For the reference; what an absent option means. */
  readonly default?: string;
  /** Not in the configuration file: it makes sense for one run only. */
  readonly once?: true;
}

export const scanOptions = [
  {
    key: 'output',
    flags: '-o, --output <format[=file]>',
    type: 'list',
    says: 'How to print what was found; repeatable, at most one without a file.',
    choices: printerNames,
    default: 'table',
  },
  {
    key: 'format',
    flags: '--format <name>',
    type: 'text',
    says: 'The format of every input.',
    choices: formatNames,
    default: 'recognised for each file',
  },
  {
    key: 'cluster',
    flags: '--cluster <name>',
    type: 'text',
    says: 'The name of the cluster, where the input does not say it.',
    default: '""',
  },
  {
    key: 'rules',
    flags: '--rules <pack|path>',
    type: 'list',
    says: 'Rules to use instead of the shipped ones: the packs `watchbill` and `community`, files, folders; repeatable.',
    default: 'watchbill',
  },
  {
    key: 'pipeline',
    flags: '--pipeline <name|path>',
    type: 'list',
    says: 'Field mappings for Sigma rules; `none` takes them as they are written; repeatable.',
    default: 'all shipped',
  },
  {
    key: 'suppressions',
    flags: '--suppressions <file>',
    type: 'text',
    says: 'Findings to hide, each with owner, reason and expiry.',
  },
  {
    key: 'severity',
    flags: '--severity <level>',
    type: 'text',
    says: 'Report findings from this severity on.',
    choices: severities,
    default: 'informational',
  },
  {
    key: 'fail-on',
    flags: '--fail-on <level>',
    type: 'text',
    says: 'Exit with 1 if there is a finding of this severity or above.',
    choices: [...severities, 'never'],
    default: 'informational',
  },
  {
    key: 'since',
    flags: '--since <time>',
    type: 'text',
    says: 'Inspect events from this time on: RFC 3339, a date, or how long ago (`90m`, `2h`, `7d`).',
    once: true,
  },
  {
    key: 'until',
    flags: '--until <time>',
    type: 'text',
    says: 'Inspect events up to this time.',
    once: true,
  },
  {
    key: 'follow',
    flags: '-f, --follow',
    type: 'flag',
    says: 'Go on with what is appended, through rotation, until interrupted.',
    once: true,
  },
  {
    key: 'strict',
    flags: '--strict',
    type: 'flag',
    says: 'Parse every event whole, and exit with 3 if any input was refused.',
  },
  { key: 'no-sigma', flags: '--no-sigma', type: 'flag', says: 'Leave out Sigma rules.' },
  { key: 'no-correlation', flags: '--no-correlation', type: 'flag', says: 'Leave out Sigma correlations.' },
  { key: 'no-cel', flags: '--no-cel', type: 'flag', says: 'Leave out rules over workload templates (CEL).' },
  {
    key: 'no-anomaly',
    flags: '--no-anomaly',
    type: 'flag',
    says: 'Leave out anomaly detection. There is none yet, so this changes nothing today.',
  },
  {
    key: 'max-record-bytes',
    flags: '--max-record-bytes <n>',
    type: 'number',
    says: 'Refuse longer records.',
    default: '16777216',
  },
  { key: 'quiet', flags: '-q, --quiet', type: 'flag', says: 'No summary and no progress on standard error.' },
  { key: 'no-progress', flags: '--no-progress', type: 'flag', says: 'No progress on standard error.' },
  {
    key: 'color',
    flags: '--color',
    type: 'flag',
    says: 'Colours even if standard output is no terminal (`NO_COLOR` and `--no-color` switch them off).',
    once: true,
  },
  { key: 'no-color', flags: '--no-color', type: 'flag', says: 'No colours.' },
] as const satisfies readonly OptionDefinition[];

export const environmentName = (key: string): string => `WATCHBILL_${key.toUpperCase().replaceAll('-', '_')}`;

/** Values by key, as text: from flags, environment or configuration alike. */
export type OptionValues = ReadonlyMap<string, readonly string[]>;

export interface ScanValues {
  readonly outputs: readonly OutputRequest[];
  readonly format?: FormatName;
  readonly cluster: string;
  readonly rules: readonly string[];
  readonly pipelines: readonly string[];
  readonly suppressions?: string;
  readonly severity: Severity;
  readonly failOn: Severity | 'never';
  readonly range: { readonly since?: number; readonly until?: number };
  readonly follow: boolean;
  readonly strict: boolean;
  readonly sigma: boolean;
  readonly correlation: boolean;
  readonly cel: boolean;
  readonly maxRecordBytes?: number;
  readonly quiet: boolean;
  readonly progress: boolean;
  readonly color: 'always' | 'never' | 'auto';
}

/** Checks the values of a run; an error is a sentence for the user. `now` is in milliseconds. */
export function readScanValues(values: OptionValues, now: number): Result<ScanValues, string> {
  const outputs = readOutputs(values.get('output') ?? ['table']);
  if (!outputs.ok) return outputs;
  const range = readRange(values, now);
  if (!range.ok) return range;
  const wrong = wrongChoice(values) ?? wrongNumber(values);
  if (wrong !== undefined) return fail(wrong);
  return succeed({ ...readChoices(values), outputs: outputs.value, range: range.value });
}

const last = (values: OptionValues, key: string): string | undefined => values.get(key)?.at(-1);

function wrongChoice(values: OptionValues): string | undefined {
  for (const { key, choices } of scanOptions.filter(option => 'choices' in option)) {
    const value = key === 'output' ? undefined : last(values, key);
    if (value !== undefined && !choices.some(choice => choice === value))
      return `--${key}: ${oneOf(value, choices)}`;
  }
  return undefined;
}

function wrongNumber(values: OptionValues): string | undefined {
  const bytes = last(values, 'max-record-bytes');
  return bytes === undefined || /^[1-9]\d{0,11}$/.test(bytes)
    ? undefined
    : '--max-record-bytes: is not a number of bytes';
}

function readRange(values: OptionValues, now: number): Result<ScanValues['range'], string> {
  const since = readTime(last(values, 'since'), now);
  const until = readTime(last(values, 'until'), now);
  if (!since.ok) return fail(`--since: ${since.error}`);
  if (!until.ok) return fail(`--until: ${until.error}`);
  return succeed({
    ...(since.value !== undefined && { since: since.value }),
    ...(until.value !== undefined && { until: until.value }),
  });
}

function readChoices(values: OptionValues): Omit<ScanValues, 'outputs' | 'range'> {
  const on = (key: string): boolean => last(values, key) === 'true';
  const suppressions = last(values, 'suppressions');
  const format = formatNames.find(name => name === last(values, 'format'));
  const bytes = last(values, 'max-record-bytes');
  return {
    ...(format && { format }),
    ...(suppressions !== undefined && { suppressions }),
    ...(bytes !== undefined && { maxRecordBytes: Number(bytes) }),
    cluster: last(values, 'cluster') ?? '',
    rules: values.get('rules') ?? ['watchbill'],
    pipelines: values.get('pipeline') ?? [],
    severity: severityOf(last(values, 'severity')),
    failOn: last(values, 'fail-on') === 'never' ? 'never' : severityOf(last(values, 'fail-on')),
    follow: on('follow'),
    strict: on('strict'),
    sigma: !on('no-sigma'),
    correlation: !on('no-correlation'),
    cel: !on('no-cel'),
    quiet: on('quiet'),
    progress: !on('no-progress'),
    color: colorOf(on('no-color'), on('color')),
  };
}

function severityOf(text: string | undefined): Severity {
  return text !== undefined && isSeverity(text) ? text : 'informational';
}

function colorOf(never: boolean, always: boolean): ScanValues['color'] {
  if (never) return 'never';
  return always ? 'always' : 'auto';
}

function readOutputs(texts: readonly string[]): Result<readonly OutputRequest[], string> {
  const requests: OutputRequest[] = [];
  for (const text of texts) {
    const [format = '', ...rest] = text.split('=');
    if (!isPrinterName(format)) return fail(`--output: ${oneOf(format, printerNames)}`);
    requests.push(rest.length === 0 ? { format } : { format, file: rest.join('=') });
  }
  if (requests.some(({ file }) => file === '')) return fail('--output: names no file after the equals sign');
  if (requests.filter(({ file }) => file === undefined).length > 1)
    return fail(
      '--output: only one output can go to standard output; give the others a file, as in sarif=out.sarif',
    );
  return succeed(requests);
}

function oneOf(value: string, choices: readonly string[]): string {
  return `"${value}" is none of ${choices.join(', ')}`;
}
