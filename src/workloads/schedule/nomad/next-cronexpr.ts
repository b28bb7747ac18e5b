import { dateOfDay, dayNumber, secondsPerDay } from '../time/civil.ts';
import type { WallClock } from '../time/wall-clock.ts';
import { moveTo, moveToDate, wallClock } from '../time/wall-clock.ts';
import type { Zone } from '../time/zone.ts';
import { utc } from '../time/zone.ts';
import type { CronExpression } from './cronexpr.ts';
import { daysOfMonth } from './cronexpr-days.ts';

/** Twelve months in each of the years that the library knows, and some. */
const mostRounds = 20_000;

/**
 * `Expression.Next`, step for step (github.com/hashicorp/cronexpr/blob/v1.1.3/cronexpr.go): where the clock is changed, within a day
 * of it, it goes by hours and minutes that really pass.
 */
export function nextOfExpression(expression: CronExpression, zone: Zone, after: number): number | undefined {
  const { hours, minutes, seconds, months, years } = expression;
  // It fails or never ends with one of them empty, which a range that ends before it begins makes.
  if ([hours, minutes, seconds, months, years].some(list => list.length === 0)) return undefined;
  const clock = wallClock(zone, after + 1);
  for (let round = 0; round < mostRounds; round++) {
    const date = reachDate(expression, clock);
    if (date === 'none') return undefined;
    if (date === 'again') continue;
    const reach = clockChangesAround(clock) ? reachTimeSlowly : reachTime;
    if (reach(expression, clock)) return clock.at;
  }
  return undefined;
}

type Reached = 'reached' | 'again' | 'none';

function reachDate(expression: CronExpression, clock: WallClock): Reached {
  const { months, years, days } = expression;
  const year = atLeast(years, clock.year);
  if (year === undefined) return 'none';
  if (year !== clock.year) moveToDate(clock, [year, months[0] ?? 1, 1]);
  const month = atLeast(months, clock.month);
  if (month === undefined) return again(clock, [clock.year + 1, months[0] ?? 1, 1]);
  if (month !== clock.month) moveToDate(clock, [clock.year, month, 1]);
  const day = atLeast(daysOfMonth(days, clock.year, clock.month), clock.day);
  if (day === undefined) return again(clock, [clock.year, clock.month + 1, 1]);
  if (day === clock.day) return 'reached';
  moveToDate(clock, [clock.year, clock.month, day]);
  // There may be no midnight, or two.
  if (clock.hour > 12) moveTo(clock, clock.at + (24 - clock.hour) * 3_600);
  else if (clock.hour !== 0) moveTo(clock, clock.at - clock.hour * 3_600);
  return 'reached';
}

function again(clock: WallClock, date: readonly [number, number, number]): Reached {
  moveToDate(clock, date);
  return 'again';
}

const atLeast = (numbers: readonly number[], least: number): number | undefined =>
  numbers.find(number => number >= least);

/** Between the same time of the day before and that of the day after. */
function clockChangesAround(clock: WallClock): boolean {
  const { zone, at, period } = clock;
  if (zone === utc) return false;
  if (at - 2 * secondsPerDay > period.start && at + 2 * secondsPerDay < period.end) return false;
  return offsetOnDay(clock, clock.day - 1) !== offsetOnDay(clock, clock.day + 1);
}

function offsetOnDay(
  { zone, at, period, year, month, hour, minute, second }: WallClock,
  day: number,
): number {
  const other = wallClock(zone, at);
  const { year: toYear, month: toMonth, day: toDay } = dateOfDay(dayNumber(year, month, day));
  moveToDate(other, [toYear, toMonth, toDay], hour * 3_600 + minute * 60 + second);
  return period === other.period ? period.offset : other.period.offset;
}

function reachTime({ hours, minutes, seconds }: CronExpression, clock: WallClock): boolean {
  const today = (): readonly [number, number, number] => [clock.year, clock.month, clock.day];
  const [firstMinute = 0, firstSecond = 0] = [minutes[0], seconds[0]];
  const hour = atLeast(hours, clock.hour);
  if (hour === undefined) return wrap(clock, [clock.year, clock.month, clock.day + 1], 0);
  if (hour !== clock.hour) moveToDate(clock, today(), hour * 3_600 + firstMinute * 60 + firstSecond);
  const minute = atLeast(minutes, clock.minute);
  if (minute === undefined) return wrap(clock, today(), (clock.hour + 1) * 3_600);
  if (minute !== clock.minute) moveToDate(clock, today(), clock.hour * 3_600 + minute * 60 + firstSecond);
  const second = atLeast(seconds, clock.second);
  const start = clock.hour * 3_600 + clock.minute * 60;
  if (second === undefined) return wrap(clock, today(), start + 60);
  if (second !== clock.second) moveToDate(clock, today(), start + second);
  return true;
}

function wrap(clock: WallClock, date: readonly [number, number, number], seconds: number): false {
  moveToDate(clock, date, seconds);
  return false;
}

function reachTimeSlowly({ hours, minutes, seconds }: CronExpression, clock: WallClock): boolean {
  while (!hours.includes(clock.hour)) {
    const before = clock.hour;
    moveTo(clock, clock.at + 3_600);
    if (clock.hour === before) moveTo(clock, clock.at + 3_600);
    moveTo(clock, floorMinute(clock.at));
    moveTo(clock, clock.at - clock.minute * 60);
    if (clock.hour === 0) return wrap(clock, [clock.year, clock.month, clock.day], 0);
  }
  while (!minutes.includes(clock.minute)) {
    const before = clock.hour;
    moveTo(clock, floorMinute(clock.at) + 60);
    if (clock.hour !== before) return false;
  }
  const second = atLeast(seconds, clock.second);
  const start = floorMinute(clock.at);
  moveTo(clock, start + (second ?? 60));
  return second !== undefined;
}

const floorMinute = (at: number): number => Math.floor(at / 60) * 60;
