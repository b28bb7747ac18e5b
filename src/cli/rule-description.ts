import { exitCodes } from '../app/exit-codes.ts';
import type { RuleDocument } from '../detect/rules/rule-document.ts';
import { visible } from '../model/visible-text.ts';
import { misused, print } from './streams.ts';

/** `rules describe`: prints all that the rules which the word may mean say of themselves. */
export async function describeRule(
  wanted: string,
  names: readonly string[],
  pipelines: readonly string[],
): Promise<number> {
  const { effectOfPipelines, loadRules } = await import('../app/rules/rule-report.ts');
  const { isRule } = await import('../app/rules/find-rule.ts');
  const { documents, files } = loadRules(names);
  const found = documents.filter(document => isRule(document, wanted));
  for (const document of found) {
    const effect = await effectOfPipelines(document, pipelines);
    print(description(document, effect, files.get(document.file) ?? ''));
  }
  return found.length > 0
    ? exitCodes.clean
    : misused(`no rule has this id, title, name or folder: ${wanted}`);
}

function description(document: RuleDocument, effect: readonly string[], text: string): string {
  const { metadata, type, file } = document;
  return [
    visible(metadata.title),
    visible(`${metadata.level ?? 'medium'}, ${type}, ${metadata.status || 'no status'}, ${file}`),
    visible([metadata.id, metadata.author, metadata.license].filter(part => part !== '').join(', ')),
    ...part('What it says', linesOf(metadata.description)),
    ...part('Tags', [metadata.tags.join(' ')]),
    ...part('Evidence it needs', metadata.evidence),
    ...part('What it cannot see', metadata.blindspots),
    ...part('Known false alarms', metadata.falsepositives),
    ...part('What to do', metadata.response),
    ...part('References', metadata.references),
    ...part('What field mappings make of it', effect),
    ...part('The rule', linesOf(text)),
    '',
  ].join('\n');
}

const linesOf = (text: string): readonly string[] => text.trimEnd().split('\n');

function part(title: string, lines: readonly string[]): readonly string[] {
  const said = lines.filter(line => line !== '' || title === 'The rule');
  return said.length === 0 ? [] : ['', title, ...said.map(line => `  ${visible(line)}`)];
}
