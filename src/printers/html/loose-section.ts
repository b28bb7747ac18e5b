import type { Finding } from '../../model/finding.ts';
import { shortened, visible } from '../../model/visible-text.ts';
import { actorLabel, counted, grouped, placeLabel, timeLabel, workloadLabel } from '../labels.ts';
import type { LooseFindings } from '../loose-findings.ts';
import type { Markup } from './markup.ts';
import { breakable, html, isolated } from './markup.ts';
import { severityBadge } from './severity-badge.ts';

const longest = 200;

/** A finding that belongs to no incident, in a line. */
export function looseRow(finding: Finding): Markup {
  const { severity, title, workload, actor, time } = finding;
  const cell = (text: string): Markup => isolated(shortened(text, longest));
  return html`<tr><td>${severityBadge(severity)}</td><th scope="row">${cell(visible(title))}</th><td>${cell(workloadLabel(workload))}</td>
<td class="who">${breakable(shortened(actorLabel(actor), longest))}</td><td class="when">${time === null ? cell(placeLabel(finding)) : timeLabel(time)}</td></tr>
`;
}

/** What was found outside of incidents: folded away, for it woke nobody. */
export function looseSection(loose: LooseFindings<Markup>): Markup {
  const total = loose.total();
  if (total <= 0) return html``;
  const rows = loose.rows();
  const more = total - rows.length;
  return html`<section aria-labelledby="outside">
<h2 id="outside">Outside incidents</h2>
<details><summary data-outside="${total}">${counted(total, 'finding')} of low severity that belong to no incident</summary>
<div class="scroll" tabindex="0" role="region" aria-label="Table of findings outside incidents"><table class="contents">
<thead><tr><th scope="col">Severity</th><th scope="col">Rule</th><th scope="col">Object</th><th scope="col">Who</th><th scope="col">When, UTC</th></tr></thead>
<tbody>
${rows}</tbody></table></div>
${more > 0 && html`<p class="left-out">and ${grouped(more)} more, see <code>-o wide</code></p>`}
</details></section>
`;
}
