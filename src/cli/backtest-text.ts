import type { Backtest } from '../app/tuning/backtest.ts';
import type { IncidentDifference } from '../app/tuning/differences.ts';
import type { RunRecord } from '../evaluate/run-record.ts';
import { severities } from '../model/severity.ts';
import { visible } from '../model/visible-text.ts';

/** What a proposal changes, for people. */
export function backtestText({ before, after, differences, blind }: Backtest): string {
  return [
    `as configured: ${runText(before)}`,
    `as proposed:   ${runText(after)}`,
    '',
    ...differences.flatMap(differenceLines),
    ...(differences.length === 0 ? [] : ['']),
    totalText(before, differences),
    ...blind.map(sentence => `blind: ${visible(sentence)}`),
  ].join('\n');
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

function runText({ incidents, findings, hidden }: RunRecord): string {
  const bySeverity = severities
    .toReversed()
    .map(severity => [incidents.filter(each => each.severity === severity).length, severity] as const)
    .filter(([count]) => count > 0)
    .map(([count, severity]) => `${count} ${severity}`);
  const which = bySeverity.length === 0 ? '' : ` (${bySeverity.join(', ')})`;
  const suppressed = hidden.length === 0 ? '' : `, ${hidden.length} more hidden by suppressions`;
  return `${counted(incidents.length, 'incident')}${which}, ${counted(findings.size, 'finding')}${suppressed}`;
}

const words = { new: 'NEW', gone: 'GONE', severity: 'CHANGED' } as const;

export function differenceLines({
  type,
  incident,
  before,
  after,
  reasons,
}: IncidentDifference): readonly string[] {
  const severity = `${before ?? 'none'} -> ${after ?? 'none'}`;
  const when = incident.firstSeen === null ? '' : `  ${incident.firstSeen.slice(0, 19)}Z`;
  const who = incident.actor === null ? '' : `, by ${visible(incident.actor.user)}`;
  return [
    `${words[type].padEnd(8)} ${severity.padEnd(16)}${when}  ${visible(incident.title)}${who}  (${incident.id})`,
    ...reasons.map(reason => `           ${visible(reason)}`),
  ];
}

function totalText({ incidents }: RunRecord, differences: readonly IncidentDifference[]): string {
  const of = (type: IncidentDifference['type']): number =>
    differences.filter(each => each.type === type).length;
  const same = incidents.length - of('gone') - of('severity');
  return `${of('new')} new, ${of('gone')} gone, ${of('severity')} of another severity, ${same} the same`;
}

/** The same for tools. */
export function backtestJson({ before, after, differences, blind }: Backtest): string {
  const report = {
    type: 'backtest',
    configured: runJson(before),
    proposed: runJson(after),
    differences: differences.map(({ incident, ...rest }) => ({ ...rest, incident: incidentJson(incident) })),
    blind,
  };
  return JSON.stringify(report, null, 2);
}

const runJson = ({ incidents, findings, hidden, summary }: RunRecord) => ({
  incidents: incidents.length,
  findings: findings.size,
  hidden: hidden.length,
  events: summary.events,
  refused: summary.refused,
  firstSeen: summary.firstSeen,
  lastSeen: summary.lastSeen,
  suppressions: summary.suppressions,
});

const incidentJson = ({
  id,
  title,
  workload,
  actor,
  firstSeen,
  lastSeen,
}: IncidentDifference['incident']) => ({
  id,
  title,
  workload,
  user: actor?.user ?? null,
  firstSeen,
  lastSeen,
});
