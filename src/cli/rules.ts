import { Command } from 'commander';
import { exitCodes } from '../app/exit-codes.ts';
import type { RuleDocument } from '../detect/rules/rule-document.ts';
import { visible } from '../model/visible-text.ts';
import { problemLine } from './problems.ts';
import type { Finish } from './program.ts';

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

interface Chosen {
  readonly output?: string;
  readonly pipeline?: readonly string[];
}

export function rulesCommand(finish: Finish): Command {
  const rules = new Command('rules').description('List, describe, check and test rules.');
  const over = (name: string, says: string): Command =>
    rules
      .command(name)
      .description(says)
      .argument('[pack|path...]', 'packs (watchbill, community), files or folders', ['watchbill']);

  over('list', 'One line for each rule.')
    .option('-o, --output <format>', 'table or json', 'table')
    .action(async (names: string[], chosen: Chosen) => finish(await list(names, chosen)));
  rules
    .command('describe')
    .description('All that a rule says of itself.')
    .argument('<rule>', 'its id or title')
    .argument('[pack|path...]', 'where to look for it', ['watchbill', 'community'])
    .action(async (rule: string, names: string[]) => finish(await describe(rule, names)));
  over('lint', 'Say what is wrong with rules, or can never match. Exits with 2 if there is an error.')
    .option(
      '--pipeline <name|path>',
      'field mappings to take into account; none for none; repeatable',
      collect,
    )
    .action(async (names: string[], chosen: Chosen) => finish(await lint(names, chosen)));
  over('test', 'Run the cases beside each rule. Exits with 1 if one fails.').action(async (names: string[]) =>
    finish(await test(names)),
  );
  rules
    .command('fields')
    .description('What rules can ask about: fields of audit events (Sigma) and of workload changes (CEL).')
    .action(async () => finish(await fields()));
  return rules;
}

async function list(names: readonly string[], { output }: Chosen): Promise<number> {
  const { readRules } = await import('../app/rule-report.ts');
  const { documents, problems } = readRules(names);
  for (const problem of problems.filter(({ severity }) => severity === 'error'))
    process.stderr.write(`${problemLine(problem)}\n`);
  if (output === 'json')
    print(
      JSON.stringify(
        documents.map(({ file, type, metadata }) => ({ file, type, ...metadata })),
        null,
        2,
      ),
    );
  else for (const document of documents) print(row(document));
  return problems.some(({ severity }) => severity === 'error') ? exitCodes.usage : exitCodes.clean;
}

function row({ type, metadata, file }: RuleDocument): string {
  return visible(
    `${(metadata.level ?? 'medium').padEnd(14)} ${type.padEnd(18)} ${metadata.title}  (${file})`,
  );
}

async function describe(wanted: string, names: readonly string[]): Promise<number> {
  const { readRules } = await import('../app/rule-report.ts');
  const { documents, files } = readRules(names);
  const found = documents.filter(
    ({ metadata }) => metadata.id === wanted || metadata.title.toLowerCase() === wanted.toLowerCase(),
  );
  for (const document of found) print(description(document, files.get(document.file) ?? ''));
  if (found.length > 0) return exitCodes.clean;
  process.stderr.write(`watchbill: no rule has this id or title: ${visible(wanted)}\n`);
  return exitCodes.usage;
}

function description({ metadata, type, file }: RuleDocument, text: string): string {
  const part = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : ['', title, ...lines.map(line => `  ${visible(line)}`)];
  return [
    visible(metadata.title),
    `${metadata.level ?? 'medium'}, ${type}, ${metadata.status || 'no status'}, ${visible(file)}, ${visible(metadata.id)}`,
    ...part(
      'What it says',
      metadata.description.split('\n').filter(line => line !== ''),
    ),
    ...part('Tags', metadata.tags),
    ...part('Evidence it needs', metadata.evidence),
    ...part('What it cannot see', metadata.blindspots),
    ...part('Known false alarms', metadata.falsepositives),
    ...part('What to do', metadata.response),
    ...part('References', metadata.references),
    ...part('The rule', text.trimEnd().split('\n')),
    '',
  ].join('\n');
}

async function lint(names: readonly string[], { pipeline }: Chosen): Promise<number> {
  const { lintRules } = await import('../app/rule-report.ts');
  const problems = await lintRules(names, pipeline ?? []);
  for (const problem of problems) print(problemLine(problem));
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  process.stderr.write(`${errors} errors, ${problems.length - errors} warnings\n`);
  return errors > 0 ? exitCodes.usage : exitCodes.clean;
}

async function test(names: readonly string[]): Promise<number> {
  const { testRules } = await import('../app/rule-report.ts');
  const tested = await testRules(names);
  let failed = 0;
  for (const { file, title, results } of tested) {
    for (const { name, form, problem, line } of results.filter(result => !result.passed)) {
      failed += 1;
      print(
        visible(
          `FAILED  ${title}: ${name} (${form}; ${file.replace(/rule\.ya?ml$/, 'cases.yml')}:${line}): ${problem ?? ''}`,
        ),
      );
    }
  }
  const total = tested.reduce((sum, { results }) => sum + results.length, 0);
  process.stderr.write(`${tested.length} rules, ${total - failed} cases passed, ${failed} failed\n`);
  return failed > 0 || total === 0 ? exitCodes.findings : exitCodes.clean;
}

async function fields(): Promise<number> {
  const { contextFields, documentedFields } = await import('../detect/cel/context-fields.ts');
  const { auditFields } = await import('../detect/sigma/lint/audit-schema.ts');
  print('Fields of audit events, for Sigma rules (logsource product kubernetes, service audit)\n');
  for (const { path, type, says } of auditFields) print(`  ${path.padEnd(48)} ${type.padEnd(12)} ${says}`);
  print('\nFields of workload changes, for CEL rules (logsource product kubernetes, service workload)\n');
  for (const { path, type, says } of documentedFields(contextFields))
    print(`  ${path.padEnd(48)} ${type.padEnd(12)} ${says}`);
  return exitCodes.clean;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
