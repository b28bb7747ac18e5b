import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { exitCodes } from '../app/exit-codes.ts';
import type { Explained } from '../app/explain/explain.ts';
import type { LastScan } from '../app/explain/last-scan.ts';
import { parts } from '../app/parts.ts';
import { explanationText } from './explanation-text.ts';
import type { Finish } from './finish.ts';
import { ruleOptions } from './rule-options.ts';
import { misused, print } from './streams.ts';

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
  watchbill explain --rule reverse-or-bind-shell --audit-id 1d4d22c8-... audit.log.gz
  watchbill explain --rule 402b955c-8fe0-4a8c-b635-622b4ac5f902 --rules community --line 12 audit.log

The last scan is remembered in \${XDG_STATE_HOME:-~/.local/state}/watchbill: which files and which rules, nothing of what was in
them; set WATCHBILL_NO_STATE to remember nothing.`;

export function explainCommand(finish: Finish): Command {
  return new Command('explain')
    .summary('Say which selection, field and value made a rule fire, or where it stopped.')
    .description(
      'Say which selection, field and value made a rule fire; with --rule, where it stopped on an event that it did not match. Reads the input again; bodies of requests are not shown.',
    )
    .argument(
      '[finding-or-path...]',
      'the id of a finding (4 characters of it or more), then inputs; without inputs: those of the last scan. With --rule: inputs',
    )
    .option(
      '--rule <rule>',
      'explain this rule (id, title or folder) on the events that --audit-id or --line choose',
    )
    .option('--audit-id <id>', 'the event with this audit id')
    .option('--line <n>', 'the event or manifest that begins on this line')
    .addOption(ruleOptions.rules())
    .addOption(ruleOptions.pipeline())
    .addOption(new Option('--format <name>', 'the format of the inputs').choices(parts.formats))
    .option('--cluster <name>', 'the name of the cluster: it is part of the ids of findings')
    .addOption(new Option('-o, --output <format>', 'how to print').choices(['text', 'json']).default('text'))
    .addHelpText('after', examples)
    .action(async (words: string[], chosen: Chosen) => finish(await explain(words, chosen)));
}

async function explain(words: readonly string[], chosen: Chosen): Promise<number> {
  const { lastScan } = await import('../app/explain/last-scan.ts');
  const paths = chosen.rule === undefined ? words.slice(1) : words;
  const scan = scanOf(paths, chosen, lastScan());
  if (scan === undefined) return misused('no scan is remembered: name the inputs');
  if (scan.paths.includes('-'))
    return misused('standard input cannot be read again: save it to a file, and name that');
  const explained =
    chosen.rule === undefined ? await byId(words[0] ?? '', scan) : await byRule(chosen.rule, chosen, scan);
  if (typeof explained === 'string') return misused(explained);
  if (chosen.output === 'json') print(JSON.stringify(explained.map(forTools), null, 2));
  else print(explained.map(explanationText).join('\n\n'));
  return exitCodes.clean;
}

/** The last scan, with what was said otherwise this time. Of other inputs it says nothing. */
function scanOf(paths: readonly string[], chosen: Chosen, last: LastScan | undefined): LastScan | undefined {
  const given = {
    ...(chosen.rules && { rules: chosen.rules }),
    ...(chosen.pipeline && { pipelines: chosen.pipeline }),
    ...(chosen.cluster !== undefined && { cluster: chosen.cluster }),
    ...(chosen.format !== undefined && { format: chosen.format }),
  };
  if (paths.length === 0) return last === undefined ? undefined : { ...last, ...given };
  const same = paths.every(path => last?.paths.includes(resolve(path)));
  const before = same && last !== undefined ? last : { rules: ['watchbill'], pipelines: [], cluster: '' };
  return { ...before, ...given, paths };
}

async function byId(id: string, scan: LastScan): Promise<readonly Explained[] | string> {
  if (!/^[0-9a-f]{4,16}$/.test(id)) return 'give the id of a finding, or at least its first 4 characters';
  const { explainFinding } = await import('../app/explain/explain.ts');
  const explained = await explainFinding(id, scan);
  return explained.ok ? [explained.value] : explained.error;
}

async function byRule(
  rule: string,
  { auditId, line }: Chosen,
  scan: LastScan,
): Promise<readonly Explained[] | string> {
  if (auditId === undefined && line === undefined) return 'choose events with --audit-id or --line';
  if (line !== undefined && !/^[1-9]\d{0,14}$/.test(line)) return `--line: "${line}" is no number of a line`;
  const { explainRule } = await import('../app/explain/explain.ts');
  const wanted = {
    ...(auditId !== undefined && { auditId }),
    ...(line !== undefined && { line: Number(line) }),
  };
  const explained = await explainRule(rule, wanted, scan);
  return explained.ok ? explained.value : explained.error;
}

function forTools({ rule, explanation, finding, file, line, header }: Explained): object {
  return {
    rule: { id: rule.metadata.id, title: rule.metadata.title, file: rule.file },
    finding: finding ?? null,
    file,
    line,
    header: Object.fromEntries(header),
    explanation,
  };
}
