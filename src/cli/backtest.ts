import { Command, Option } from 'commander';
import { exitCodes } from '../app/exit-codes.ts';
import { gatherSettings } from '../app/settings/config.ts';
import { readSettings } from '../app/settings/read-settings.ts';
import type { SettingValues } from '../app/settings/settings.ts';
import { findingSettings } from '../app/settings/settings.ts';
import type { Backtest, History } from '../app/tuning/backtest.ts';
import { proposedValues } from '../app/tuning/proposed-values.ts';
import type { Finish } from './finish.ts';
import { printErrors } from './problems.ts';
import { collect } from './rule-options.ts';
import { flagValues, optionsOf } from './setting-options.ts';
import { stopOnSignals } from './stopping.ts';
import { misused, note, print } from './streams.ts';

const examples = `
Examples:
  watchbill backtest /var/log/kubernetes/audit/ --with rules=watchbill --with rules=new-rules/
  watchbill backtest audit.log.gz --with suppressions=proposed.yaml --fail-on-gone
  watchbill backtest --state /var/lib/watchbill --with anomaly-threshold=14 -o json
  watchbill backtest audit.log.gz --config watchbill.yaml --with-config proposed.yaml

What is as configured comes from flags, environment and configuration file, as for scan. A proposal is that with other values: keys of the
configuration file, each replacing what was there. Both read the history from its beginning, and learn as they go: of a baseline only what
was learned before the history began counts, and nothing is added to it.

Exit codes:
  0    compared
  1    --fail-on-new: an incident would reach medium; --fail-on-gone: one would no longer
  2    wrong use, configuration, suppressions or rules
  3    nothing could be read
  4    the state folder cannot be read`;

interface Chosen {
  readonly state?: string;
  readonly with: readonly string[];
  readonly withConfig?: string;
  readonly failOnNew: boolean;
  readonly failOnGone: boolean;
  readonly output: 'table' | 'json';
  readonly config?: string;
}

export function backtestCommand(finish: Finish): Command {
  const command = new Command('backtest')
    .summary('Replay history under changed rules, suppressions or thresholds, and compare the incidents.')
    .description(
      'Replays history as configured and as proposed, with the baseline as it was then, and prints which incidents would be new, gone, or of another severity, and why.',
    )
    .argument('[path...]', 'files, folders or globs: the history')
    .option('--state <folder>', 'instead: the requests that a watch keeps in its state folder')
    .addOption(
      new Option('--with <key=value>', 'propose another value of a setting; repeatable')
        .argParser<readonly string[]>(collect)
        .default([]),
    )
    .option('--with-config <file>', 'propose the values of another configuration file')
    .option('--fail-on-new', 'exit with 1 if an incident would newly reach medium', false)
    .option('--fail-on-gone', 'exit with 1 if an incident of medium or above would be gone or below', false)
    .addOption(
      new Option('-o, --output <format>', 'how to print').choices(['table', 'json']).default('table'),
    )
    .option('--config <file>', 'Configuration instead of watchbill.yaml in this folder; "" for none.')
    .addHelpText('after', examples);
  for (const option of findingSettings.flatMap(optionsOf))
    command.addOption(option.helpGroup('As for scan:'));
  return command.action(async (paths: string[], chosen: Chosen, self: Command) => {
    finish(await run(paths, chosen, self));
  });
}

async function run(paths: readonly string[], chosen: Chosen, command: Command): Promise<number> {
  const gathered = await gatherSettings({
    flags: flagValues(command),
    config: chosen.config,
    environment: process.env,
  });
  if (printErrors(gathered.problems)) return exitCodes.usage;
  const proposal = await proposedValues(gathered.values, { pairs: chosen.with, file: chosen.withConfig });
  if (printErrors(proposal.problems)) return exitCodes.usage;
  const wrong = wrongUse(paths, chosen, [gathered.values, proposal.values]);
  if (wrong !== undefined) return misused(wrong);
  const history = { paths, ...(chosen.state !== undefined && { state: chosen.state }) };
  return compare({ history, configured: gathered.values, proposed: proposal.values }, chosen);
}

function wrongUse(
  paths: readonly string[],
  { state, with: pairs, withConfig }: Chosen,
  values: readonly SettingValues[],
): string | undefined {
  if (paths.length === 0 && state === undefined) return 'name the history: files, or --state <folder>';
  if (paths.length > 0 && state !== undefined) return 'name files or --state, not both';
  if (paths.includes('-')) return 'standard input cannot be read twice: save it to a file, and name that';
  if (pairs.length === 0 && withConfig === undefined)
    return 'propose something: --with key=value, or --with-config <file>';
  for (const each of values) {
    const read = readSettings(each, Date.now());
    if (!read.ok) return read.error;
  }
  return undefined;
}

interface Compared {
  readonly history: History;
  readonly configured: SettingValues;
  readonly proposed: SettingValues;
}

async function compare({ history, configured, proposed }: Compared, chosen: Chosen): Promise<number> {
  const { backtest } = await import('../app/tuning/backtest.ts');
  const { signal } = stopOnSignals();
  try {
    const { result, problems } = await backtest({
      history,
      configured,
      proposed: { values: proposed },
      now: Date.now(),
      stop: signal,
    });
    if (printErrors(problems) || result === undefined) return exitCodes.usage;
    const { backtestJson, backtestText } = await import('./backtest-text.ts');
    print(chosen.output === 'json' ? backtestJson(result) : backtestText(result));
    return await codeOf(result, chosen);
  } catch (error) {
    if (history.state === undefined || !(error instanceof Error)) throw error;
    note(`watchbill: ${history.state}: ${error.message}`);
    return exitCodes.state;
  }
}

async function codeOf({ before, differences }: Backtest, { failOnNew, failOnGone }: Chosen): Promise<number> {
  const { isLouder, isQuieter } = await import('../app/tuning/differences.ts');
  const { events, refused } = before.summary;
  if (events === 0 && refused > 0) return exitCodes.input;
  const fails = (failOnNew && differences.some(isLouder)) || (failOnGone && differences.some(isQuieter));
  return fails ? exitCodes.findings : exitCodes.clean;
}
