import type { Incident } from '../../model/finding.ts';
import type { Score, ScorePart } from '../../model/score.ts';
import { shortened } from '../../model/visible-text.ts';
import { grouped, timeLabel } from '../labels.ts';
import type { Markup } from './markup.ts';
import { html, isolated } from './markup.ts';

const limits = { parts: 24, text: 500 } as const;

/** The score as bars: all together against the threshold, then part by part, to the right of nothing or, in favour of it, to the left. */
export function bitsFigure({ score, id }: Incident): Markup {
  if (score === undefined) return html``;
  const parts = score.parts.slice(0, limits.parts);
  const more = score.parts.length - parts.length;
  const scale = scaleOf(parts);
  return html`<figure class="bits"><figcaption id="b-${id}">How far from usual: <b>${bits(score.bits)} bits</b></figcaption>
${gauge(score)}<p class="key muted"><span class="threshold">reported from ${bits(score.threshold)} bits</span> <span class="surprise">surprise: improbable here, by history</span> <span class="evidence">evidence: typical of the technique anywhere</span>${parts.some(part => part.bits < 0) && html` <span class="ordinary">speaks for it</span>`}</p>
<ul aria-labelledby="b-${id}">
${parts.map(part => partRow(part, scale))}</ul>
${more > 0 && html`<p class="left-out">and ${grouped(more)} more parts, smaller than these</p>`}
${score.counterfactual !== '' && html`<p class="counterfactual">${isolated(shortened(score.counterfactual, limits.text))}</p>`}</figure>`;
}

/** Where nothing is, and how many percent of the width a bit is. */
interface Scale {
  readonly zero: number;
  readonly perBit: number;
}

function scaleOf(parts: readonly ScorePart[]): Scale {
  const most = Math.max(1, ...parts.map(part => part.bits));
  const least = Math.min(0, ...parts.map(part => part.bits));
  const perBit = 100 / (most - least);
  return { zero: -least * perBit, perBit };
}

/** The sum, with a mark where it becomes an incident. */
function gauge({ bits: sum, threshold }: Score): Markup {
  const most = Math.max(sum, threshold, 1) * 1.05;
  const [length, mark] = [percent((Math.max(0, sum) / most) * 100), percent((threshold / most) * 100)];
  return html`<svg class="gauge" width="100%" height="20" role="img" aria-label="${bits(sum)} bits, threshold ${bits(threshold)}"><rect class="ground" width="100%" height="12" y="4"/><rect class="sum" width="${length}" height="12" y="4"/><line x1="${mark}" x2="${mark}" y1="0" y2="20"/></svg>
`;
}

function partRow(part: ScorePart, { zero, perBit }: Scale): Markup {
  const length = Math.abs(part.bits) * perBit;
  const from = part.bits < 0 ? zero - length : zero;
  const kind = part.bits < 0 ? 'ordinary' : part.kind;
  return html`<li><span class="amount">${bits(part.bits)}</span><svg width="100%" height="10" aria-hidden="true"><rect class="${kind}" x="${percent(from)}" width="${percent(length)}" height="10"/><line x1="${percent(zero)}" x2="${percent(zero)}" y1="0" y2="10"/></svg>
<span class="sentence">${isolated(shortened(part.sentence, limits.text))} <small class="muted">${[part.kind, part.feature, ...supportOf(part), ...(part.tunable === undefined ? [] : [part.tunable])].map(text => shortened(text, 100)).join(' · ')}</small></span></li>
`;
}

function supportOf({ support }: ScorePart): readonly string[] {
  if (support === undefined) return [];
  const since = support.since === null ? '' : ` since ${timeLabel(support.since).slice(0, 10)}`;
  return [`seen ${grouped(support.seen)} of ${grouped(support.total)} times${since}`];
}

const bits = (amount: number): string => amount.toFixed(1).replace('-', '−');
const percent = (amount: number): string => `${Math.min(100, Math.max(0, amount)).toFixed(2)}%`;
