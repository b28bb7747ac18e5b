import type { Incident } from '../../model/finding.ts';
import type { StartedWork } from '../../model/lineage.ts';
import type { Severity } from '../../model/severity.ts';
import { higherOf } from '../../model/severity.ts';
import { shortened } from '../../model/visible-text.ts';
import type { IncidentMoment, ScheduleDetail } from '../../model/work.ts';
import { actionLabel, counted, grouped, timeLabel } from '../labels.ts';
import type { Markup } from './markup.ts';
import { html, isolated } from './markup.ts';

const dueShown = 3;

interface Entry {
  readonly time: string;
  readonly type: 'was-due' | 'finding' | 'started' | 'due';
  readonly severity?: Severity;
  readonly text: Markup;
}

/** What was due before, what was found, what was started, what is due next; oldest first. */
export function timeLine(incident: Incident): Markup {
  const entries = entriesOf(incident);
  const schedule = incident.work?.schedule;
  // One moment, and a schedule without runs, are told by the sentences.
  if (entries.length < 2) return html``;
  const { findings, moments, id } = incident;
  const between = findings.length - moments.length;
  return html`<figure class="time-line"><figcaption id="s-${id}">Time line, UTC</figcaption>
${schedule && scheduleText(schedule)}<ol aria-labelledby="s-${id}">
${entries.map(entryItem)}</ol>
${between > 0 && html`<p class="left-out">${grouped(between)} findings between the first 25 and the last 25 are left out</p>`}</figure>`;
}

function entriesOf({ moments, work, lineage, lastSeen }: Incident): readonly Entry[] {
  const { previous = [], next = null } = work?.schedule ?? {};
  const started = (lineage?.started?.examples ?? []).map(startedEntry);
  return [
    ...previous.map((time): Entry => ({ time, type: 'was-due', text: html`was due` })),
    ...[...byTime(moments).map(foundEntry), ...started].toSorted(
      (a, b) => Date.parse(a.time) - Date.parse(b.time),
    ),
    ...(next ?? []).slice(0, dueShown).map(
      (time, index): Entry => ({
        time,
        type: 'due',
        text: index === 0 ? dueText(time, lastSeen) : html`due`,
      }),
    ),
  ];
}

/** Findings of one second stand together. */
function byTime(moments: readonly IncidentMoment[]): readonly (readonly IncidentMoment[])[] {
  const groups = Map.groupBy(
    moments.filter(({ time }) => time !== null),
    ({ time }) => timeLabel(time),
  );
  return [...groups.values()];
}

function foundEntry(moments: readonly IncidentMoment[]): Entry {
  return {
    time: moments[0]?.time ?? '',
    type: 'finding',
    severity: moments.map(({ severity }) => severity).reduce(higherOf),
    text: html`${moments.map(momentLine)}`,
  };
}

function momentLine({ title, action, kind }: IncidentMoment): Markup {
  const outcome = action.outcome === 'allowed' ? '' : `, ${action.outcome}`;
  const did = shortened(`${actionLabel(action)} ${kind}${outcome}`, 100);
  return html`<p><b>${isolated(shortened(title, 200))}</b> <span class="muted">${isolated(did)}</span></p>`;
}

function startedEntry({ kind, name, time }: StartedWork['examples'][number]): Entry {
  return { time, type: 'started', text: html`started ${isolated(shortened(`${kind} ${name}`, 300))}` };
}

function dueText(time: string, lastSeen: string | null): Markup {
  const seconds = lastSeen === null ? Number.NaN : (Date.parse(time) - Date.parse(lastSeen)) / 1000;
  return Number.isNaN(seconds) ? html`due` : html`due, ${duration(seconds)} after the last finding`;
}

/** `21 h 53 min`, `5 days`: the two largest units are enough. */
function duration(seconds: number): string {
  const minutes = Math.max(0, Math.floor(seconds / 60));
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24];
  if (days >= 3) return counted(days, 'day');
  if (days > 0 || hours > 0) return `${days * 24 + hours} h ${minutes % 60} min`;
  return `${minutes} min`;
}

function entryItem({ time, type, severity, text }: Entry): Markup {
  return html`<li class="${type}${severity === undefined ? '' : ` of-${severity}-mark`}"><time datetime="${time}">${timeLabel(time)}</time> <div>${text}</div></li>
`;
}

/** The words name the time zone where there is one. */
function scheduleText({ expression, before, words, problem, ...detail }: ScheduleDetail): Markup {
  const meaning = problem === '' ? words : `no scheduler takes it: ${problem}`;
  const notes = [
    ...(detail.zoneAssumed ? ['no time zone: taken for UTC'] : []),
    ...(detail.suspended ? ['suspended'] : detail.next?.length === 0 ? ['never due'] : []),
  ];
  return html`<p>${before !== '' && html`<code><del>${isolated(shortened(before, 200))}</del></code> → `}<code>${isolated(shortened(expression, 200))}</code> ${isolated(shortened(meaning, 300))}${notes.length > 0 && html` <span class="muted">· ${notes.join(' · ')}</span>`}</p>
`;
}
