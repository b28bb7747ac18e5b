import { Command } from 'commander';
import { exitCodes } from '../app/exit-codes.ts';
import type { Explained } from '../app/explain.ts';
import type { LastScan } from '../app/last-scan.ts';
import type { Explanation } from '../detect/explanation.ts';
import { visible } from '../model/visible-text.ts';
import type { Finish } from './program.ts';

interface Chosen {
  readonly rule?: string;
  readonly auditId?: string;
  readonly line?: string;
  readonly rules?: readonly string[];
  readonly pipeline?: readonly string[];
  readonly format?: string;
  readonly cluster?: string;
  readonly output: string;
}

const examples = `
Examples:
  watchbill explain 7f3a91c2                        a finding of the last scan
  watchbill explain 7f3a91c2 audit.log.gz
  watchbill explain --rule "Privileged container in a scheduled workload" --audit-id 1d4d22c8-... audit.log.gz
  watchbill explain --rule 402b955c-8fe0-4a8c-b635-622b4ac5f902 --line 12 audit.log`;

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

export function explainCommand(finish: Finish): Command {
  return new Command('explain')
    .description('Say which selection, field and value made a rule fire; or, with --rule, where it stopped.')
    .argument(
      '[finding-or-path...]',
      'the id of a finding or its first 4 characters or more, then inputs; without inputs: those of the last scan',
    )
    .option(
      '--rule <id|title>',
      'explain this rule on the events that --audit-id or --line choose, fired or not',
    )
    .option('--audit-id <id>', 'the event with this audit id')
    .option('--line <n>', 'the event on this line')
    .option('--rules <pack|path>', 'as for scan', collect)
    .option('--pipeline <name|path>', 'as for scan', collect)
    .option('--format <name>', 'as for scan')
    .option('--cluster <name>', 'as for scan')
    .option('-o, --output <format>', 'text or json', 'text')
    .addHelpText('after', examples)
    .action(async (words: string[], chosen: Chosen) => finish(await explain(words, chosen)));
}

async function explain(words: readonly string[], chosen: Chosen): Promise<number> {
  const { lastScan } = await import('../app/last-scan.ts');
  const [id = ''] = chosen.rule === undefined ? words : [];
  const paths = chosen.rule === undefined ? words.slice(1) : words;
  const scan = scanOf(paths, chosen, lastScan());
  if (scan === undefined) return misused('no scan is remembered: name the inputs');
  if (scan.paths.includes('-'))
    return misused('standard input cannot be read again: save it to a file, and name that');
  const explained =
    chosen.rule === undefined ? await byId(id, scan) : await byRule(chosen.rule, chosen, scan);
  if (typeof explained === 'string') return misused(explained);
  if (chosen.output === 'json') process.stdout.write(`${JSON.stringify(explained.map(forTools), null, 2)}\n`);
  else for (const each of explained) process.stdout.write(`${textOf(each)}\n`);
  return exitCodes.clean;
}

function scanOf(paths: readonly string[], chosen: Chosen, last: LastScan | undefined): LastScan | undefined {
  if (paths.length === 0) return last;
  const { rules = ['watchbill'], pipeline = [], cluster = '', format } = chosen;
  return { paths, rules, pipelines: pipeline, cluster, format };
}

async function byId(id: string, scan: LastScan): Promise<readonly Explained[] | string> {
  if (!/^[0-9a-f]{4,16}$/.test(id)) return 'give the id of a finding, or at least its first 4 characters';
  const { explainFinding } = await import('../app/explain.ts');
  const explained = await explainFinding(id, scan);
  return explained === undefined
    ? `no finding ${id} in ${visible(scan.paths.join(', '))} with these rules`
    : [explained];
}

async function byRule(
  rule: string,
  { auditId, line }: Chosen,
  scan: LastScan,
): Promise<readonly Explained[] | string> {
  if (auditId === undefined && line === undefined) return 'choose events with --audit-id or --line';
  const { explainRule } = await import('../app/explain.ts');
  const wanted = {
    ...(auditId !== undefined && { auditId }),
    ...(line !== undefined && { line: Number(line) }),
  };
  const explained = await explainRule(rule, wanted, scan);
  if (explained === undefined) return `no rule has this id or title: ${visible(rule)}`;
  return explained.length === 0 ? 'no such event in the input' : explained;
}

function textOf({ rule, explanation, finding, file, line }: Explained): string {
  const fired =
    finding === undefined
      ? explanation.outcome === true
        ? 'matches'
        : 'does not match'
      : `fired (finding ${finding.id})`;
  return [
    `${visible(rule.metadata.title)}: ${fired} on ${visible(file)}:${line}`,
    ...(finding?.reasons ?? []).map(reason => `  because ${visible(reason)}`),
    ...treeOf(explanation, 1),
  ].join('\n');
}

const marks = new Map<Explanation['outcome'], string>([
  [true, 'yes'],
  [false, 'no '],
  ['not-evaluated', '-  '],
  ['error', '!  '],
]);

function treeOf({ label, outcome, detail, children }: Explanation, depth: number): readonly string[] {
  const found = detail === undefined || detail === '' ? '' : `: ${visible(detail)}`;
  return [
    `${'  '.repeat(depth)}${marks.get(outcome)} ${visible(label)}${found}`,
    ...children.flatMap(child => treeOf(child, depth + 1)),
  ];
}

function forTools({ rule, explanation, finding, file, line }: Explained): object {
  return {
    rule: { id: rule.metadata.id, title: rule.metadata.title },
    finding: finding?.id ?? null,
    file,
    line,
    explanation,
  };
}

function misused(sentence: string): number {
  process.stderr.write(`watchbill: ${sentence}\n`);
  return exitCodes.usage;
}
