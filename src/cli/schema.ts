import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Argument, Command } from 'commander';
import { exitCodes } from '../app/exit-codes.ts';
import { installation } from '../app/root.ts';
import type { Finish } from './program.ts';

export const schemaNames = ['config', 'rule', 'finding', 'suppressions'] as const;

/** The published JSON Schemas, as files in docs/reference. */
export function schemaCommand(finish: Finish): Command {
  return new Command('schema')
    .description('Print the JSON Schema of a file that Watchbill reads or writes.')
    .addArgument(new Argument('<name>', 'which').choices(schemaNames))
    .action((name: string) => {
      process.stdout.write(readFileSync(join(installation, 'docs/reference', `${name}.schema.json`), 'utf8'));
      finish(exitCodes.clean);
    });
}
