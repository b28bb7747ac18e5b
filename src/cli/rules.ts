import { Command, Option } from 'commander';
import { exitCodes } from '../app/exit-codes.ts';
import type { TestedRule } from '../app/rules/rule-report.ts';
import type { Problem } from '../detect/rules/problem.ts';
import type { RuleDocument } from '../detect/rules/rule-document.ts';
import { visible } from '../model/visible-text.ts';
import { columns } from './columns.ts';
import type { Finish } from './finish.ts';
import { printErrors, problemLine } from './problems.ts';
import { describeRule } from './rule-description.ts';
import { ruleOptions } from './rule-options.ts';
import { note, print } from './streams.ts';

interface Chosen {
  readonly output?: string;
  readonly pipeline?: readonly string[];
}

const output = (): Option =>
  new Option('-o, --output <format>', 'how to print').choices(['text', 'json']).default('text');

export function rulesCommand(finish: Finish): Command {
  const rules = new Command('rules').description('List, describe, check and test rules.');
  const over = (name: string, says: string, examples: readonly string[]): Command =>
    rules
      .command(name)
      .description(says)
      .argument('[pack|path...]', 'packs (watchbill, community), files or folders', ['watchbill'])
      .addHelpText(
        'after',
        `\nExamples:\n${examples.map(example => `  watchbill rules ${example}`).join('\n')}`,
      );

  over('list', 'One line for each rule.', ['list', 'list community', 'list watchbill community -o json'])
    .addOption(output())
    .action(async (names: string[], chosen: Chosen) => finish(await list(names, chosen)));
  rules
    .command('describe')
    .description('All that a rule says of itself, and what field mappings make of it.')
    .argument('<rule>', 'its id, title, name or folder')
    .argument('[pack|path...]', 'where to look for it', ['watchbill', 'community'])
    .addOption(ruleOptions.pipeline())
    .addHelpText('after', '\nExamples:\n  watchbill rules describe reverse-or-bind-shell')
    .action(async (rule: string, names: string[], chosen: Chosen) =>
      finish(await describeRule(rule, names, chosen.pipeline ?? [])),
    );
  over('lint', 'Say what is wrong with rules, or can never match. Exits with 2 if there is an error.', [
    'lint my-rules/',
    'lint community --pipeline none',
  ])
    .addOption(ruleOptions.pipeline())
    .addOption(output())
    .action(async (names: string[], chosen: Chosen) => finish(await lint(names, chosen)));
  over('test', 'Run the cases beside each rule (cases.yml). Exits with 1 if one fails.', [
    'test',
    'test rules/execution/encoded-command',
  ]).action(async (names: string[]) => finish(await test(names)));
  rules
    .command('fields')
    .description('What rules can ask about: fields of audit events (Sigma) and of workload changes (CEL).')
    .addOption(output())
    .addHelpText('after', '\nExamples:\n  watchbill rules fields | grep -i schedule')
    .action(async (chosen: Chosen) => finish(await fields(chosen)));
  return rules;
}

async function list(names: readonly string[], chosen: Chosen): Promise<number> {
  const { loadRules } = await import('../app/rules/rule-report.ts');
  const { documents, problems } = loadRules(names);
  if (chosen.output === 'json')
    print(
      JSON.stringify(
        documents.map(({ file, type, metadata }) => ({ file, type, ...metadata })),
        null,
        2,
      ),
    );
  else if (documents.length > 0)
    print(columns([['SEVERITY', 'TYPE', 'TITLE', 'FILE'], ...documents.map(row)]));
  return printErrors(problems) ? exitCodes.usage : exitCodes.clean;
}

function row({ type, metadata, file }: RuleDocument): readonly string[] {
  return [metadata.level ?? 'medium', type, metadata.title, file];
}

async function lint(names: readonly string[], { pipeline, output: format }: Chosen): Promise<number> {
  const { lintRules } = await import('../app/rules/rule-report.ts');
  const problems: readonly Problem[] = await lintRules(names, pipeline ?? []);
  if (format === 'json') print(JSON.stringify(problems, null, 2));
  else for (const problem of problems) print(problemLine(problem));
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  note(`${counted(errors, 'error')}, ${counted(problems.length - errors, 'warning')}`);
  return errors > 0 ? exitCodes.usage : exitCodes.clean;
}

async function test(names: readonly string[]): Promise<number> {
  const { testRules } = await import('../app/rules/rule-report.ts');
  const tested = await testRules(names);
  const failures = tested.flatMap(failuresOf);
  for (const failure of failures) print(failure);
  const total = tested.reduce((sum, { results }) => sum + results.length, 0);
  const passed = total - failures.length;
  note(`${counted(tested.length, 'rule')}, ${counted(passed, 'case')} passed, ${failures.length} failed`);
  if (total === 0) note('watchbill: no cases.yml lies beside a rule.yml there');
  return failures.length > 0 || total === 0 ? exitCodes.findings : exitCodes.clean;
}

function failuresOf({ file, title, results }: TestedRule): readonly string[] {
  const cases = file.replace(/rule\.ya?ml$/, 'cases.yml');
  return results
    .filter(({ passed }) => !passed)
    .map(({ name, form, problem = '', line }) =>
      visible(`${cases}:${line}: ${title}: "${name}" (${form}) ${problem}`),
    );
}

async function fields({ output: format }: Chosen): Promise<number> {
  const { fieldTitles, ruleFields } = await import('../app/rules/rule-fields.ts');
  const all = ruleFields();
  if (format === 'json') print(JSON.stringify(all, null, 2));
  else
    for (const holder of ['event', 'workload'] as const) {
      const rows = all
        .filter(field => field.holder === holder)
        .map(({ path, type, says }) => [path, type, says]);
      print(`${fieldTitles[holder]}\n\n${columns([['FIELD', 'TYPE', 'WHAT IT IS'], ...rows])}\n`);
    }
  return exitCodes.clean;
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
