import { Argument, Command } from 'commander';
import { exitCodes } from '../app/exit-codes.ts';
import type { Finish } from './finish.ts';
import { print } from './streams.ts';

const names = [
  'config',
  'baseline',
  'rule',
  'finding',
  'suppressions',
  'inventory',
  'inventory-diff',
] as const;

const examples = `
  config          watchbill.yaml
  baseline        a line of a file of scan --baseline
  rule            a document of a rule file
  finding         a line of scan -o ndjson: a finding, an incident or the summary
  suppressions    the file of --suppressions
  inventory       inventory -o json
  inventory-diff  inventory diff -o json

Examples:
  watchbill schema rule > rule.schema.json     and in a rule: # yaml-language-server: $schema=rule.schema.json`;

export function schemaCommand(finish: Finish): Command {
  return new Command('schema')
    .description('Print the JSON Schema of a file that Watchbill reads or writes.')
    .addArgument(new Argument('<name>', 'which').choices(names))
    .addHelpText('after', examples)
    .action(async (name: (typeof names)[number]) => {
      const { schemas } = await import('../app/schemas.ts');
      print(JSON.stringify(schemas[name](), null, 2));
      finish(exitCodes.clean);
    });
}
