import type { Incident } from '../../model/finding.ts';
import type { StoryLabel, StoryLine } from '../../model/story.ts';
import { storyLines } from '../../model/story.ts';
import { shortened, visible } from '../../model/visible-text.ts';
import type { Markup } from './markup.ts';
import { html, isolated } from './markup.ts';

const longest = 2_000;

/** The sentences of one part of the story, but for those that a figure beside them tells in full. */
export function storySentences(incident: Incident, label: StoryLabel): Markup {
  const lines = storyLines(incident.story).filter(
    line => line.label === label && !isInFigure(incident, line),
  );
  return html`${lines.map(({ text }) => sentence(shortened(text, longest)))}`;
}

function isInFigure(incident: Incident, { label, text }: StoryLine): boolean {
  if (label === 'What') return beginningsInFigures(incident).some(beginning => text.startsWith(beginning));
  const { score } = incident;
  if (label !== 'Why' || score === undefined) return false;
  return isAboutBits.test(text) || (score.counterfactual !== '' && text === visible(score.counterfactual));
}

/** `31.0 bits over the usual, threshold 12.0`, ` 11.2  downloads ...`: the bars' own sentences. */
const isAboutBits = /^ *-?\d+\.\d(?: bits over the usual, threshold \d+\.\d$| {2})/;

/** How the sentences begin that say of changed fields and of containers what the tables say. */
function beginningsInFigures({ changes = [], work }: Incident): readonly string[] {
  const ofChanges = changes.map(
    ({ field, container }) => `${field}${container === '' ? '' : ` of ${container}`}: `,
  );
  const ofRuns = (work?.containers ?? []).map(({ role, name }) => `${role} ${name} of image `);
  return [...ofChanges, ...ofRuns].map(visible);
}

/** A rule's title and severity, before its reasons. */
const ruleTitle = /^(.{1,250}?) (\((?:critical|high|medium|low|informational)[^)]*\))(?=$|: )/;

/** A command is marked as a whole by one click; what stands between backticks in advice is code. */
function sentence(text: string): Markup {
  if (text.startsWith('$ ')) return html`<pre class="command"><code>${text.slice(2)}</code></pre>`;
  const [found = '', title = '', severity = ''] = ruleTitle.exec(text) ?? [];
  const head =
    found === '' ? undefined : html`<b>${isolated(title)}</b> <span class="muted">${severity}</span>`;
  return html`<p>${head}${withCode(text.slice(found.length))}</p>`;
}

function withCode(text: string): Markup {
  const parts = text.split(/`([^`]+)`/);
  return html`${parts.map((part, index) => (index % 2 === 1 ? html`<code>${isolated(part)}</code>` : isolated(part)))}`;
}
