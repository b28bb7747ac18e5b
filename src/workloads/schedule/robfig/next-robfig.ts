import { hasBit, isEmpty, numbersOf } from '../bits.ts';
import type { WallClock } from '../time/wall-clock.ts';
import { moveTo, moveToDate, wallClock } from '../time/wall-clock.ts';
import type { Zone } from '../time/zone.ts';
import type { CronFields } from './cron-fields.ts';

/** How far the library looks. */
const years = 5;
/** Its search does not end where a clock skipped a whole day (Samoa, 30 December 2011); ours does. */
const mostRounds = 100_000;

/**
 * The first moment after `after` (Unix seconds) at which the fields fit: `SpecSchedule.Next`, step for step, because the steps decide
 * what happens to an hour that the clock skips or shows twice: github.com/robfig/cron/blob/v3.0.1/spec.go.
 */
export function nextOfFields(fields: CronFields, zone: Zone, after: number): number | undefined {
  if (isEmpty(fields.second) || isEmpty(fields.minute) || isEmpty(fields.hour) || isEmpty(fields.month))
    return undefined;
  const clock = wallClock(zone, after + 1);
  const lastYear = clock.year + years;
  const search: Search = { fields, clock, added: false };
  for (let round = 0; round < mostRounds && clock.year <= lastYear; round++) {
    if (
      reachMonth(search) &&
      reachDay(search) &&
      reachHour(search) &&
      reachMinute(search) &&
      reachSecond(search)
    )
      return clock.at;
  }
  return undefined;
}

interface Day {
  readonly month: number;
  readonly day: number;
  readonly weekday: number;
}

/** Both fields of days, if one of them is a star; else either. */
export function fitsDays(
  { dayOfMonth, dayOfWeek, starInDays }: CronFields,
  { day, weekday }: Omit<Day, 'month'>,
): boolean {
  const inMonth = hasBit(dayOfMonth, day);
  const inWeek = hasBit(dayOfWeek, weekday);
  return starInDays ? inMonth && inWeek : inMonth || inWeek;
}

export function matchesDay(fields: CronFields, day: Day): boolean {
  return hasBit(fields.month, day.month) && fitsDays(fields, day);
}

export function everyDay({ month, dayOfMonth, dayOfWeek, starInDays }: CronFields): boolean {
  if (numbersOf(month).length < 12) return false;
  const [inMonth, inWeek] = [numbersOf(dayOfMonth).length === 31, numbersOf(dayOfWeek).length === 7];
  return starInDays ? inMonth && inWeek : inMonth || inWeek;
}

interface Search {
  readonly fields: CronFields;
  readonly clock: WallClock;
  /** Something was moved on, so that what is smaller has begun anew. */
  added: boolean;
}

/** Each of these moves to where its field fits; false where the clock wrapped around, and all fields must be looked at again. */
function reachMonth(search: Search): boolean {
  const { clock, fields } = search;
  while (!hasBit(fields.month, clock.month)) {
    if (!search.added) {
      search.added = true;
      moveToDate(clock, [clock.year, clock.month, 1]);
    }
    moveToDate(clock, [clock.year, clock.month + 1, clock.day], secondOfDay(clock));
    if (clock.month === 1) return false;
  }
  return true;
}

function reachDay(search: Search): boolean {
  const { clock, fields } = search;
  while (!fitsDays(fields, clock)) {
    if (!search.added) {
      search.added = true;
      moveToDate(clock, [clock.year, clock.month, clock.day]);
    }
    moveToDate(clock, [clock.year, clock.month, clock.day + 1], secondOfDay(clock));
    // There is no midnight where the clock is put forward at midnight.
    if (clock.hour > 12) moveTo(clock, clock.at + (24 - clock.hour) * 3_600);
    else if (clock.hour !== 0) moveTo(clock, clock.at - clock.hour * 3_600);
    if (clock.day === 1) return false;
  }
  return true;
}

function reachHour(search: Search): boolean {
  const { clock, fields } = search;
  while (!hasBit(fields.hour, clock.hour)) {
    if (!search.added) {
      search.added = true;
      moveToDate(clock, [clock.year, clock.month, clock.day], clock.hour * 3_600);
    }
    moveTo(clock, clock.at + 3_600);
    if (clock.hour === 0) return false;
  }
  return true;
}

function reachMinute(search: Search): boolean {
  const { clock, fields } = search;
  while (!hasBit(fields.minute, clock.minute)) {
    if (!search.added) {
      search.added = true;
      moveTo(clock, clock.at - modulo(clock.at, 60));
    }
    moveTo(clock, clock.at + 60);
    if (clock.minute === 0) return false;
  }
  return true;
}

function reachSecond(search: Search): boolean {
  const { clock, fields } = search;
  while (!hasBit(fields.second, clock.second)) {
    search.added = true;
    moveTo(clock, clock.at + 1);
    if (clock.second === 0) return false;
  }
  return true;
}

const secondOfDay = ({ hour, minute, second }: WallClock): number => hour * 3_600 + minute * 60 + second;

const modulo = (number: number, by: number): number => ((number % by) + by) % by;
