import { createHash } from 'node:crypto';
import { severities } from '../../model/severity.ts';
import type { Summary } from '../../model/summary.ts';
import { counted, grouped, severityCounts, timeLabel } from '../labels.ts';
import type { PrinterOptions } from '../printer-options.ts';
import { noIncidents } from '../summary-sentences.ts';
import { contents } from './contents.ts';
import { looseSection } from './loose-section.ts';
import type { Markup } from './markup.ts';
import { html } from './markup.ts';
import { style } from './style/style.ts';
import { summarySection } from './summary-section.ts';
import type { Told } from './told.ts';

const css: Markup = { markup: style };
/** Nothing is loaded, nothing runs, nothing is sent; the one style sheet is known by its digest. */
const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** Everything before the first incident's article. */
export function pageStart(summary: Summary, told: Told, options: PrinterOptions): Markup {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${{ markup: policy }}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Watchbill ${options.version}">
<title>Watchbill: ${headline(told)}</title>
<style>${css}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the incidents</a>
${masthead(summary, told, options)}<main id="content">
${summarySection(summary)}${contents(told)}${
  told.many > 0 &&
  html`<section class="incidents" aria-label="Incidents in full">
`
}`;
}

/** Everything after the last one. */
export function pageEnd(_: Summary, told: Told, { version, now }: PrinterOptions): Markup {
  return html`${
    told.many > 0 &&
    html`</section>
`
  }${looseSection(told.loose)}</main>
<footer><p>Made by Watchbill ${version}${now !== undefined && html` on ${timeLabel(now)} UTC`}. This page holds no script and asks the network for nothing.
Names, commands and user agents in it are quoted from a log: anybody who can write to the cluster can choose them.</p></footer>
</body>
</html>
`;
}

function headline({ many, bySeverity }: Told): string {
  return many === 0 ? 'no incidents' : `${counted(many, 'incident')} (${severityCounts(bySeverity)})`;
}

function masthead(summary: Summary, told: Told, { now }: PrinterOptions): Markup {
  const { firstSeen, lastSeen } = summary;
  const covered =
    firstSeen === null || lastSeen === null
      ? ''
      : `What happened from ${timeLabel(firstSeen)} to ${timeLabel(lastSeen)} UTC`;
  const made = now === undefined ? '' : `Report of ${timeLabel(now)} UTC`;
  return html`<header class="masthead">
<p class="brand">Watchbill</p>
<h1>${told.many === 0 ? noIncidents(summary) : counted(told.many, 'incident')}</h1>
<p class="covered">${[covered, made].filter(text => text !== '').join(' · ')}</p>
${told.many > 0 && filter(told)}</header>
`;
}

/** How many of each severity; unticking one hides its incidents, by the style sheet alone. */
function filter({ bySeverity }: Told): Markup {
  const present = severities.toReversed().filter(severity => bySeverity.has(severity));
  return html`<fieldset class="filter"><legend>Show</legend>
${present.map(
  severity =>
    html`<label class="${severity}"><input type="checkbox" id="show-${severity}" checked> <b>${grouped(bySeverity.get(severity) ?? 0)}</b> ${severity}</label>
`,
)}</fieldset>
`;
}
