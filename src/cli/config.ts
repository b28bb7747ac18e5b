import { Command, Option } from 'commander';
import { exitCodes } from '../app/exit-codes.ts';
import type { Gathered } from '../app/settings/config.ts';
import { gatherSettings } from '../app/settings/config.ts';
import { allSettings } from '../app/settings/watch-settings.ts';
import { columns } from './columns.ts';
import type { Finish } from './finish.ts';
import { printErrors, problemLine } from './problems.ts';
import { note, print } from './streams.ts';

interface Chosen {
  readonly config?: string;
  readonly showOrigin?: boolean;
  readonly all?: boolean;
  readonly output?: 'text' | 'json';
}

const examples = `
Examples:
  watchbill config print --show-origin
  WATCHBILL_FAIL_ON=high watchbill config print --config /etc/watchbill/watchbill.yaml -o json
  watchbill config check --config /etc/watchbill/watchbill.yaml

Environment variables come before the configuration file, flags of a command before both.`;

export function configCommand(finish: Finish): Command {
  const config = new Command('config').description('Show and check the configuration.');
  const over = (name: string, says: string): Command =>
    config
      .command(name)
      .description(says)
      .option('--config <file>', 'configuration instead of watchbill.yaml in this folder; "" for none')
      .addHelpText('after', examples);
  over('print', 'What is set, wherever: in the environment and the configuration file.')
    .option('--show-origin', 'where each value comes from: the variable, or the line of the file')
    .option('--all', 'what is not set, too, with what is then taken')
    .addOption(new Option('-o, --output <format>', 'how to print').choices(['text', 'json']).default('text'))
    .action(async (chosen: Chosen) => finish(await printConfig(chosen)));
  over(
    'check',
    'Say what is wrong with the configuration and what it names: rules, pipelines, suppressions, sources. Exits with 2 if there is an error.',
  ).action(async (chosen: Chosen) => finish(await checkConfig(chosen)));
  return config;
}

const gathered = ({ config }: Chosen): Promise<Gathered> =>
  gatherSettings({ flags: new Map(), config, environment: process.env });

async function printConfig(chosen: Chosen): Promise<number> {
  const { values, origins, problems } = await gathered(chosen);
  const shown = allSettings
    .filter(({ key }) => chosen.all === true || values.has(key))
    .map(({ key, default: usual }) => ({
      key,
      value: values.get(key) ?? null,
      origin: origins.get(key) ?? `default: ${usual}`,
    }));
  if (chosen.output === 'json') print(JSON.stringify(shown, null, 2));
  else if (shown.length > 0)
    print(
      columns(
        shown.map(({ key, value, origin }) => [
          `${key}:`,
          value === null ? '-' : value.join(', '),
          ...(chosen.showOrigin === true || value === null ? [`# ${origin}`] : ['']),
        ]),
      ),
    );
  return printErrors(problems) ? exitCodes.usage : exitCodes.clean;
}

async function checkConfig(chosen: Chosen): Promise<number> {
  const { values, file, problems } = await gathered(chosen);
  const { checkSettings } = await import('../app/settings/check-settings.ts');
  const found = await checkSettings(values);
  const all = [...problems, ...found.problems];
  for (const problem of all) print(problemLine(problem));
  for (const sentence of found.sentences) print(`error: ${sentence}`);
  const wrong = all.filter(({ severity }) => severity === 'error').length + found.sentences.length;
  const where = file === '' ? 'no configuration file' : file;
  note(`${where}: ${wrong === 0 ? 'nothing is wrong' : `${wrong} ${wrong === 1 ? 'error' : 'errors'}`}`);
  return wrong > 0 ? exitCodes.usage : exitCodes.clean;
}
