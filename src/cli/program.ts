import { Command, CommanderError } from 'commander';
import { exitCodes } from '../app/exit-codes.ts';
import { version } from '../app/root.ts';
import { completionCommand } from './completion.ts';
import { explainCommand } from './explain.ts';
import { rulesCommand } from './rules.ts';
import { scanCommand } from './scan.ts';
import { schemaCommand } from './schema.ts';

/** A command reports its exit code by this, since commander's actions return nothing. */
export type Finish = (code: number) => void;

/** The whole command tree: for running, for completion and for the reference. */
export function createProgram(finish: Finish): Command {
  const program = new Command('watchbill')
    .description(
      'Finds abuse of container orchestration jobs (MITRE ATT&CK T1053.007), says who put a workload there and why it does not belong.',
    )
    .version(`watchbill ${version}`, '-V, --version', 'Print the version.')
    .helpOption('-h, --help', 'Print help.')
    .showHelpAfterError('(watchbill --help says more)')
    .exitOverride();
  for (const command of [
    scanCommand(finish),
    explainCommand(finish),
    rulesCommand(finish),
    schemaCommand(finish),
    completionCommand(finish, () => createProgram(finish)),
  ]) {
    program.addCommand(command.copyInheritedSettings(program));
  }
  return program;
}

/** Runs a command line; the exit code. Never throws for what a user can do wrong. */
export async function run(words: readonly string[]): Promise<number> {
  let code: number = exitCodes.clean;
  const program = createProgram(result => {
    code = result;
  });
  quietOnClosedPipe();
  try {
    await program.parseAsync(words, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.clean : exitCodes.usage;
    if (isBrokenPlace(error)) {
      process.stderr.write(`watchbill: ${error.message}\n`);
      return exitCodes.usage;
    }
    throw error;
  }
}

/** `watchbill ... | head` ends the reader first: that is no error. */
function quietOnClosedPipe(): void {
  process.stdout.on('error', error => {
    if ('code' in error && error.code === 'EPIPE') process.exit(exitCodes.clean);
    throw error;
  });
}

/** An output that cannot be made: no such folder, no permission, no space. */
function isBrokenPlace(error: unknown): error is Error {
  return error instanceof Error && 'syscall' in error;
}
