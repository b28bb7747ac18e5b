import type { Result } from '../../../model/result.ts';
import { fail, succeed } from '../../../model/result.ts';
import type { CronDays } from '../nomad/cronexpr-days.ts';
import { daysOfMonth } from '../nomad/cronexpr-days.ts';
import type { Calendar, ScheduleProblem, Timing } from '../schedule.ts';
import { problem } from '../schedule.ts';
import { nextOnWall } from '../time/next-on-wall.ts';
import type { Zone } from '../time/zone.ts';
import type { AwsField } from './aws-field.ts';
import { parseAwsField, readerOf } from './aws-field.ts';

const months = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
const weekdays = 'SUN MON TUE WED THU FRI SAT'.split(' ');

const minutes: AwsField = { least: 0, most: 59, read: readerOf() };
const hours: AwsField = { least: 0, most: 23, read: readerOf() };
const days: AwsField = { least: 1, most: 31, read: readerOf() };
const monthsOfYear: AwsField = { least: 1, most: 12, read: readerOf(months) };
const years: AwsField = { least: 1970, most: 2199, read: readerOf() };
/** 1 is Sunday. */
const daysOfWeek: AwsField = { least: 1, most: 7, read: readerOf(weekdays) };

/**
 * Six fields: minutes, hours, day of month, month, day of week, year; one of the days is `?`.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
export function parseAwsCron(text: string, zone: Zone): Result<Timing, ScheduleProblem> {
  const fields = text.trim().split(/\s+/);
  if (fields.length !== 6) return fail(problem('number-of-fields', text));
  const [minute = '', hour = '', day = '', month = '', weekday = '', year = ''] = fields;
  if ((day === '?') === (weekday === '?')) return fail(problem('days-contradict', `${day} ${weekday}`));
  const lists = [
    parseAwsField(minute, minutes),
    parseAwsField(hour, hours),
    parseAwsField(month, monthsOfYear),
    parseAwsField(year, years),
  ];
  for (const list of lists) if (!list.ok) return list;
  const found = day === '?' ? parseDaysOfWeek(weekday) : parseDaysOfMonth(day);
  if (!found.ok) return found;
  const [atMinutes = [], atHours = [], inMonths = [], inYears = []] = lists.map(list =>
    list.ok ? list.value : [],
  );
  const calendar = calendarOf(found.value, { inMonths, inYears, atHours, atMinutes });
  return succeed({
    type: 'calendar',
    calendar,
    next: after => nextOnWall(calendar, { zone, skipped: 'left-out', repeated: 'once' }, after),
    cron: ['0', minute, hour, day, month, inCron(weekday), year].join(' '),
  });
}

interface Lists {
  readonly inMonths: readonly number[];
  readonly inYears: readonly number[];
  readonly atHours: readonly number[];
  readonly atMinutes: readonly number[];
}

function calendarOf(found: CronDays, { inMonths, inYears, atHours, atMinutes }: Lists): Calendar {
  const [ofMonths, ofYears] = [new Set(inMonths), new Set(inYears)];
  return {
    onDay: ({ year, month, day }) =>
      ofYears.has(year) && ofMonths.has(month) && daysOfMonth(found, year, month).includes(day),
    everyDay: ofMonths.size === 12 && ofYears.size === 230 && !found.monthCounts && !found.weekCounts,
    hours: atHours,
    minutes: atMinutes,
    seconds: [0],
  };
}

const nothing: CronDays = {
  inMonth: new Set(),
  nearest: new Set(),
  last: false,
  lastWorkday: false,
  monthCounts: false,
  inWeek: new Set(),
  numbered: [],
  lastOfWeek: new Set(),
  weekCounts: false,
};

/** `L`, `LW`, `15W` or a list. */
function parseDaysOfMonth(text: string): Result<CronDays, ScheduleProblem> {
  if (text === '*') return succeed(nothing);
  const counted = { ...nothing, monthCounts: true };
  if (text === 'L') return succeed({ ...counted, last: true });
  if (text === 'LW') return succeed({ ...counted, lastWorkday: true });
  const near = /^(\d{1,2})W$/.exec(text)?.[1];
  const list = parseAwsField(near ?? text, days);
  if (!list.ok) return list;
  const values = new Set(list.value);
  return succeed(near === undefined ? { ...counted, inMonth: values } : { ...counted, nearest: values });
}

/** `6L`, `FRI#2`, `L` for Saturday, or a list. */
function parseDaysOfWeek(text: string): Result<CronDays, ScheduleProblem> {
  if (text === '*') return succeed(nothing);
  const counted = { ...nothing, weekCounts: true };
  const [, lastDay, day, week] = /^(?:([0-9A-Za-z]{1,3})L|([0-9A-Za-z]{1,3})#([1-5]))$/.exec(text) ?? [];
  const list = parseAwsField(text === 'L' ? '7' : (lastDay ?? day ?? text), daysOfWeek);
  if (!list.ok) return list;
  const [first = 0] = list.value.map(value => value - 1);
  if (week !== undefined) return succeed({ ...counted, numbered: [{ weekday: first, week: Number(week) }] });
  const values = new Set(list.value.map(value => value - 1));
  return succeed(lastDay === undefined ? { ...counted, inWeek: values } : { ...counted, lastOfWeek: values });
}

/** Days of the week as cron counts them, from 0. */
function inCron(weekday: string): string {
  const [days = '', ...rest] = weekday.split(/(?=[#/])/);
  const shown = days.replace(/[1-7]/g, digit => String(Number(digit) - 1));
  return [shown === 'L' ? '6' : shown, ...rest].join('');
}
