import type { Incident } from '../../model/finding.ts';
import { shortened } from '../../model/visible-text.ts';
import type { ContainerWork } from '../../model/work.ts';
import { counted } from '../labels.ts';
import type { Markup } from './markup.ts';
import { html, isolated } from './markup.ts';

const longest = 1_000;

/** What runs: the images and the commands, but for those whose change is shown anyway. */
export function runsFigure(incident: Incident): Markup {
  const { work, id } = incident;
  const containers = runsShown(incident);
  if (work === undefined || containers.length === 0) return html``;
  return html`<figure class="runs"><figcaption id="r-${id}">What runs</figcaption>
<table aria-labelledby="r-${id}"><thead><tr><th scope="col">Container</th><th scope="col">Image</th><th scope="col">Command</th></tr></thead>
<tbody>
${containers.map(runRow)}</tbody></table>
${work.moreContainers > 0 && html`<p class="left-out">and ${counted(work.moreContainers, 'more container')}</p>`}</figure>`;
}

/** A container of which both is told as a change needs no line of its own. */
export function runsShown({ work, changes = [] }: Incident): readonly ContainerWork[] {
  const isChanged = (container: string, fields: readonly string[]): boolean =>
    changes.some(change => change.container === container && fields.includes(change.field));
  return (work?.containers ?? []).filter(
    ({ name }) => !(isChanged(name, ['image']) && isChanged(name, ['command', 'args'])),
  );
}

function runRow({ role, name, image, command }: ContainerWork): Markup {
  const shown = (text: string, instead: string): Markup =>
    text === ''
      ? html`<span class="muted">${instead}</span>`
      : html`<code>${isolated(shortened(text, longest))}</code>`;
  return html`<tr><th scope="row">${isolated(shortened(name, 63))}${role !== 'container' && html` <span class="muted">${isolated(shortened(role, 40))}</span>`}</th>
<td>${shown(image, 'not seen')}</td><td>${shown(command, 'what the image starts')}</td></tr>
`;
}
