import type { Incident } from '../../model/finding.ts';
import type { Score, ScorePart } from '../../model/score.ts';
import { shortened } from '../../model/visible-text.ts';
import { counted } from '../labels.ts';
import type { Markup } from './markup.ts';
import { html, isolated } from './markup.ts';

const limits = { parts: 24, text: 500 } as const;

/** The score as bars: all together against the threshold, then part by part, to the right of nothing or, in favour of it, to the left. */
export function bitsFigure({ score, id }: Incident): Markup {
  if (score === undefined) return html``;
  const parts = score.parts.slice(0, limits.parts);
  const scale = scaleOf(parts);
  const small = parts.filter(isSmall);
  return html`<figure class="bits"><figcaption id="b-${id}">How far from usual: <b>${bits(score.bits)} bits</b></figcaption>
${gauge(score)}${key(score)}<ul aria-labelledby="b-${id}">
${parts.filter(part => !isSmall(part)).map(part => partRow(part, scale))}</ul>
${
  small.length > 0 &&
  html`<details><summary>and ${counted(small.length, 'smaller part')}, ${bits(sumOf(small))} bits together</summary><ul aria-labelledby="b-${id}">
${small.map(part => partRow(part, scale))}</ul></details>`
}
${leftOut(score)}${score.counterfactual !== '' && html`<p class="counterfactual">${isolated(shortened(score.counterfactual, limits.text))}</p>`}</figure>`;
}

/** Of many small parts each says little; what speaks against suspicion is shown sooner. */
const isSmall = (part: ScorePart): boolean => part.bits < 2 && part.bits > -1;

const sumOf = (parts: readonly ScorePart[]): number => parts.reduce((sum, part) => sum + part.bits, 0);

function key({ threshold, parts }: Score): Markup {
  return html`<p class="key muted"><span class="threshold">reported from ${bits(threshold)} bits</span> <span class="surprise">surprise: improbable here, by history</span>
<span class="evidence">evidence: typical of the technique anywhere</span>${parts.some(part => part.bits < 0) && html` <span class="ordinary">ordinary: speaks against suspicion</span>`}</p>
`;
}

/** What is not drawn is named with its sum, so that the bars add up. */
function leftOut({ parts }: Score): Markup {
  const rest = parts.slice(limits.parts);
  if (rest.length === 0) return html``;
  return html`<p class="left-out">and ${counted(rest.length, 'more part')}, ${bits(sumOf(rest))} bits together</p>`;
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
<span class="sentence">${isolated(shortened(part.sentence, limits.text))} <small class="muted">${originOf(part)}</small></span></li>
`;
}

/** The sentence holds the support. */
const originOf = ({ kind, feature, tunable }: ScorePart): string =>
  [kind, shortened(feature, 60), ...(tunable === undefined ? [] : [tunable])].join(' · ');

const bits = (amount: number): string => amount.toFixed(1).replace('-', '−');
const percent = (amount: number): string => `${Math.min(100, Math.max(0, amount)).toFixed(2)}%`;
