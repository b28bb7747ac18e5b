import { severities } from '../model/severity.ts';
import type { Summary } from '../model/summary.ts';
import { summarySentences } from '../printers/summary-sentences.ts';

/** The summary for people who look at standard error while the data goes elsewhere. */
export function summaryText(summary: Summary): string {
  const { findings, incidents, bySeverity } = summary;
  const counts = severities
    .toReversed()
    .map(severity => ({ severity, count: bySeverity[severity] ?? 0 }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => `${count} ${severity}`);
  const found = `${findings} ${findings === 1 ? 'finding' : 'findings'}${counts.length > 0 ? ` (${counts.join(', ')})` : ''}`;
  return [
    `${found}, ${incidents} ${incidents === 1 ? 'incident' : 'incidents'}`,
    ...summarySentences(summary),
  ].join('\n');
}
