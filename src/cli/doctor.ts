import { Command, Option } from 'commander';
import type { Check } from '../app/doctor/check.ts';
import { exitCodes } from '../app/exit-codes.ts';
import { gatherSettings } from '../app/settings/config.ts';
import { readWatchSettings } from '../app/settings/read-watch-settings.ts';
import { watchSettings } from '../app/settings/watch-settings.ts';
import { columns } from './columns.ts';
import type { Finish } from './finish.ts';
import { printErrors } from './problems.ts';
import { flagValues, optionsOf } from './setting-options.ts';
import { misused, note, print } from './streams.ts';

const examples = `
Examples:
  watchbill doctor --config /etc/watchbill/watchbill.yaml
  watchbill doctor --config watchbill.yaml --policy audit-policy.yaml -o json
  watchbill doctor --config watchbill.yaml --self-test

Give it what you give to run. Exit codes: 0 nothing fails (warnings or not), 1 something fails, 2 wrong use or configuration.`;

export function doctorCommand(finish: Finish): Command {
  const command = new Command('doctor')
    .summary('Check a deployment from end to end, and say what to do.')
    .description(
      'Checks what a watch needs: rules, state folder, space, database, ports, certificates and tokens with their expiry, each source with its freshness, the API server and the rights there, the audit policy. Changes nothing.',
    )
    .addHelpText('after', examples);
  for (const option of watchSettings.filter(({ once }) => once !== true).flatMap(optionsOf))
    command.addOption(option);
  return command
    .option('--config <file>', 'Configuration instead of watchbill.yaml in this folder; "" for none.')
    .option('--policy <file>', 'the audit policy in force, to be checked')
    .option(
      '--self-test',
      'send an inert, labelled audit event through the running watch, and wait for its finding',
      false,
    )
    .addOption(new Option('-o, --output <format>', 'how to print').choices(['text', 'json']).default('text'))
    .action(async (_: unknown, self: Command) => finish(await doctor(self)));
}

async function doctor(command: Command): Promise<number> {
  const option = (name: string): unknown => command.getOptionValue(name);
  const [config, policy] = [option('config'), option('policy')];
  const gathered = await gatherSettings({
    flags: flagValues(command),
    config: typeof config === 'string' ? config : undefined,
    environment: process.env,
  });
  if (printErrors(gathered.problems)) return exitCodes.usage;
  const settings = readWatchSettings(gathered.values);
  if (!settings.ok) return misused(settings.error);
  const { examine } = await import('../app/doctor/doctor.ts');
  const checks = await examine(settings.value, {
    now: Date.now(),
    selfTest: option('selfTest') === true,
    ...(typeof policy === 'string' && { policy }),
  });
  if (option('output') === 'json') print(JSON.stringify(checks, null, 2));
  else printChecks(checks);
  return checks.some(({ status }) => status === 'fail') ? exitCodes.findings : exitCodes.clean;
}

function printChecks(checks: readonly Check[]): void {
  print(columns(checks.map(({ status, name, says }) => [status.toUpperCase(), name, says])));
  for (const { status, name, advice } of checks) if (status !== 'pass') note(`${name}: ${advice}`);
  const count = (status: Check['status']): number => checks.filter(each => each.status === status).length;
  note(`${count('pass')} pass, ${count('warn')} warn, ${count('fail')} fail`);
}
