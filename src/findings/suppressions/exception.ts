import type { Finding, Incident } from '../../model/finding.ts';
import { isLiteral, literally } from './glob.ts';
import { windowOf } from './schedule-window.ts';
import { dialectOf, repositoryOf } from './suppressed-content.ts';
import type { SuppressionScope } from './suppression.ts';

/** The suppression that is as narrow as what is known of an incident. */
export interface ExceptionScope {
  readonly scope: SuppressionScope;
  /** What could not be named, and why, in sentences. */
  readonly notes: readonly string[];
}

/** `findings`: those of the incident. */
export function exceptionScope(incident: Incident, findings: readonly Finding[]): ExceptionScope {
  const { workload } = incident;
  const about = [workload, ...findings.filter(finding => isOwn(finding, incident)).map(of => of.workload)];
  const { scope: content, notes } = contentScope(incident);
  return {
    scope: {
      rules: distinct(findings.map(({ detector }) => detector.id || detector.title)).map(literally),
      ...(workload.cluster !== '' && { cluster: [literally(workload.cluster)] }),
      ...(workload.namespace !== '' && { namespace: [literally(workload.namespace)] }),
      ...named('kind', distinct(about.map(({ kind }) => kind))),
      ...named('name', distinct(about.map(({ name }) => name))),
      ...(incident.actor && {
        user: distinct([incident.actor.user, incident.actor.effectiveUser]).map(literally),
      }),
      ...content,
    },
    notes,
  };
}

/** Not of what a controller made in its actor's name: that is covered with the workload. */
const isOwn = ({ actor }: Finding, incident: Incident): boolean => actor?.user === incident.actor?.user;

const distinct = (texts: readonly string[]): readonly string[] => [
  ...new Set(texts.filter(text => text !== '')),
];

const named = (field: 'kind' | 'name', texts: readonly string[]): SuppressionScope =>
  texts.length === 0 ? {} : { [field]: texts.map(literally) };

/** As long as what is kept of a command; one that fills it may have been longer. */
const textKept = 300;

function contentScope({ work }: Incident): ExceptionScope {
  if (work === undefined) {
    const why = 'what it runs was not logged, so its image, its command and its schedule are left open';
    return { scope: {}, notes: [why] };
  }
  if (work.moreContainers > 0)
    return {
      scope: {},
      notes: [
        `it has ${work.moreContainers} containers that the incident does not show, so what runs is left open`,
      ],
    };
  const commands = work.containers.map(({ command }) => commandPattern(command));
  const cut = commands.some(pattern => !isLiteral(pattern));
  const images = work.containers.map(({ image }) => image);
  const { scope: when, notes } = scheduleScope(work.schedule);
  const seen = images.length > 0 && !images.includes('');
  return {
    scope: {
      ...(seen && { repository: [...new Set(images.map(repositoryOf))].map(literally) }),
      ...(seen && { command: [...new Set(commands)] }),
      ...when,
    },
    notes: [...(cut ? ['a command is longer than what is kept: only how it begins is named'] : []), ...notes],
  };
}

const commandPattern = (command: string): string =>
  command.length < textKept ? literally(command) : `${literally(command.slice(0, textKept - 1))}*`;

function scheduleScope(schedule: NonNullable<Incident['work']>['schedule']): ExceptionScope {
  if (schedule === undefined) return { scope: {}, notes: [] };
  const { expression: text, timeZone, dialect } = schedule;
  const window = windowOf({ text, timeZone, dialect: dialectOf(dialect) });
  if (window !== undefined) return { scope: { window: [window] }, notes: [] };
  return { scope: {}, notes: ['its schedule names no hours of the day, so when it runs is left open'] };
}
