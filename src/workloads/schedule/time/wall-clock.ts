import { dateOfDay, dayNumber, secondsPerDay, weekdayOfDay } from './civil.ts';
import type { Zone, ZonePeriod } from './zone.ts';

/**
 * What the clock on the wall shows at a moment. One of them is moved along while a schedule looks for its next run: this is the
 * innermost loop of it, so it changes in place and never leaves the function that made it.
 */
export interface WallClock {
  readonly zone: Zone;
  period: ZonePeriod;
  /** Unix seconds. */
  at: number;
  year: number;
  month: number;
  day: number;
  /** 0 is Sunday. */
  weekday: number;
  hour: number;
  minute: number;
  second: number;
}

export function wallClock(zone: Zone, at: number): WallClock {
  const period = zone.periodAt(at);
  const clock = {
    zone,
    period,
    at,
    year: 0,
    month: 0,
    day: Number.NaN,
    weekday: 0,
    hour: 0,
    minute: 0,
    second: 0,
  };
  setDate(clock, Math.floor((at + period.offset) / secondsPerDay));
  moveTo(clock, at);
  return clock;
}

export function moveTo(clock: WallClock, at: number): void {
  const { period, zone } = clock;
  const before = Math.floor((clock.at + period.offset) / secondsPerDay);
  if (at < period.start || at >= period.end) clock.period = zone.periodAt(at);
  const local = at + clock.period.offset;
  const dayOfEpoch = Math.floor(local / secondsPerDay);
  const ofDay = local - dayOfEpoch * secondsPerDay;
  clock.at = at;
  clock.hour = Math.floor(ofDay / 3_600);
  clock.minute = Math.floor(ofDay / 60) % 60;
  clock.second = ofDay % 60;
  if (dayOfEpoch !== before) setDate(clock, dayOfEpoch);
}

function setDate(clock: WallClock, dayOfEpoch: number): void {
  const { year, month, day } = dateOfDay(dayOfEpoch);
  clock.year = year;
  clock.month = month;
  clock.day = day;
  clock.weekday = weekdayOfDay(dayOfEpoch);
}

/** To the beginning of a day, or to seconds after it; months and days overflow. */
export function moveToDate(
  clock: WallClock,
  [year, month, day]: readonly [number, number, number],
  seconds = 0,
): void {
  moveTo(clock, momentOf(clock.zone, dayNumber(year, month, day) * secondsPerDay + seconds));
}

/**
 * The moment at which a clock shows this; `wall` is counted as if it were UTC. Of a time that the clock skips or shows twice it is
 * what Go's `time.Date` makes of it (src/time/time.go), because Go's schedules go on from there.
 */
export function momentOf(zone: Zone, wall: number): number {
  const { offset, start, end } = zone.periodAt(wall);
  const moment = wall - offset;
  if (offset === 0 || (moment >= start && moment < end)) return moment;
  return wall - zone.periodAt(moment).offset;
}
