import type { Result } from '../../../model/result.ts';
import { fail, succeed } from '../../../model/result.ts';
import { numbersOf } from '../bits.ts';
import { goDuration, goFields, goTrim } from '../go-text.ts';
import type { ScheduleProblem, Timing } from '../schedule.ts';
import { problem } from '../schedule.ts';
import type { Zone } from '../time/zone.ts';
import { findZone, utc } from '../time/zone.ts';
import type { CronFields } from './cron-fields.ts';
import { parseFields } from './cron-fields.ts';
import { everyDay, matchesDay, nextOfFields } from './next-robfig.ts';

/** How a program has set up the parser of github.com/robfig/cron. */
export interface RobfigOptions {
  readonly seconds: 'none' | 'optional' | 'first';
  readonly macros: boolean;
  /** Version 1 counts a star with a step as a star, and may leave the last field out. */
  readonly version: 1 | 3;
  /** Of the caller, where the schedule names none. */
  readonly zone: Zone;
}

export interface RobfigSchedule {
  readonly timing: Timing;
  readonly zone: Zone;
  /** The schedule begins with `TZ=` or `CRON_TZ=`; its value, which may be `Local`. */
  readonly ownZone?: string;
}

const macros = new Map([
  ['@yearly', '0 0 1 1 *'],
  ['@annually', '0 0 1 1 *'],
  ['@monthly', '0 0 1 * *'],
  ['@weekly', '0 0 * * 0'],
  ['@daily', '0 0 * * *'],
  ['@midnight', '0 0 * * *'],
  ['@hourly', '0 * * * *'],
]);

/** What `Parser.Parse` takes and how it understands it: github.com/robfig/cron/blob/v3.0.1/parser.go. */
export function parseRobfig(text: string, options: RobfigOptions): Result<RobfigSchedule, ScheduleProblem> {
  const split = splitZone(text, options);
  if (!split.ok) return split;
  const { zone, rest, ownZone } = split.value;
  const timing = rest.startsWith('@') ? parseMacro(rest, options, zone) : parseCron(rest, options, zone);
  if (!timing.ok) return timing;
  return succeed({ timing: timing.value, zone, ...(ownZone === undefined ? {} : { ownZone }) });
}

interface Split {
  readonly zone: Zone;
  readonly rest: string;
  readonly ownZone?: string;
}

/** The prefix ends at the first space; with none behind it, the parser of Go panics, which Kubernetes turns into a refusal. */
function splitZone(text: string, { zone, version }: RobfigOptions): Result<Split, ScheduleProblem> {
  const prefix = text.startsWith('TZ=') ? 3 : text.startsWith('CRON_TZ=') && version === 3 ? 8 : 0;
  if (prefix === 0) return succeed({ zone, rest: text });
  const end = text.indexOf(' ');
  if (end === -1) return fail(problem('bad-zone-prefix', text));
  const ownZone = text.slice(prefix, end);
  const rest = goTrim(text.slice(end));
  if (ownZone === 'Local') return succeed({ zone: utc, rest, ownZone });
  const found = findZone(ownZone);
  return found === undefined
    ? fail(problem('unknown-time-zone', ownZone))
    : succeed({ zone: found, rest, ownZone });
}

const every = '@every ';

function parseMacro(text: string, options: RobfigOptions, zone: Zone): Result<Timing, ScheduleProblem> {
  const cron = macros.get(text);
  if (!options.macros || (cron === undefined && !text.startsWith(every)))
    return fail(problem('unknown-macro', text));
  if (cron !== undefined) return parseCron(cron, { ...options, seconds: 'none' }, zone);
  const nanoseconds = goDuration(text.slice(every.length));
  if (nanoseconds === undefined) return fail(problem('bad-duration', text.slice(every.length)));
  // Fractions of a second are cut off, and nothing runs more often than every second.
  const seconds = Math.max(1, Number(nanoseconds / 1_000_000_000n));
  return succeed({ type: 'interval', seconds, after: 'last-run' });
}

function parseCron(text: string, options: RobfigOptions, zone: Zone): Result<Timing, ScheduleProblem> {
  const fields = sixFields(goFields(text), options);
  if (fields === undefined) return fail(problem('number-of-fields', text));
  const parsed = parseFields(fields, options.version === 1);
  return parsed.ok ? succeed(timingOf(parsed.value, fields, zone)) : parsed;
}

function sixFields(
  fields: readonly string[],
  { seconds, version }: RobfigOptions,
): readonly string[] | undefined {
  const count = fields.length;
  if (seconds === 'none') return count === 5 ? ['0', ...fields] : undefined;
  if (seconds === 'optional') return count === 6 ? fields : count === 5 ? ['0', ...fields] : undefined;
  if (count === 6) return fields;
  return count === 5 && version === 1 ? [...fields, '*'] : undefined;
}

function timingOf(fields: CronFields, texts: readonly string[], zone: Zone): Timing {
  return {
    type: 'calendar',
    calendar: {
      onDay: ({ month, day }, weekday) => matchesDay(fields, { month, day, weekday }),
      everyDay: everyDay(fields),
      hours: numbersOf(fields.hour),
      minutes: numbersOf(fields.minute),
      seconds: numbersOf(fields.second),
    },
    next: after => nextOfFields(fields, zone, after),
    cron: (texts[0] === '0' ? texts.slice(1) : texts).join(' '),
  };
}
