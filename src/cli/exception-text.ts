import type { Exception, Past, PastIncident } from '../app/tuning/except.ts';
import { entryText } from '../app/tuning/exception-file.ts';
import { visible } from '../model/visible-text.ts';

interface About {
  readonly exception: Exception;
  readonly file: string;
  readonly written: boolean;
}

/** An exception for people: what it says, what it would have hidden, what it leaves open. */
export function exceptionText({ exception, file, written }: About): string {
  const { suppression, incident, titles, blindSpot, warnings, past } = exception;
  return [
    `exception from incident ${incident.id}, ${visible(incident.title)}`,
    '',
    ...entryText(suppression, rule => titles[rule])
      .trimEnd()
      .split('\n')
      .map(line => `  ${visible(line)}`),
    '',
    ...pastLines(past),
    '',
    'what somebody could do unseen under it:',
    ...blindSpot.map(sentence => `  - ${visible(sentence)}`),
    ...(warnings.length === 0 ? [] : ['', ...warnings.map(sentence => `warning: ${visible(sentence)}`)]),
    '',
    written
      ? `written to ${visible(file)}: scan, run and manifests obey it with --suppressions, or suppressions: in watchbill.yaml`
      : 'nothing was written',
  ].join('\n');
}

const shownAtMost = 20;

function pastLines({ basis, findings, incidents }: Past): readonly string[] {
  const how = basis === 'replayed' ? 'the input was read again with it' : 'as far as what was kept tells';
  const more = findings.length - shownAtMost;
  return [
    `what it would have hidden so far: ${findings.length} ${findings.length === 1 ? 'finding' : 'findings'} (${how})`,
    ...findings
      .slice(0, shownAtMost)
      .map(
        ({ time, severity, detector, workload, id }) =>
          `  ${timeText(time)}  ${severity.padEnd(13)}  ${placeText(workload)}: ${visible(detector.title)} (${id})`,
      ),
    ...(more > 0 ? [`  and ${more} more`] : []),
    ...incidents.map(incidentLine),
  ];
}

const timeText = (time: string | null): string => (time === null ? 'no time' : `${time.slice(0, 19)}Z`);

const placeText = ({ namespace, kind, name }: PastIncident['workload']): string =>
  visible(`${namespace === '' ? '' : `${namespace}/`}${kind} ${name}`);

function incidentLine({ id, title, firstSeen, before, after }: PastIncident): string {
  const was = before === null ? 'was none' : `was ${before}`;
  const is =
    after === null
      ? 'would be gone'
      : after === before
        ? 'would stay so, with fewer findings'
        : `would be ${after}`;
  return `  incident ${id}, ${timeText(firstSeen)}, ${visible(title)}: ${was}, ${is}`;
}

/** The same for tools. */
export function exceptionJson({ exception, file, written }: About): string {
  const { suppression, incident, ...rest } = exception;
  const { expiresAt: _, ...entry } = suppression;
  const report = { type: 'exception', incident: incident.id, suppression: entry, ...rest, file, written };
  return JSON.stringify(report, null, 2);
}
