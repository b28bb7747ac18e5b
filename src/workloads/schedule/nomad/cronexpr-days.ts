import { dayNumber, daysInMonth, weekdayOfDay } from '../time/civil.ts';

/** Which days a month has. With neither field counting it is all of them; with both, those of either. */
export interface CronDays {
  readonly inMonth: ReadonlySet<number>;
  /** `15W`: the working day nearest to it, within the month. */
  readonly nearest: ReadonlySet<number>;
  readonly last: boolean;
  readonly lastWorkday: boolean;
  readonly monthCounts: boolean;
  readonly inWeek: ReadonlySet<number>;
  readonly numbered: readonly { readonly weekday: number; readonly week: number }[];
  readonly lastOfWeek: ReadonlySet<number>;
  readonly weekCounts: boolean;
}

/** In ascending order: `calculateActualDaysOfMonth`. */
export function daysOfMonth(days: CronDays, year: number, month: number): readonly number[] {
  const length = daysInMonth(year, month);
  const firstWeekday = weekdayOfDay(dayNumber(year, month, 1));
  const all = Array.from({ length }, (_, index) => index + 1);
  if (!days.monthCounts && !days.weekCounts) return all;
  const found = new Set<number>();
  if (days.monthCounts) addDaysOfMonth(days, { length, firstWeekday }, found);
  if (days.weekCounts) addDaysOfWeek(days, { length, firstWeekday }, found);
  return all.filter(day => found.has(day));
}

interface Month {
  readonly length: number;
  readonly firstWeekday: number;
}

function addDaysOfMonth(days: CronDays, month: Month, found: Set<number>): void {
  if (days.last) found.add(month.length);
  if (days.lastWorkday) found.add(workday(month.length, month));
  for (const day of days.inMonth) found.add(day);
  for (const day of days.nearest) if (day <= month.length) found.add(workday(day, month));
}

function addDaysOfWeek(days: CronDays, { length, firstWeekday }: Month, found: Set<number>): void {
  const first = (weekday: number): number => 1 + ((weekday - firstWeekday + 7) % 7);
  for (const weekday of days.inWeek) for (let day = first(weekday); day <= length; day += 7) found.add(day);
  for (const { weekday, week } of days.numbered) found.add(first(weekday) + 7 * (week - 1));
  for (const weekday of days.lastOfWeek) {
    const day = first(weekday) + 28;
    found.add(day <= length ? day : day - 7);
  }
}

/** Saturday: Friday, unless that is in another month; Sunday: Monday likewise. */
function workday(day: number, { length, firstWeekday }: Month): number {
  const weekday = (firstWeekday + day - 1) % 7;
  if (weekday === 6) return day > 1 ? day - 1 : day + 2;
  if (weekday === 0) return day < length ? day + 1 : day - 2;
  return day;
}
