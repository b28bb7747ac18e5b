import { severities } from '../../model/severity.ts';
import { parts } from '../parts.ts';
import { anomalySettings } from './anomaly-settings.ts';

/**
 * One setting of `scan`: the one place from which its flag, its environment variable, its key in the configuration file, its
 * completion and its line in the reference are made.
 */
export interface Setting {
  /** As in the configuration file: `fail-on`. */
  readonly key: string;
  readonly type: 'text' | 'list' | 'switch' | 'number';
  /** As commander wants it. A switch that is on by default has only its negation here. */
  readonly flags: string;
  /** The other flag of a switch that has both. */
  readonly negation?: string;
  /** One sentence for the flag. */
  readonly says: string;
  readonly choices?: readonly string[];
  /** What is taken where it is not set, in words. */
  readonly default: string;
  /** Values may be paths; in the configuration file they are relative to it. */
  readonly paths?: true;
  /** It makes sense for one run only, so the configuration file does not have it. */
  readonly once?: true;
}

const input: readonly Setting[] = [
  {
    key: 'format',
    type: 'text',
    flags: '--format <name>',
    says: 'The format of every input.',
    choices: parts.formats,
    default: 'recognised for each file',
  },
  {
    key: 'cluster',
    type: 'text',
    flags: '--cluster <name>',
    says: 'The name of the cluster, where the input does not say it.',
    default: 'empty',
  },
  {
    key: 'since',
    type: 'text',
    flags: '--since <time>',
    says: 'Inspect events from this time on: RFC 3339, a date, or how long ago (`90m`, `2h`, `7d`).',
    default: 'the beginning',
    once: true,
  },
  {
    key: 'until',
    type: 'text',
    flags: '--until <time>',
    says: 'Inspect events up to this time.',
    default: 'the end',
    once: true,
  },
  {
    key: 'follow',
    type: 'switch',
    flags: '-f, --follow',
    says: 'Go on with what is appended, through rotation, until interrupted.',
    default: 'off',
    once: true,
  },
  {
    key: 'strict',
    type: 'switch',
    flags: '--strict',
    says: 'Parse every event whole, and exit with 3 if any input was refused.',
    default: 'off',
  },
  {
    key: 'max-record-bytes',
    type: 'number',
    flags: '--max-record-bytes <n>',
    says: 'Refuse records that are longer.',
    default: '16777216',
  },
];

const detection: readonly Setting[] = [
  {
    key: 'rules',
    type: 'list',
    flags: '--rules <pack|path>',
    says: 'Rules to use instead of the shipped ones: the packs `watchbill` and `community`, files, folders; repeatable.',
    default: 'watchbill',
    paths: true,
  },
  {
    key: 'pipeline',
    type: 'list',
    flags: '--pipeline <name|path>',
    says: 'Field mappings for Sigma rules; `none` takes them as they are written; repeatable.',
    default: 'all that are shipped',
    paths: true,
  },
  {
    key: 'sigma',
    type: 'switch',
    flags: '--no-sigma',
    says: 'Leave out Sigma rules.',
    default: 'on',
  },
  {
    key: 'correlation',
    type: 'switch',
    flags: '--no-correlation',
    says: 'Leave out Sigma correlations.',
    default: 'on',
  },
  {
    key: 'cel',
    type: 'switch',
    flags: '--no-cel',
    says: 'Leave out rules over workload templates (CEL).',
    default: 'on',
  },
  ...anomalySettings,
  {
    key: 'silence',
    type: 'switch',
    flags: '--silence',
    negation: '--no-silence',
    says: 'Report where the cluster is not seen any more: sources that go quiet, stretches of the log that are missing, levels that are lowered, an Audit-ID used twice. In a scan every event is then parsed.',
    default: 'on in `run`, off in `scan`',
  },
  {
    key: 'silence-after',
    type: 'text',
    flags: '--silence-after <duration>',
    says: 'No source is called quiet, and no stretch missing, before (`90s`, `10m`); later where pauses are usual.',
    default: '5m',
  },
  {
    key: 'suppressions',
    type: 'text',
    flags: '--suppressions <file>',
    says: 'Findings to hide, each with owner, reason and expiry.',
    default: 'none',
    paths: true,
  },
];

const output: readonly Setting[] = [
  {
    key: 'output',
    type: 'list',
    flags: '-o, --output <format[=file]>',
    says: 'How to print what was found; repeatable, at most one without a file.',
    choices: parts.printers,
    default: 'table; wide with --follow, a line as soon as it is known',
  },
  {
    key: 'severity',
    type: 'text',
    flags: '--severity <level>',
    says: 'Report findings and incidents from this severity on. It does not change the exit code.',
    choices: severities,
    default: 'informational',
  },
  {
    key: 'fail-on',
    type: 'text',
    flags: '--fail-on <level>',
    says: 'Exit with 1 if there is a finding of this severity or above; `never`: findings do not fail the run.',
    choices: [...severities, 'never'],
    default: 'informational: any finding',
  },
  {
    key: 'quiet',
    type: 'switch',
    flags: '-q, --quiet',
    says: 'No summary and no progress on standard error.',
    default: 'off',
  },
  {
    key: 'progress',
    type: 'switch',
    flags: '--progress',
    negation: '--no-progress',
    says: 'Progress on standard error, if that is a terminal.',
    default: 'on',
  },
  {
    key: 'color',
    type: 'switch',
    flags: '--color',
    negation: '--no-color',
    says: 'Colours, whatever standard output is. NO_COLOR and FORCE_COLOR are obeyed, too.',
    default: 'on a terminal',
  },
];

/** As help and reference show them. */
export const settingGroups: readonly { readonly title: string; readonly settings: readonly Setting[] }[] = [
  { title: 'Input', settings: input },
  { title: 'Detection', settings: detection },
  { title: 'Output', settings: output },
];

export const settings: readonly Setting[] = settingGroups.flatMap(group => group.settings);

/** Those that change what is found in input that ends. */
export const findingSettings: readonly Setting[] = [...input, ...detection].filter(
  ({ key }) => key !== 'follow',
);

export const environmentName = (key: string): string => `WATCHBILL_${key.toUpperCase().replaceAll('-', '_')}`;

/** Values by key, as text: from flags, environment or configuration alike. A switch is `true` or `false`. */
export type SettingValues = ReadonlyMap<string, readonly string[]>;
