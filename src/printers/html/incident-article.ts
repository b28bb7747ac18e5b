import type { Incident } from '../../model/finding.ts';
import type { AttackReference, Evidence } from '../../model/signal.ts';
import type { StoryLabel } from '../../model/story.ts';
import { storyLabels } from '../../model/story.ts';
import { shortened } from '../../model/visible-text.ts';
import { counted, timeLabel } from '../labels.ts';
import { bitsFigure } from './bits-figure.ts';
import { changesFigure } from './changes-figure.ts';
import { lineageFigure } from './lineage-figure.ts';
import type { Markup } from './markup.ts';
import { html, isolated } from './markup.ts';
import { runsFigure } from './runs-figure.ts';
import { severityBadge } from './severity-badge.ts';
import { storySentences } from './story-sentences.ts';
import { timeLine } from './time-line.ts';

/** An incident in full: its story, each part with the figure that shows it. */
export function incidentArticle(incident: Incident): Markup {
  const { id, severity, title, attack, findings } = incident;
  return html`<article class="incident of-${severity}" id="i-${id}" aria-labelledby="t-${id}" data-findings="${findings.length}">
<header><p class="marks">${severityBadge(severity)} ${attack.map(technique)}</p>
<h3 id="t-${id}">${isolated(shortened(title, 400))}</h3>
<p class="muted">incident <code>${id}</code> · ${counted(findings.length, 'finding')} · <a href="#contents">all incidents</a></p></header>
<dl class="story">
${storyLabels.map(label => row(label, [storySentences(incident, label), figures(incident, label)]))}${row('Evidence', [evidenceList(incident.evidence)])}
</dl></article>
`;
}

function row(label: string, content: readonly Markup[]): Markup {
  if (content.every(({ markup }) => markup === '')) return html``;
  return html`<div class="row"><dt>${label}</dt><dd>${content}</dd></div>
`;
}

/** Each figure stands under the sentences that it shows. */
function figures(incident: Incident, label: StoryLabel): Markup {
  if (label === 'Who') return lineageFigure(incident);
  if (label === 'What') return html`${changesFigure(incident)}${runsFigure(incident)}`;
  if (label === 'Why') return bitsFigure(incident);
  return label === 'Since' ? timeLine(incident) : html``;
}

/** ATT&CK's own page of a technique: a link that only a person follows. */
function technique({ technique: name }: AttackReference): Markup {
  const parts = /^(T\d{4})(?:\.(\d{3}))?$/.exec(name);
  if (parts === null) return html`<span class="technique">${isolated(shortened(name, 40))}</span> `;
  const path = [parts[1], parts[2]].filter(part => part !== undefined).join('/');
  return html`<a class="technique" rel="noopener noreferrer" href="https://attack.mitre.org/techniques/${path}/">${name}</a> `;
}

function evidenceList(evidence: readonly Evidence[]): Markup {
  if (evidence.length === 0) return html``;
  return html`<details><summary>${counted(evidence.length, 'request')} in the log</summary><ul class="requests">
${evidence.map(evidenceItem)}</ul></details>`;
}

function evidenceItem({ file, line, auditID, time }: Evidence): Markup {
  const when = time === null ? '' : `${timeLabel(time)} UTC`;
  return html`<li>${when} <code>${isolated(shortened(file, 300))}:${line}</code> <span class="muted">${isolated(shortened(auditID, 100))}</span></li>
`;
}
