import type { RuleDocument } from '../detect/rules/rule-document.ts';
import type { Severity } from '../model/severity.ts';
import { severities, severityRank } from '../model/severity.ts';

/** The page on the shipped rules: Watchbill's own by area, then the community's. */
export function rulesPage(rules: readonly RuleDocument[], community: readonly RuleDocument[]): string {
  const areas = Map.groupBy(rules, ({ file }) => /rules\/([^/]+)\//.exec(file)?.[1] ?? '');
  const sections = [...areas]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([area, own]) => areaSection(area, own));
  return `# Rules

${counted(rules)} of Watchbill's own (\`--rules watchbill\`, the default) and ${counted(community)} of SigmaHQ's (\`--rules community\`), which are
shipped as they are, under their own licence. \`watchbill rules describe <folder or id>\` prints all of a rule.

${sections.join('\n\n')}

## community

${community.map(each => `- ${each.metadata.title} (${each.metadata.level ?? 'medium'}; ${each.metadata.author}; \`${each.metadata.id}\`)`).join('\n')}
`;
}

const counted = (rules: readonly RuleDocument[]): string => `${rules.length} rules`;
const levelOf = ({ metadata }: RuleDocument): Severity => metadata.level ?? 'medium';

function areaSection(area: string, rules: readonly RuleDocument[]): string {
  const sorted = rules.toSorted(
    (a, b) =>
      severityRank(levelOf(b)) - severityRank(levelOf(a)) || (a.metadata.title < b.metadata.title ? -1 : 1),
  );
  const counts = severities
    .toReversed()
    .map(level => ({ level, count: rules.filter(rule => levelOf(rule) === level).length }))
    .filter(({ count }) => count > 0)
    .map(({ level, count }) => `${count} ${level}`);
  return `## ${area}\n\n${rules.length} rules: ${counts.join(', ')}.\n\n${sorted.map(ruleSection).join('\n\n')}`;
}

function ruleSection(rule: RuleDocument): string {
  const { metadata, type, file } = rule;
  const folder = file.replace(/^.*?(rules\/.*)\/[^/]+$/, '$1');
  const techniques = metadata.tags
    .filter(tag => /^attack\.t\d/.test(tag))
    .map(tag => tag.slice('attack.'.length).toUpperCase());
  return [
    `### ${metadata.title}`,
    `${levelOf(rule)}, ${type}, ${techniques.join(', ') || 'no technique'}, \`${metadata.id}\`, [${folder}](../../${folder}/README.md)`,
    metadata.description.replace(/\s+/g, ' '),
    ...list('Needs', metadata.evidence),
    ...list('Cannot see', metadata.blindspots),
  ].join('\n\n');
}

function list(title: string, sentences: readonly string[]): readonly string[] {
  if (sentences.length === 0) return [];
  return [
    `${title}:\n\n${sentences.map(sentence => `- ${sentence.replace(/\s+/g, ' ').trim()}`).join('\n')}`,
  ];
}
