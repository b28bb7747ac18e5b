import { Command, Option } from 'commander';
import { exitCodes } from '../app/exit-codes.ts';
import { gatherSettings } from '../app/settings/config.ts';
import { readWatchSettings } from '../app/settings/read-watch-settings.ts';
import { settingGroups } from '../app/settings/settings.ts';
import { watchSettings } from '../app/settings/watch-settings.ts';
import { stateOfFiles } from '../app/watch/changed-files.ts';
import type { Reread } from '../app/watch/reload.ts';
import type { Finish } from './finish.ts';
import { printErrors } from './problems.ts';
import { flagValues, optionsOf } from './setting-options.ts';
import { stopOnSignals } from './stopping.ts';
import { misused, note } from './streams.ts';

const examples = `
Sources:
  audit-file:PATH                   a file with what it is rotated to, a folder, a glob; also format=NAME
  audit-webhook:HOST:PORT           the API server's webhook backend; also path=/PATH, token-file=FILE, cert-file=FILE, key-file=FILE,
                                    client-ca-file=FILE, client-name=NAME, max-body-bytes=N
  http-logs:HOST:PORT               what Fluent Bit, Vector, Fluentd and OpenTelemetry collectors send by HTTP; as audit-webhook, and format=NAME
  kubernetes-watch:KUBECONFIG       the API server's objects, listed and watched (in-cluster: the pod's own account); also context=NAME, grace=SECONDS
  admission:HOST:PORT               a webhook of admission that allows everything; as audit-webhook, with path-token-file=FILE instead of token-file
  Every source takes cluster=NAME.

Examples:
  watchbill run --state /var/lib/watchbill --source audit-file:/var/log/kubernetes/audit.log,cluster=prod
  watchbill run --state state --source audit-webhook:127.0.0.1:8765
  watchbill incidents --state state --follow -o ndjson

The line "ready" on standard error says that every source is open. SIGTERM and SIGINT end it after what has arrived is stored; a second one ends
it at once. SIGHUP has rules, exceptions and settings read anew without loss; what is wrong with them is told, and the old ones stay. Settings come from flags, then from the environment, then from watchbill.yaml in this folder.

Exit codes:
  0    stopped, or with --once at the end of its input: everything that was read is stored
  2    wrong use, configuration, suppressions or rules
  3    a source cannot be opened
  4    the state folder cannot be used: no space, no permission, damaged, or in use by another watch
  70   a bug of Watchbill
  130  interrupted (SIGINT) twice
  143  terminated (SIGTERM) twice`;

export function runCommand(finish: Finish): Command {
  const command = new Command('run')
    .summary('Watch clusters live, and keep what was found.')
    .description(
      'Watches clusters: reads live sources, keeps findings and incidents in the state folder, and loses nothing.',
    )
    .addHelpText('after', examples);
  const detection = settingGroups.filter(({ title }) => title === 'Detection');
  for (const { title, settings } of [{ title: 'Watch', settings: watchSettings }, ...detection])
    for (const option of settings.flatMap(optionsOf)) command.addOption(option.helpGroup(`${title}:`));
  return command
    .addOption(
      new Option(
        '--config <file>',
        'Configuration instead of watchbill.yaml in this folder; "" for none.',
      ).helpGroup('Other options:'),
    )
    .action(async (_: unknown, self: Command) => finish(await run(self)));
}

async function run(command: Command): Promise<number> {
  const first = await read(command);
  if (printErrors(first.problems)) return exitCodes.usage;
  if (first.sentence !== undefined || first.settings === undefined) return misused(first.sentence ?? '');
  const { startWatch } = await import('../app/watch/start-watch.ts');
  const stopping = stopOnSignals();
  const { code, problems, sentence } = await startWatch(first.settings, {
    stop: stopping.signal,
    write: note,
    reread: () => read(command),
    onReload: request => void reloadOnSignal(request, first, stopping.signal),
  });
  printErrors(problems);
  if (sentence !== undefined) note(`watchbill: ${sentence}`);
  return code;
}

/** As it is now: flags are what they were, files and environment are read. */
async function read(command: Command): Promise<Reread & { readonly file: string }> {
  const config: unknown = command.getOptionValue('config');
  const { values, problems, file } = await gatherSettings({
    flags: flagValues(command),
    config: typeof config === 'string' ? config : undefined,
    environment: process.env,
  });
  const settings = readWatchSettings(values);
  return settings.ok
    ? { settings: settings.value, problems, file }
    : { problems, file, sentence: settings.error };
}

const lookEvery = 2_000;

/** At SIGHUP and, if that is wanted, when one of the files was changed. */
function reloadOnSignal(
  request: () => void,
  { settings, file }: Awaited<ReturnType<typeof read>>,
  stop: AbortSignal,
): void {
  process.on('SIGHUP', request);
  if (settings?.reloadOnChange !== true) return;
  const look = (): string => stateOfFiles({ config: file, suppressions: undefined, ...settings });
  let before = look();
  const timer = setInterval(() => {
    const now = look();
    if (now !== before) request();
    before = now;
  }, lookEvery);
  stop.addEventListener('abort', () => clearInterval(timer));
}
