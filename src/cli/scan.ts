import { Command, Option } from 'commander';
import { exitCodeMeanings, exitCodes } from '../app/exit-codes.ts';
import { gatherSettings } from '../app/settings/config.ts';
import type { ScanSettings } from '../app/settings/read-settings.ts';
import { readSettings } from '../app/settings/read-settings.ts';
import type { SettingValues } from '../app/settings/settings.ts';
import { settingGroups } from '../app/settings/settings.ts';
import type { Finish } from './finish.ts';
import { printErrors } from './problems.ts';
import { createProgress } from './progress.ts';
import { flagValues, optionsOf } from './setting-options.ts';
import { stopOnSignals } from './stopping.ts';
import { inputIsGiven, misused, note, onOutputClosed } from './streams.ts';
import { wantsColor, widthOf } from './terminal.ts';

const examples = `
Examples:
  watchbill scan audit.log                          read a log, print its incidents
  watchbill scan /var/log/kubernetes/audit/ -f      a folder with its rotated files, and go on with what comes
  kubectl kustomize overlays/prod | watchbill scan - --fail-on high
  watchbill scan audit.log.gz -o table -o sarif=out.sarif -o ndjson=findings.ndjson
  watchbill scan audit.log --rules community --pipeline none
  aws logs filter-log-events ... | watchbill scan - --format eks

Settings come from flags, then from the environment, then from watchbill.yaml in this folder.

Exit codes:
${exitCodeMeanings.map(([code, meaning]) => `  ${String(code).padEnd(5)}${meaning}`).join('\n')}`;

export function scanCommand(finish: Finish): Command {
  const command = new Command('scan')
    .summary('Read audit logs or manifests and print what does not belong.')
    .description(
      'Read audit logs or manifests and print what does not belong. Data goes to standard output, everything else to standard error.',
    )
    .argument('[path...]', 'files, folders, globs, or - for standard input; plain, gzip or zstd')
    .addHelpText('after', examples);
  for (const { title, settings: group } of settingGroups)
    for (const option of group.flatMap(optionsOf)) command.addOption(option.helpGroup(`${title}:`));
  return command
    .addOption(
      new Option(
        '--config <file>',
        'Configuration instead of watchbill.yaml in this folder; "" for none.',
      ).helpGroup('Other options:'),
    )
    .action(async (paths: string[], _: unknown, self: Command) => {
      finish(await scan(paths, self));
    });
}

async function scan(given: readonly string[], command: Command): Promise<number> {
  const config: unknown = command.getOptionValue('config');
  const gathered = await gatherSettings({
    flags: flagValues(command),
    config: typeof config === 'string' ? config : undefined,
    environment: process.env,
  });
  if (printErrors(gathered.problems)) return exitCodes.usage;
  const read = readSettings(gathered.values, Date.now());
  if (!read.ok) return misused(read.error);
  const paths = given.length === 0 && inputIsGiven() ? ['-'] : given;
  if (paths.length > 0) return scanPaths(paths, read.value, gathered.values);
  return misused('name a file, a folder, a glob, or - for standard input (watchbill scan --help says more)');
}

/** What decides what is found. */
const ofDetection: ReadonlySet<string> = new Set(
  settingGroups
    .filter(({ title }) => title !== 'Output')
    .flatMap(group => group.settings.map(({ key }) => key))
    .filter(key => key !== 'follow'),
);

/** Times as they were: "two hours ago" is another time tomorrow. */
function rememberedValues({ learnUntil, range }: ScanSettings, values: SettingValues): SettingValues {
  const times = { 'learn-until': learnUntil, since: range.since, until: range.until };
  const absolute = Object.entries(times).flatMap(([key, time]) =>
    time === undefined ? [] : [[key, [new Date(time).toISOString()]] as const],
  );
  return new Map([...[...values].filter(([key]) => ofDetection.has(key)), ...absolute]);
}

/** For people: they end with the summary. */
const withSummary: ReadonlySet<string> = new Set(['table', 'wide', 'markdown', 'html']);

async function scanPaths(
  paths: readonly string[],
  settings: ScanSettings,
  values: SettingValues,
): Promise<number> {
  const { runScan } = await import('../app/run-scan.ts');
  const stopping = stopOnSignals();
  const progress = createProgress(settings.progress && !settings.quiet && !settings.follow);
  const toFiles = settings.outputs.some(({ file }) => file !== undefined);
  let closed = false;
  onOutputClosed(() => {
    closed = true;
    if (!toFiles) stopping.stop();
  });
  const { code, problems, summary } = await runScan({
    ...settings,
    paths,
    color: settings.color ?? wantsColor(process.stdout.isTTY, process.env),
    width: widthOf(process.stdout.columns, process.env),
    now: new Date().toISOString(),
    stop: stopping.signal,
    progress: progress.show,
    write: text => {
      progress.clear();
      if (!closed) process.stdout.write(text);
    },
  });
  progress.clear();
  if (printErrors(problems) || summary === undefined) return code;
  const { rememberScan } = await import('../app/explain/last-scan.ts');
  rememberScan({
    paths,
    rules: settings.rules,
    pipelines: settings.pipelines,
    cluster: settings.cluster,
    format: settings.format,
    learnUntil: settings.learnUntil,
    values: rememberedValues(settings, values),
  });
  const isShown = settings.outputs.some(({ format, file }) => file === undefined && withSummary.has(format));
  if (!settings.quiet && (!isShown || closed)) {
    const { summaryText } = await import('../app/summary-text.ts');
    note(summaryText(summary));
  }
  if (closed && !toFiles) return exitCodes.outputClosed;
  return stopping.code() ?? code;
}
