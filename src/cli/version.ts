import { Command } from 'commander';
import { exitCodes } from '../app/exit-codes.ts';
import { version } from '../app/root.ts';
import type { Finish } from './finish.ts';
import { print } from './streams.ts';

export function versionCommand(finish: Finish): Command {
  return new Command('version')
    .description('Print the version, with that of Node.')
    .addHelpText(
      'after',
      '\nExamples:\n  watchbill version\n  watchbill --version          the first line of it, at once',
    )
    .action(() => {
      print(`watchbill ${version}`);
      print(`node ${process.versions.node} ${process.platform} ${process.arch}`);
      finish(exitCodes.clean);
    });
}
