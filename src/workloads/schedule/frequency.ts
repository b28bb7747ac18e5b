import { repeats } from './runs.ts';
import type { Calendar, Schedule } from './schedule.ts';
import { dateOfDay, dayNumber, weekdayOfDay } from './time/civil.ts';

export interface Frequency {
  /** On average over the years; 0 for what runs once, never, or not by the clock. */
  readonly runsPerDay: number;
  /** Between two runs by the clock on the wall, daylight saving aside; null where there are never two. */
  readonly shortestGapSeconds: number | null;
  /** It is taken, and no date fits it: 30 February. */
  readonly never: boolean;
}

const often = 10_000;
const known = new Map<string, Frequency>();

/** Remembered by the text: many objects share a few schedules. The zone makes no difference. */
export function frequency(schedule: Schedule): Frequency {
  const key = `${schedule.dialect} ${schedule.text}`;
  const found = known.get(key) ?? frequencyOf(schedule);
  if (known.size < often) known.set(key, found);
  return found;
}

function frequencyOf({ timing }: Schedule): Frequency {
  if (timing.type === 'calendar') return ofCalendar(timing.calendar);
  if (timing.type !== 'interval' || !repeats(timing))
    return { runsPerDay: 0, shortestGapSeconds: null, never: false };
  return { runsPerDay: 86_400 / timing.seconds, shortestGapSeconds: timing.seconds, never: false };
}

function ofCalendar(calendar: Calendar): Frequency {
  const { hours, minutes, seconds } = calendar;
  const runs = hours.length * minutes.length * seconds.length;
  const { share, gap } = runs === 0 ? noDays : daysOf(calendar);
  const shortest = shortestGap(calendar, gap);
  return {
    runsPerDay: share * runs,
    shortestGapSeconds: share > 0 && Number.isFinite(shortest) ? shortest : null,
    never: runs === 0 || share === 0,
  };
}

interface Days {
  /** Of all days. */
  readonly share: number;
  /** The fewest days from one to the next. */
  readonly gap: number;
}

const noDays: Days = { share: 0, gap: Number.POSITIVE_INFINITY };

/** The calendar repeats itself every 28 years, from 1901 to 2099. */
const firstDay = dayNumber(2021, 1, 1);
const cycle = dayNumber(2049, 1, 1) - firstDay;

function daysOf({ onDay, everyDay }: Calendar): Days {
  if (everyDay) return { share: 1, gap: 1 };
  let [count, gap, first, last] = [0, Number.POSITIVE_INFINITY, -1, -1];
  for (let day = 0; day < cycle; day++) {
    if (!onDay(dateOfDay(firstDay + day), weekdayOfDay(firstDay + day))) continue;
    if (last >= 0) gap = Math.min(gap, day - last);
    else first = day;
    last = day;
    count += 1;
  }
  return { share: count / cycle, gap: Math.min(gap, count > 0 ? first + cycle - last : gap) };
}

/** Within a minute, from one minute, hour or day to the next one. */
function shortestGap({ hours, minutes, seconds }: Calendar, gapOfDays: number): number {
  const [first, last] = [seconds[0] ?? 0, seconds.at(-1) ?? 0];
  const [firstMinute, lastMinute] = [minutes[0] ?? 0, minutes.at(-1) ?? 0];
  const withinHour = lastMinute * 60 + last - (firstMinute * 60 + first);
  const withinDay = ((hours.at(-1) ?? 0) - (hours[0] ?? 0)) * 3_600 + withinHour;
  return Math.min(
    nearest(seconds),
    nearest(minutes) * 60 - (last - first),
    nearest(hours) * 3_600 - withinHour,
    gapOfDays * 86_400 - withinDay,
  );
}

function nearest(numbers: readonly number[]): number {
  let least = Number.POSITIVE_INFINITY;
  for (let index = 1; index < numbers.length; index++)
    least = Math.min(least, (numbers[index] ?? 0) - (numbers[index - 1] ?? 0));
  return least;
}
