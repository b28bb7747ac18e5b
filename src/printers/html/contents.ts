import type { Incident } from '../../model/finding.ts';
import { shortened } from '../../model/visible-text.ts';
import { actorLabel, counted, timeLabel } from '../labels.ts';
import type { Markup } from './markup.ts';
import { breakable, html, isolated } from './markup.ts';
import { severityBadge } from './severity-badge.ts';
import type { Told } from './told.ts';

/** A line of the table of contents; a link where the incident is told in full. */
export function contentsRow(
  { id, severity, title, actor, lastSeen, findings }: Incident,
  isTold: boolean,
): Markup {
  const name = isolated(shortened(title, 300));
  return html`<tr class="of-${severity}" data-incident="${id}" data-findings="${findings.length}"><td>${severityBadge(severity)}</td>
<th scope="row">${isTold ? html`<a href="#i-${id}">${name}</a>` : name}</th>
<td class="who">${breakable(shortened(actorLabel(actor), 120))}</td><td class="when">${timeLabel(lastSeen)}</td></tr>
`;
}

/** Every incident in a line, the most severe first. */
export function contents({ many, rows, articles }: Told): Markup {
  if (many === 0) return html``;
  const notTold = rows.length - articles.length;
  const notListed = many - rows.length;
  return html`<nav aria-labelledby="contents">
<h2 id="contents">Incidents</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Table of incidents"><table class="contents">
<thead><tr><th scope="col">Severity</th><th scope="col">What</th><th scope="col">Who</th><th scope="col">Last seen, UTC</th></tr></thead>
<tbody>
${rows}</tbody></table></div>
${notTold > 0 && html`<p class="left-out">${counted(notTold, 'incident')} of these, the least severe, ${notTold === 1 ? 'is' : 'are'} listed here and not told below: a page with all would be too large. <code>-o json</code> holds them whole.</p>`}
${notListed > 0 && html`<p class="left-out" data-left-out="${notListed}">and ${counted(notListed, 'more incident')}, not listed: see <code>-o json</code>.</p>`}
</nav>
`;
}
