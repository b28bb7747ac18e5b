import type { Calendar } from '../schedule.ts';
import { dateOfDay, dayNumber, secondsPerDay, weekdayOfDay } from './civil.ts';
import type { Zone, ZonePeriod } from './zone.ts';

/** How a scheduler minds a clock that is changed. */
export interface WallHabits {
  /** A time that the clock skips is left out, or made up for at once when the clock is put forward. */
  readonly skipped: 'left-out' | 'at-once';
  /** A time that it shows twice counts once, the first time, or both times. */
  readonly repeated: 'once' | 'twice';
}

/** The year of which nothing is computed any more; systemd's own limit is 2199 too. */
const endOfTime = dayNumber(2200, 1, 1) * secondsPerDay;

/** The first moment after `after` (Unix seconds) at which the clock on the wall shows a time of the calendar. */
export function nextOnWall(
  calendar: Calendar,
  { zone, ...habits }: WallHabits & { readonly zone: Zone },
  after: number,
): number | undefined {
  for (let at = after + 1; at < endOfTime; ) {
    const period = zone.periodAt(at);
    const found = withinPeriod(calendar, at, { period, before: zone.periodAt(period.start - 1), habits });
    if (found !== undefined) return found;
    at = period.end;
  }
  return undefined;
}

interface Stretch {
  readonly period: ZonePeriod;
  /** The one before it. */
  readonly before: ZonePeriod;
  readonly habits: WallHabits;
}

function withinPeriod(
  calendar: Calendar,
  at: number,
  { period, before, habits }: Stretch,
): number | undefined {
  const { start, end, offset } = period;
  const shown = Number.isFinite(start) ? start + before.offset : Number.NEGATIVE_INFINITY;
  if (at === start && habits.skipped === 'at-once' && offset > before.offset)
    if (firstShown(calendar, shown, start + offset) !== undefined) return start;
  const from = habits.repeated === 'once' ? Math.max(at + offset, shown) : at + offset;
  const found = firstShown(calendar, from, Math.min(end, endOfTime) + offset);
  return found === undefined ? undefined : found - offset;
}

/** The first time of the calendar from one to before another, both as if the clock showed UTC. */
function firstShown(calendar: Calendar, from: number, before: number): number | undefined {
  const { onDay } = calendar;
  const firstDay = Math.floor(from / secondsPerDay);
  for (let day = firstDay; day * secondsPerDay < before; day++) {
    if (!onDay(dateOfDay(day), weekdayOfDay(day))) continue;
    const time = firstTime(calendar, day === firstDay ? from - day * secondsPerDay : 0);
    if (time !== undefined) {
      const found = day * secondsPerDay + time;
      return found < before ? found : undefined;
    }
  }
  return undefined;
}

/** The first time of day, in seconds, from this one on. */
function firstTime({ hours, minutes, seconds }: Calendar, from: number): number | undefined {
  for (const hour of hours) {
    if ((hour + 1) * 3_600 <= from) continue;
    for (const minute of minutes) {
      const start = hour * 3_600 + minute * 60;
      if (start + 60 <= from) continue;
      const second = seconds.find(each => start + each >= from);
      if (second !== undefined) return start + second;
    }
  }
  return undefined;
}
