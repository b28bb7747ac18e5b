import type { Fact } from './evidence/weights.ts';
import { runsPerDay, scheduleOf } from './features/schedule.ts';
import type { Sight } from './features/sight.ts';
import type { Observation } from './observation.ts';
import { isNewIn } from './observation.ts';

/** What the user says is expected: the four things that ATT&CK's DET0206 leaves to the defender to tune. Empty lists say nothing. */
export interface Expectations {
  /** NamespaceScope: only these namespaces are scored; `*` stands for any text. */
  readonly namespaces: readonly Glob[];
  /** ImageRepository: registries and repositories that are allowed; others are evidence. */
  readonly repositories: readonly Glob[];
  /** ScheduleWindow: hours of the day in UTC in which work is expected to begin. */
  readonly window: ScheduleWindow | undefined;
  /** ExecutionCommand: command lines that are expected; what they say is no surprise. */
  readonly commands: readonly Glob[];
}

export interface ScheduleWindow {
  readonly text: string;
  /** Minutes of the day; `from` after `to` goes over midnight. */
  readonly from: number;
  readonly to: number;
}

export const isInScope = ({ namespaces }: Expectations, { namespace }: Observation): boolean =>
  namespaces.length === 0 || namespaces.some(pattern => pattern.test(namespace));

/** Evidence for what the user says is not expected. */
export function expectationFacts(
  expectations: Expectations | undefined,
  observation: Observation,
): readonly Fact[] {
  if (expectations === undefined) return [];
  return [...repositoryFacts(expectations, observation), ...windowFacts(expectations, observation)];
}

function repositoryFacts({ repositories }: Expectations, { containers }: Observation): readonly Fact[] {
  if (repositories.length === 0) return [];
  const chosen = containers
    .filter(step => isNewIn(step, ({ image }) => image))
    .map(({ after }) => `${after.registry}/${after.repository}`);
  const outside = chosen.find(name => !repositories.some(pattern => pattern.test(name)));
  return outside === undefined
    ? []
    : [
        {
          name: 'outside-repositories',
          says: `${outside} is none of the repositories that the configuration allows`,
        },
      ];
}

function windowFacts({ window }: Expectations, { before, after }: Observation): readonly Fact[] {
  if (
    window === undefined ||
    after === undefined ||
    after.schedule === '' ||
    after.schedule === before?.schedule
  )
    return [];
  const timing = scheduleOf(after)?.timing;
  if (timing?.type !== 'calendar' || runsPerDay(after) > 24) return [];
  const { hours, minutes } = timing.calendar;
  const outside = hours
    .flatMap(hour => minutes.map(minute => hour * 60 + minute))
    .some(time => !isWithin(window, time));
  return outside
    ? [{ name: 'outside-window', says: `its schedule ${after.schedule} runs outside of ${window.text}` }]
    : [];
}

const isWithin = ({ from, to }: ScheduleWindow, time: number): boolean =>
  from <= to ? time >= from && time <= to : time >= from || time <= to;

/** Is every command line one of those that are expected? Then its words and programs are no surprise. */
function isExpectedCommand({ commands }: Expectations, { containers }: Observation): boolean {
  if (commands.length === 0) return false;
  const lines = containers.flatMap(({ after }) => after.commandLines);
  return lines.length > 0 && lines.every(line => commands.some(pattern => pattern.test(line)));
}

/** What the user said is expected is no surprise: allowed repositories, commands, times. */
export function expects(expectations: Expectations, observation: Observation): (sight: Sight) => boolean {
  const allowed =
    repositoryFacts(expectations, observation).length === 0 && expectations.repositories.length > 0;
  const inWindow = windowFacts(expectations, observation).length === 0 && expectations.window !== undefined;
  const knownCommand = isExpectedCommand(expectations, observation);
  return ({ feature }) =>
    (allowed && (feature === 'image-registry' || feature === 'image-repository')) ||
    (inWindow && feature === 'schedule-hour') ||
    (knownCommand && feature.startsWith('command-'));
}

export interface Glob {
  test(text: string): boolean;
}

/** `*` stands for any text, all else for itself, in capitals or not. In linear time. */
export function globOf(pattern: string): Glob {
  const [first = '', ...rest] = pattern.toLowerCase().split('*');
  const last = rest.pop();
  return {
    test(given) {
      const text = given.toLowerCase();
      if (last === undefined) return text === first;
      if (!text.startsWith(first) || !text.endsWith(last)) return false;
      const end = text.length - last.length;
      let at = first.length;
      for (const piece of rest) {
        const found = text.indexOf(piece, at);
        if (found < 0) return false;
        at = found + piece.length;
      }
      return at <= end;
    },
  };
}

/** `22:00-06:30`; undefined where it is none. */
export function windowOf(text: string): ScheduleWindow | undefined {
  const parts = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  if (parts === null) return undefined;
  const minute = (hour: number): number => Number(parts[hour]) * 60 + Number(parts[hour + 1]);
  return { text, from: minute(1), to: minute(3) };
}
