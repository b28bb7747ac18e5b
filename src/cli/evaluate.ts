import { Command, Option } from 'commander';
import type { World } from '../app/evaluate/worlds.ts';
import { exitCodes } from '../app/exit-codes.ts';
import { gatherSettings } from '../app/settings/config.ts';
import { readSettings } from '../app/settings/read-settings.ts';
import { findingSettings, settings } from '../app/settings/settings.ts';
import type { Result } from '../model/result.ts';
import { succeed } from '../model/result.ts';
import type { Finish } from './finish.ts';
import { printErrors } from './problems.ts';
import { flagValues, optionsOf } from './setting-options.ts';
import { stopOnSignals } from './stopping.ts';
import { misused, print } from './streams.ts';

const examples = `
Examples:
  watchbill evaluate audit.log.gz --truth truth.jsonl --learn-until 2026-11-23T04:37:02Z
  watchbill evaluate recordings/ -o markdown         every folder below it that holds a truth.jsonl is a world
  watchbill evaluate worlds/ --no-peers --no-alone   quicker: all detectors together, and nothing else

A scenario is found if an incident of medium or above holds one of its requests, or is about an object that one of them led to. An
incident that holds none is wrong. A world is one cluster; world.json beside its truth may say {"learnUntil": TIME}.`;

interface Chosen {
  readonly truth?: string;
  readonly alone: boolean;
  readonly peers: boolean;
  readonly output: 'table' | 'markdown' | 'json';
  readonly config?: string;
}

export function evaluateCommand(finish: Finish): Command {
  const command = new Command('evaluate')
    .summary('Compare what the detection finds with what is known to be true.')
    .description(
      'Runs the detection over labelled logs: recall by scenario, precision, incidents a cluster a day, time to detect, by detector; and what rules of other projects say of the same logs.',
    )
    .argument(
      '<path...>',
      'logs, with --truth; else folders that hold truth.jsonl and audit*.log, or folders of such',
    )
    .option('--truth <file>', 'what is true of the logs: a line of JSON a request')
    .option('--no-alone', 'leave out each detector by itself')
    .option('--no-peers', 'leave out the rules of other projects')
    .addOption(
      new Option('-o, --output <format>', 'how to print')
        .choices(['table', 'markdown', 'json'])
        .default('table'),
    )
    .option('--config <file>', 'Configuration instead of watchbill.yaml in this folder; "" for none.')
    .addHelpText('after', examples);
  for (const option of findingSettings.flatMap(optionsOf))
    command.addOption(option.helpGroup('As for scan:'));
  if (!settings.some(({ key }) => key === 'learn-until'))
    command.option('--learn-until <time>', 'everything before is known to be well, and not judged');
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
  const now = Date.now();
  const read = readSettings(gathered.values, now);
  if (!read.ok) return misused(read.error);
  const worlds = await worldsOf(paths, chosen.truth);
  if (!worlds.ok) return misused(worlds.error);
  const { evaluate } = await import('../app/evaluate/evaluate.ts');
  const { signal } = stopOnSignals();
  const { alone, peers, output } = chosen;
  const options = { worlds: worlds.value, values: gathered.values, alone, peers, now, stop: signal };
  const { evaluation, problems } = await evaluate(options);
  if (printErrors(problems) || evaluation === undefined) return exitCodes.usage;
  const { evaluationText } = await import('./evaluation-text.ts');
  print(output === 'json' ? JSON.stringify(evaluation, null, 2) : evaluationText(evaluation, output));
  return exitCodes.clean;
}

async function worldsOf(
  paths: readonly string[],
  truth: string | undefined,
): Promise<Result<readonly World[], string>> {
  const { namedWorld, worldsIn } = await import('../app/evaluate/worlds.ts');
  if (truth === undefined) return worldsIn(paths);
  const world = namedWorld(paths, truth);
  return world.ok ? succeed([world.value]) : world;
}
