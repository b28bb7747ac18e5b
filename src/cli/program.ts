import { Command, CommanderError } from 'commander';
import { exitCodes } from '../app/exit-codes.ts';
import { version } from '../app/root.ts';
import { backtestCommand } from './backtest.ts';
import { baselineCommand } from './baseline.ts';
import { completionCommand } from './completion.ts';
import { configCommand } from './config.ts';
import { coverageCommand } from './coverage.ts';
import { doctorCommand } from './doctor.ts';
import { evaluateCommand } from './evaluate.ts';
import { exceptCommand } from './except.ts';
import { explainCommand } from './explain.ts';
import type { Finish } from './finish.ts';
import { inventoryCommand } from './inventory.ts';
import { rulesCommand } from './rules.ts';
import { runCommand } from './run.ts';
import { scanCommand } from './scan.ts';
import { schemaCommand } from './schema.ts';
import { findingsCommand, incidentsCommand } from './stored.ts';
import { note, onOutputClosed } from './streams.ts';
import { traceCommand } from './trace.ts';
import { versionCommand } from './version.ts';

const examples = `
Examples:
  watchbill scan audit.log
  kubectl kustomize overlays/prod | watchbill scan -
  watchbill rules list

watchbill help <command> says more.`;

/** The whole command tree: for running, for completion and for the reference. */
export function createProgram(finish: Finish): Command {
  const program = new Command('watchbill')
    .description(
      'Finds abuse of container orchestration jobs (MITRE ATT&CK T1053.007), says who put a workload there and why it does not belong.',
    )
    .version(`watchbill ${version}`, '-V, --version', 'Print the version.')
    .helpOption('-h, --help', 'Print help.')
    .helpCommand('help [command]', 'Print help for a command.')
    .addHelpText('after', examples)
    .enablePositionalOptions()
    .showHelpAfterError('(watchbill --help says more)')
    .exitOverride();
  for (const command of [
    scanCommand(finish),
    runCommand(finish),
    incidentsCommand(finish),
    findingsCommand(finish),
    traceCommand(finish),
    inventoryCommand(finish),
    baselineCommand(finish),
    explainCommand(finish),
    exceptCommand(finish),
    rulesCommand(finish),
    backtestCommand(finish),
    coverageCommand(finish),
    configCommand(finish),
    doctorCommand(finish),
    evaluateCommand(finish),
    schemaCommand(finish),
    completionCommand(finish, () => createProgram(finish)),
    versionCommand(finish),
  ]) {
    inheritSettings(command, program);
    program.addCommand(command);
  }
  return program;
}

function inheritSettings(command: Command, parent: Command): void {
  command.copyInheritedSettings(parent);
  for (const inner of command.commands) inheritSettings(inner, command);
}

/** Runs a command line; the exit code. Never throws for what a user can do wrong. */
export async function run(words: readonly string[]): Promise<number> {
  let code: number = exitCodes.clean;
  const program = createProgram(result => {
    code = result;
  });
  if (words[0] !== 'scan') onOutputClosed(() => process.exit(exitCodes.outputClosed));
  try {
    await program.parseAsync(words, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.clean : exitCodes.usage;
    if (!isBrokenPlace(error)) throw error;
    note(`watchbill: ${error.message}`);
    return exitCodes.usage;
  }
}

/** An output that cannot be made: no such folder, no permission, no space. */
function isBrokenPlace(error: unknown): error is Error {
  return error instanceof Error && 'syscall' in error;
}
