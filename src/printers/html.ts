import type { Incident } from '../model/finding.ts';
import type { Severity } from '../model/severity.ts';
import { contentsRow } from './html/contents.ts';
import { incidentArticle } from './html/incident-article.ts';
import { looseRow } from './html/loose-section.ts';
import type { Markup } from './html/markup.ts';
import { pageEnd, pageStart } from './html/page.ts';
import { createLooseFindings } from './loose-findings.ts';
import type { CreatePrinter } from './printer-options.ts';

/**
 * So many incidents are told in full, in so many characters; so many more are listed; the others are counted. A page of this size opens
 * within a second or two, and nobody reads a longer one.
 */
const limits = { told: 500, characters: 12_000_000, listed: 5_000, rowsKept: 500 } as const;

/** One page without scripts that asks the network for nothing: to be mailed, printed, or kept beside a build. */
export const htmlPrinter: CreatePrinter = (options, write) => {
  const bySeverity = new Map<Severity, number>();
  const rows: Markup[] = [];
  const articles: Markup[] = [];
  const loose = createLooseFindings(limits.rowsKept, looseRow);
  let many = 0;
  let characters = 0;
  const tell = (incident: Incident): void => {
    const isTold = articles.length < limits.told && characters < limits.characters;
    if (rows.length < limits.listed) rows.push(contentsRow(incident, isTold));
    if (!isTold) return;
    const article = incidentArticle(incident);
    characters += article.markup.length;
    articles.push(article);
  };
  return {
    finding: finding => loose.note(finding),
    incident: incident => {
      many += 1;
      bySeverity.set(incident.severity, (bySeverity.get(incident.severity) ?? 0) + 1);
      loose.settle(incident);
      tell(incident);
    },
    summary: summary => {
      const told = { many, bySeverity, rows, articles, loose };
      write(pageStart(summary, told, options).markup);
      for (const { markup } of articles) write(markup);
      write(pageEnd(summary, told, options).markup);
    },
  };
};
