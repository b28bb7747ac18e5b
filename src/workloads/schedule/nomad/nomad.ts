import type { Result } from '../../../model/result.ts';
import { fail, succeed } from '../../../model/result.ts';
import type { Schedule, ScheduleProblem } from '../schedule.ts';
import { problem } from '../schedule.ts';
import { findZone } from '../time/zone.ts';
import { parseCronexpr } from './cronexpr.ts';
import { daysOfMonth } from './cronexpr-days.ts';
import { nextOfExpression } from './next-cronexpr.ts';

/** One of the `crons` of a periodic job; without a `time_zone` Nomad counts in UTC. */
export function parseNomad(text: string, timeZone: string): Result<Schedule, ScheduleProblem> {
  const zone = findZone(timeZone);
  if (zone === undefined) return fail(problem('unknown-time-zone', timeZone));
  const parsed = parseCronexpr(text);
  if (!parsed.ok) return parsed;
  const { days, months, years, hours, minutes, seconds, fields } = parsed.value;
  const onDay = ({ year, month, day }: { year: number; month: number; day: number }): boolean =>
    months.includes(month) && years.includes(year) && daysOfMonth(days, year, month).includes(day);
  const everyDay = months.length === 12 && years.length === 130 && !days.monthCounts && !days.weekCounts;
  return succeed({
    text,
    dialect: 'nomad',
    zone,
    timing: {
      type: 'calendar',
      calendar: { onDay, everyDay, hours, minutes, seconds },
      next: after => nextOfExpression(parsed.value, zone, after),
      cron: fields.join(' '),
    },
    remarks: [],
  });
}
