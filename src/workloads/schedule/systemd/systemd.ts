import type { Result } from '../../../model/result.ts';
import { fail, succeed } from '../../../model/result.ts';
import type { Calendar, Dialect, IntervalTiming, Schedule, ScheduleProblem } from '../schedule.ts';
import { problem } from '../schedule.ts';
import { daysInMonth } from '../time/civil.ts';
import { nextOnWall } from '../time/next-on-wall.ts';
import type { Zone } from '../time/zone.ts';
import { findZone, utc } from '../time/zone.ts';
import type { CalendarEvent } from './calendar-event.ts';
import { parseCalendarEvent } from './calendar-event.ts';
import type { Chain } from './component.ts';
import { valuesOf } from './component.ts';
import { cronOf } from './in-cron.ts';
import { timeSpan } from './time-span.ts';

/** One setting of a timer: a calendar event, or `OnBootSec=5min` and its like. */
export function parseSystemd(
  text: string,
  timeZone: string,
  dialect: Dialect,
): Result<Schedule, ScheduleProblem> {
  const [, setting, span = ''] = /^(On\w+Sec)=(.*)$/s.exec(text) ?? [];
  return setting === undefined
    ? parseCalendar(text, timeZone, dialect)
    : parseInterval(text, { setting, span, dialect });
}

const moments = new Map<string, IntervalTiming['after']>([
  ['OnActiveSec', 'activation'],
  ['OnBootSec', 'boot'],
  ['OnStartupSec', 'start-of-manager'],
  ['OnUnitActiveSec', 'last-start'],
  ['OnUnitInactiveSec', 'last-end'],
]);

function parseInterval(
  text: string,
  { setting, span, dialect }: { readonly setting: string; readonly span: string; readonly dialect: Dialect },
): Result<Schedule, ScheduleProblem> {
  const after = moments.get(setting);
  const seconds = timeSpan(span);
  if (after === undefined || seconds === undefined) return fail(problem('bad-duration', text));
  return succeed({ text, dialect, zone: utc, timing: { type: 'interval', seconds, after }, remarks: [] });
}

/** The zone stands at the end, if anywhere; else it is the machine's own. */
function parseCalendar(text: string, timeZone: string, dialect: Dialect): Result<Schedule, ScheduleProblem> {
  const trimmed = text.trim();
  const end = trimmed.lastIndexOf(' ');
  const named = end === -1 ? undefined : zoneNamed(trimmed.slice(end + 1));
  const given = timeZone === '' ? utc : findZone(timeZone);
  if (given === undefined) return fail(problem('unknown-time-zone', timeZone));
  const zone = named ?? given;
  const event = trimmed.slice(0, named === undefined ? undefined : end).trimEnd();
  if (/^@\d{1,12}$/.test(event))
    return succeed({
      text,
      dialect,
      zone: utc,
      timing: { type: 'once', at: Number(event.slice(1)) },
      remarks: [],
    });
  const parsed = parseCalendarEvent(event);
  if (!parsed.ok) return parsed;
  return succeed({
    text,
    dialect,
    zone,
    timing: timingOf(parsed.value, zone),
    remarks: named === undefined && timeZone === '' ? ['zone-assumed'] : [],
  });
}

const zoneNamed = (word: string): Zone | undefined =>
  /^utc$/i.test(word)
    ? utc
    : /^[A-Z]/.test(word) && !/^(?:mon|tue|wed|thu|fri|sat|sun)/i.test(word)
      ? findZone(word)
      : undefined;

function timingOf(event: CalendarEvent, zone: Zone): Schedule['timing'] {
  const calendar = calendarOf(event);
  const cron = cronOf(event);
  return {
    type: 'calendar',
    calendar,
    next: after => nextOnWall(calendar, { zone, skipped: 'left-out', repeated: 'once' }, after),
    ...(cron === undefined ? {} : { cron }),
  };
}

function calendarOf({
  weekdays,
  years,
  months,
  days,
  fromEnd,
  hours,
  minutes,
  seconds,
}: CalendarEvent): Calendar {
  const inYear = new Set(valuesOf(years, 1970, 2199));
  const inMonth = new Set(valuesOf(months, 1, 12));
  const onWeekday = new Set(weekdays.length === 0 ? [0, 1, 2, 3, 4, 5, 6] : weekdays);
  const inDays = fromEnd ? daysFromEnd(days) : plainDays(days);
  return {
    onDay: ({ year, month, day }, weekday) =>
      inYear.has(year) &&
      inMonth.has(month) &&
      onWeekday.has((weekday + 6) % 7) &&
      inDays(day, daysInMonth(year, month)),
    everyDay: [years, months, days].every(chain => chain.length === 0) && weekdays.length === 0,
    hours: valuesOf(hours, 0, 23),
    minutes: valuesOf(minutes, 0, 59),
    seconds: [...new Set(valuesOf(seconds, 0, 59).map(Math.floor))],
  };
}

type OnDay = (day: number, length: number) => boolean;

function plainDays(days: Chain): OnDay {
  const found = new Set(valuesOf(days, 1, 31));
  return day => found.has(day);
}

/** The first of `~7/2` is the seventh last day; of `~1..7` it is that, too, and the last one is the last. */
function daysFromEnd(days: Chain): OnDay {
  return (day, length) =>
    days.some(({ start, stop, step }) => {
      const first = length + 1 - (stop ?? start);
      const last = stop === undefined ? length : length + 1 - start;
      if (step === undefined) return day === first;
      return day >= first && day <= last && (day - first) % step === 0;
    });
}
