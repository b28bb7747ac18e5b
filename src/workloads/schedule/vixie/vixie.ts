import type { Result } from '../../../model/result.ts';
import { fail, succeed } from '../../../model/result.ts';
import type { Calendar, Dialect, Schedule, ScheduleProblem, Timing } from '../schedule.ts';
import { problem } from '../schedule.ts';
import type { WallHabits } from '../time/next-on-wall.ts';
import { nextOnWall } from '../time/next-on-wall.ts';
import type { Zone } from '../time/zone.ts';
import { findZone, utc } from '../time/zone.ts';
import type { FieldBounds, VixieField } from './vixie-fields.ts';
import { parseField } from './vixie-fields.ts';

const macros = new Map([
  ['@yearly', '0 0 1 1 *'],
  ['@annually', '0 0 1 1 *'],
  ['@monthly', '0 0 1 * *'],
  ['@weekly', '0 0 * * 0'],
  ['@daily', '0 0 * * *'],
  ['@midnight', '0 0 * * *'],
  ['@hourly', '0 * * * *'],
]);

const bounds: readonly FieldBounds[] = [
  { least: 0, most: 59 },
  { least: 0, most: 23 },
  { least: 1, most: 31 },
  { least: 1, most: 12, names: 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ') },
  { least: 0, most: 7, names: 'sun mon tue wed thu fri sat sun'.split(' ') },
];

/** The first five fields of a line of a cron file, or a macro, as Debian's cron takes them (cron 3.0pl1, entry.c). */
export function parseVixie(
  text: string,
  timeZone: string,
  dialect: Dialect,
): Result<Schedule, ScheduleProblem> {
  const zone = timeZone === '' ? utc : findZone(timeZone);
  if (zone === undefined) return fail(problem('unknown-time-zone', timeZone));
  const remarks = timeZone === '' ? (['zone-assumed'] as const) : [];
  const timing = text === '@reboot' ? succeed<Timing>(atBoot) : parseTiming(macros.get(text) ?? text, zone);
  return timing.ok ? succeed({ text, dialect, zone, timing: timing.value, remarks }) : timing;
}

const atBoot: Timing = { type: 'event', words: 'when the machine starts', why: 'at-boot' };

function parseTiming(text: string, zone: Zone): Result<Timing, ScheduleProblem> {
  if (text.startsWith('@')) return fail(problem('unknown-macro', text));
  const texts = text.trim().split(/[ \t]+/);
  if (texts.length !== 5) return fail(problem('number-of-fields', text));
  const fields: VixieField[] = [];
  for (const [index, within] of bounds.entries()) {
    const field = parseField(texts[index] ?? '', within);
    if (!field.ok) return field;
    fields.push(field.value);
  }
  const [minute = none, hour = none, day = none, month = none, weekday = none] = fields;
  const calendar = calendarOf({ minute, hour, day, month, weekday });
  const habits = minute.star || hour.star ? wild : fixed;
  const next = (after: number): number | undefined => nextOnWall(calendar, { zone, ...habits }, after);
  return succeed({ type: 'calendar', calendar, next, cron: texts.join(' ') });
}

const none: VixieField = { values: [], star: false };

/**
 * What has a star in minute or hour goes by the clock as it is. The rest is made up for when the clock is put forward by less than three
 * hours, and not repeated when it is put back (cron.c, "case 2" and "case 3").
 */
const wild: WallHabits = { skipped: 'left-out', repeated: 'twice' };
const fixed: WallHabits = { skipped: 'at-once', repeated: 'once' };

interface Fields {
  readonly minute: VixieField;
  readonly hour: VixieField;
  readonly day: VixieField;
  readonly month: VixieField;
  readonly weekday: VixieField;
}

/** Both fields of days, if one of them begins with a star; else either. */
function calendarOf({ minute, hour, day, month, weekday }: Fields): Calendar {
  const inMonths = new Set(month.values);
  const inMonth = new Set(day.values);
  const inWeek = new Set(weekday.values.map(value => value % 7));
  const both = day.star || weekday.star;
  return {
    onDay: ({ month: ofYear, day: ofMonth }, ofWeek) => {
      if (!inMonths.has(ofYear)) return false;
      const [fitsMonth, fitsWeek] = [inMonth.has(ofMonth), inWeek.has(ofWeek)];
      return both ? fitsMonth && fitsWeek : fitsMonth || fitsWeek;
    },
    everyDay: inMonths.size === 12 && inMonth.size === 31 && inWeek.size === 7,
    hours: hour.values,
    minutes: minute.values,
    seconds: [0],
  };
}
