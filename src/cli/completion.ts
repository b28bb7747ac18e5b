import { Argument, Command } from 'commander';
import { exitCodes } from '../app/exit-codes.ts';
import type { Shell } from './completion-scripts.ts';
import { completionScript, shells } from './completion-scripts.ts';
import type { Finish } from './finish.ts';

const examples = `
Examples:
  source <(watchbill completion bash)                                          in ~/.bashrc
  watchbill completion zsh > "\${fpath[1]}/_watchbill"
  watchbill completion fish > ~/.config/fish/completions/watchbill.fish
  watchbill completion powershell | Out-String | Invoke-Expression             in $PROFILE`;

export function completionCommand(finish: Finish, program: () => Command): Command {
  return new Command('completion')
    .description('Print a script that completes commands, options and their values in a shell.')
    .addArgument(new Argument('<shell>', 'which').choices(shells))
    .addHelpText('after', examples)
    .action((shell: Shell) => {
      process.stdout.write(completionScript(shell, wordsOf(program())));
      finish(exitCodes.clean);
    });
}

/** What can follow a command: subcommands, options with their choices, and choices of the argument. */
export interface CommandWords {
  /** `""` for the program itself, `rules lint` for a command of a command. */
  readonly path: string;
  readonly commands: readonly string[];
  readonly options: readonly OptionWords[];
  readonly choices: readonly string[];
}

export interface OptionWords {
  readonly names: readonly string[];
  readonly takesValue: boolean;
  readonly choices: readonly string[];
}

export function wordsOf(command: Command, path = ''): readonly CommandWords[] {
  const own: CommandWords = {
    path,
    commands: command.commands.map(each => each.name()),
    options: [...command.options, ...helpOption].map(({ short, long, required, argChoices }) => ({
      names: [short, long].filter(name => name !== undefined),
      takesValue: required,
      choices: argChoices ?? [],
    })),
    choices: command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
  };
  return [
    own,
    ...command.commands.flatMap(each => wordsOf(each, path === '' ? each.name() : `${path} ${each.name()}`)),
  ];
}

const helpOption = [{ short: '-h', long: '--help', required: false, argChoices: undefined }];
