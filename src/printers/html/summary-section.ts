import { refusalReasons } from '../../model/refusal.ts';
import type { RefusalCount, Summary, SuppressionCount } from '../../model/summary.ts';
import { shortened } from '../../model/visible-text.ts';
import { counted, grouped } from '../labels.ts';
import { readSentence } from '../summary-sentences.ts';
import type { Markup } from './markup.ts';
import { html, isolated } from './markup.ts';

const longest = 500;
const shown = 50;

/** What was read, and what was not: a page without incidents must not be taken for a clean bill. */
export function summarySection(summary: Summary): Markup {
  const { refusals, blind, suppressions } = summary;
  return html`<section class="summary" aria-labelledby="summary">
<h2 id="summary">What was read</h2>
<dl class="story">
${row('Read', [html`${readSentence(summary)}`, html`${counted(summary.findings, 'finding')}`])}
${row('Refused', refusals.length === 0 ? [html`nothing`] : refusals.map(refusalSentence))}
${row('Blind', blind.length === 0 ? [html`no blind spot was found`] : blind.map(text => isolated(shortened(text, longest))))}
${suppressions.length > 0 && row('Suppressed', suppressions.map(suppressionSentence))}
</dl></section>
`;
}

function row(label: string, items: readonly Markup[]): Markup {
  const more = items.length - shown;
  return html`<div class="row"><dt>${label}</dt><dd>${items.slice(0, shown).map(item => html`<p>${item}</p>`)}${more > 0 && html`<p>and ${grouped(more)} more</p>`}</dd></div>
`;
}

function refusalSentence({ reason, count, examples }: RefusalCount): Markup {
  const places = examples.map(({ file, line }) => shortened(`${file}:${line}`, longest)).join(', ');
  return html`${grouped(count)} × ${refusalReasons[reason]}, not judged${places !== '' && html` <span class="muted">(${isolated(places)})</span>`}`;
}

function suppressionSentence({ id, owner, expires, expired, hidden, reason }: SuppressionCount): Markup {
  const [name, who, until, why] = [id, owner, expires, reason].map(text =>
    isolated(shortened(text, longest)),
  );
  return expired
    ? html`<b>${name}</b> of ${who} expired on ${until} and hides nothing any more`
    : html`<b>${name}</b> of ${who} hid ${counted(hidden, 'finding')} (until ${until}: ${why})`;
}
