import type { Finding, Incident } from '../model/finding.ts';
import type { Severity } from '../model/severity.ts';
import type { Summary } from '../model/summary.ts';
import { markdownBlock, markdownCellCode, markdownCode, markdownProse } from './escape-markdown.ts';
import { actorLabel, counted, placeLabel, severityCounts, timeLabel, workloadLabel } from './labels.ts';
import type { LooseFindings } from './loose-findings.ts';
import { createLooseFindings } from './loose-findings.ts';
import type { CreatePrinter } from './printer-options.ts';
import { noIncidents, summarySentences } from './summary-sentences.ts';

/** A comment on GitHub holds 65,536 characters: so many incidents are told, the others listed or counted. */
const limits = { told: 10, listed: 50, story: 4000, rowsKept: 500, rowsShown: 50 } as const;

/** A comment for a pull request: what was found on top, details folded away. */
export const markdownPrinter: CreatePrinter = (_, write) => {
  const incidents: string[] = [];
  const bySeverity = new Map<Severity, number>();
  const loose = createLooseFindings(limits.rowsKept, looseRow);
  let many = 0;
  return {
    finding: finding => loose.note(finding),
    incident: incident => {
      many += 1;
      bySeverity.set(incident.severity, (bySeverity.get(incident.severity) ?? 0) + 1);
      loose.settle(incident);
      if (many <= limits.told) incidents.push(told(incident));
      else if (many <= limits.listed) incidents.push(listed(incident));
    },
    summary: summary => {
      const more = many > limits.listed ? `\nand ${counted(many - limits.listed, 'more incident')}\n` : '';
      write(
        `${head(summary, many, bySeverity)}\n${incidents.join('')}${more}${looseText(loose)}\n${tail(summary)}`,
      );
    },
  };
};

function head(summary: Summary, many: number, bySeverity: ReadonlyMap<Severity, number>): string {
  if (many === 0) return `## Watchbill: no incidents\n\n${markdownProse(noIncidents(summary))}\n`;
  return `## Watchbill: ${counted(many, 'incident')} (${severityCounts(bySeverity)})\n`;
}

function told({ severity, title, id, findings, story }: Incident): string {
  const shown = story.length > limits.story ? `${story.slice(0, limits.story)} ...` : story;
  const count = counted(findings.length, 'finding');
  return `### ${severity.toUpperCase()}: ${markdownProse(title)}

<details><summary>incident ${id}, ${count}</summary>

${markdownBlock(shown)}
</details>

`;
}

function listed({ severity, title, id, findings }: Incident): string {
  return `- **${severity.toUpperCase()}** ${markdownProse(title)} (incident ${id}, ${counted(findings.length, 'finding')})\n`;
}

type LooseRow = string;

function looseRow(finding: Finding): LooseRow {
  const { severity, title, workload, actor, time } = finding;
  const when = time === null ? markdownCellCode(placeLabel(finding)) : timeLabel(time);
  const cells = [title, workloadLabel(workload), actorLabel(actor)].map(markdownCellCode);
  return `| ${[severity, ...cells, when].join(' | ')} |\n`;
}

function looseText(loose: LooseFindings<LooseRow>): string {
  const total = loose.total();
  if (total <= 0) return '';
  const rows = loose.rows().slice(0, limits.rowsShown);
  const more = total - rows.length;
  const rest = more > 0 ? `\nand ${counted(more, 'more finding')}\n` : '';
  return `
### Outside incidents: ${counted(total, 'finding')}

| Severity | Rule | Object | Actor | When |
| --- | --- | --- | --- | --- |
${rows.join('')}${rest}`;
}

function tail(summary: Summary): string {
  return summarySentences(summary)
    .map(sentence => `- ${markdownCode(sentence)}\n`)
    .join('');
}
