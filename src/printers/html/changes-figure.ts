import type { Incident } from '../../model/finding.ts';
import type { ChangedField } from '../../model/lineage.ts';
import { shortened } from '../../model/visible-text.ts';
import { counted } from '../labels.ts';
import type { Markup } from './markup.ts';
import { html, isolated } from './markup.ts';
import { wordDiff } from './word-diff.ts';

const longest = 1_000;

/** What was changed, field by field: the old above or beside the new. */
export function changesFigure({ changes = [], moreChanges = 0, id }: Incident): Markup {
  if (changes.length === 0) return html``;
  const told = changes.filter(change => !saysImage(change, changes));
  return html`<figure class="changes"><figcaption id="c-${id}">What was changed</figcaption>
<table aria-labelledby="c-${id}"><thead><tr><th scope="col">Field</th><th scope="col">Before</th><th scope="col">After</th></tr></thead>
<tbody>
${told.map(changeRow)}</tbody></table>
${moreChanges > 0 && html`<p class="left-out">and ${counted(moreChanges, 'more change')}</p>`}</figure>`;
}

/** The repository is part of the image. */
function saysImage({ field, container }: ChangedField, all: readonly ChangedField[]): boolean {
  return (
    field === 'repository' && all.some(other => other.field === 'image' && other.container === container)
  );
}

function changeRow({ field, container, from, to }: ChangedField): Markup {
  const diff = wordDiff(shortened(from, longest), shortened(to, longest));
  return html`<tr><th scope="row">${isolated(shortened(field, 60))}${container !== '' && html` <span class="muted">of ${isolated(shortened(container, 63))}</span>`}</th>
<td class="from">${text(diff.from)}</td><td class="to">${text(diff.to)}</td></tr>
`;
}

const text = (shown: Markup): Markup =>
  shown.markup === '' ? html`<span class="muted">nothing</span>` : html`<code>${shown}</code>`;
