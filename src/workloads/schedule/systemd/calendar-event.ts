import type { Result } from '../../../model/result.ts';
import { fail, succeed } from '../../../model/result.ts';
import type { ScheduleProblem } from '../schedule.ts';
import { problem } from '../schedule.ts';
import type { Chain } from './component.ts';
import { isWithin, isWithinMonthsEnd, parseChain } from './component.ts';
import { parseWeekdays } from './weekdays.ts';

/** A calendar event without its time zone. Empty chains are stars. */
export interface CalendarEvent {
  /** 0 is Monday; empty: every day. */
  readonly weekdays: readonly number[];
  readonly years: Chain;
  readonly months: Chain;
  readonly days: Chain;
  /** `~`: days are counted from the end of the month. */
  readonly fromEnd: boolean;
  readonly hours: Chain;
  readonly minutes: Chain;
  readonly seconds: Chain;
}

const names = new Map([
  ['minutely', '*-*-* *:*:00'],
  ['hourly', '*-*-* *:00:00'],
  ['daily', '*-*-* 00:00:00'],
  ['monthly', '*-*-01 00:00:00'],
  ['weekly', 'Mon *-*-* 00:00:00'],
  ['yearly', '*-01-01 00:00:00'],
  ['annually', '*-01-01 00:00:00'],
  ['anually', '*-01-01 00:00:00'],
  ['quarterly', '*-01,04,07,10-01 00:00:00'],
  ['semiannually', '*-01,07-01 00:00:00'],
  ['semi-annually', '*-01,07-01 00:00:00'],
  ['biannually', '*-01,07-01 00:00:00'],
  ['bi-annually', '*-01,07-01 00:00:00'],
]);

/** What `calendar_spec_from_string` takes (systemd, src/shared/calendarspec.c); man systemd.time, "CALENDAR EVENTS". */
export function parseCalendarEvent(written: string): Result<CalendarEvent, ScheduleProblem> {
  const text = names.get(written.toLowerCase()) ?? written;
  const { weekdays, rest } = parseWeekdays(text) ?? { weekdays: undefined, rest: '' };
  if (weekdays === undefined) return fail(problem('bad-field', written));
  const words = rest.split(/ +/);
  if (words.length > 2) return fail(problem('number-of-fields', written));
  const [first = '', second] = words;
  const isDate = /[-~]/.test(first);
  if (second !== undefined && second !== '' && !isDate) return fail(problem('number-of-fields', written));
  const date = parseDate(isDate ? first : '');
  const time = parseTime(isDate ? (second ?? '') : first);
  if (!date.ok) return date;
  if (!time.ok) return time;
  const event = { weekdays, ...date.value, ...time.value };
  return isValid(event) ? succeed(event) : fail(problem('out-of-range', written));
}

type DateParts = Pick<CalendarEvent, 'years' | 'months' | 'days' | 'fromEnd'>;

/** `year-month-day`, `month-day`, and a tilde in the place of the last hyphen. */
function parseDate(text: string): Result<DateParts, ScheduleProblem> {
  if (text === '') return succeed({ years: [], months: [], days: [], fromEnd: false });
  const [, year = '*', month = '', mark, day = ''] =
    /^(?:([^-~]+)-)?([^-~]+)([-~])([^-~]+)$/.exec(text) ?? [];
  if (mark === undefined) return fail(problem('bad-field', text));
  const chains = [parseChain(year), parseChain(month), parseChain(day)];
  for (const chain of chains) if (!chain.ok) return chain;
  const [years = [], months = [], days = []] = chains.map(chain => (chain.ok ? chain.value : []));
  return succeed({ years: years.map(fullYears), months, days, fromEnd: mark === '~' && days.length > 0 });
}

/** 12 is 2012, 89 is 1989. */
function fullYears({ start, stop, ...rest }: Chain[number]): Chain[number] {
  return { ...rest, start: fullYear(start), ...(stop === undefined ? {} : { stop: fullYear(stop) }) };
}

const fullYear = (year: number): number => (year < 70 ? year + 2000 : year < 100 ? year + 1900 : year);

type TimeParts = Pick<CalendarEvent, 'hours' | 'minutes' | 'seconds'>;

const zero: Chain = [{ start: 0 }];

/** `hour:minute`, `hour:minute:second`; nothing is midnight. */
function parseTime(text: string): Result<TimeParts, ScheduleProblem> {
  if (text === '') return succeed({ hours: zero, minutes: zero, seconds: zero });
  const [hour = '', minute, second, ...more] = text.split(':');
  if (minute === undefined || more.length > 0) return fail(problem('bad-time', text));
  const chains = [
    parseChain(hour),
    parseChain(minute),
    second === undefined ? succeed(zero) : parseChain(second, true),
  ];
  for (const chain of chains) if (!chain.ok) return chain;
  const [hours = [], minutes = [], seconds = []] = chains.map(chain => (chain.ok ? chain.value : []));
  return succeed({ hours, minutes, seconds });
}

function isValid({ years, months, days, fromEnd, hours, minutes, seconds }: CalendarEvent): boolean {
  return (
    isWithin(years, 1970, 2199) &&
    isWithin(months, 1, 12) &&
    (fromEnd ? isWithinMonthsEnd(days) : isWithin(days, 1, 31)) &&
    isWithin(hours, 0, 23) &&
    isWithin(minutes, 0, 59) &&
    isWithin(seconds, 0, 59.999_999)
  );
}
