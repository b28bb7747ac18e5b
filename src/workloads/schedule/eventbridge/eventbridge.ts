import type { Result } from '../../../model/result.ts';
import { fail, succeed } from '../../../model/result.ts';
import type { Dialect, Schedule, ScheduleProblem, Timing } from '../schedule.ts';
import { problem } from '../schedule.ts';
import { dayNumber, daysInMonth, secondsPerDay } from '../time/civil.ts';
import { momentOf } from '../time/wall-clock.ts';
import type { Zone } from '../time/zone.ts';
import { findZone, utc } from '../time/zone.ts';
import { parseAwsCron } from './aws-cron.ts';

/**
 * `cron(...)`, `rate(...)` and `at(...)`. Rules of EventBridge count in UTC; its Scheduler knows time zones and `at`.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
export function parseEventBridge(
  text: string,
  timeZone: string,
  dialect: Dialect,
): Result<Schedule, ScheduleProblem> {
  const zone = timeZone === '' ? utc : findZone(timeZone);
  if (zone === undefined) return fail(problem('unknown-time-zone', timeZone));
  const [, name, inner = ''] = /^(cron|rate|at)\(([^()]*)\)$/.exec(text.trim()) ?? [];
  if (name === undefined) return fail(problem('bad-field', text));
  const timing = parseTiming(name, inner, zone);
  return timing.ok ? succeed({ text, dialect, zone, timing: timing.value, remarks: [] }) : timing;
}

function parseTiming(name: string, inner: string, zone: Zone): Result<Timing, ScheduleProblem> {
  if (name === 'cron') return parseAwsCron(inner, zone);
  return name === 'rate' ? parseRate(inner) : parseAt(inner, zone);
}

const units = new Map([
  ['minute', 60],
  ['hour', 3_600],
  ['day', 86_400],
]);

/** A positive whole number and `minutes`, `hours` or `days`; `minute` and so on for 1. */
function parseRate(text: string): Result<Timing, ScheduleProblem> {
  const [, amount = '', unit = ''] = /^\s*(\d{1,9})\s+([a-z]+)\s*$/.exec(text) ?? [];
  const length = units.get(unit.replace(/s$/, ''));
  if (amount === '' || length === undefined) return fail(problem('unknown-unit', text));
  const seconds = Number(amount) * length;
  return seconds === 0
    ? fail(problem('out-of-range', text))
    : succeed({ type: 'interval', seconds, after: 'last-run' });
}

/** `2026-11-23T04:37:02`, by the clock of the schedule's zone. */
function parseAt(text: string, zone: Zone): Result<Timing, ScheduleProblem> {
  const parts = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)$/.exec(text.trim())?.slice(1).map(Number) ?? [];
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  const isTime = month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  if (parts.length === 0 || !isTime || hour > 23 || minute > 59 || second > 59)
    return fail(problem('bad-time', text));
  const wall = dayNumber(year, month, day) * secondsPerDay + hour * 3_600 + minute * 60 + second;
  return succeed({ type: 'once', at: momentOf(zone, wall) });
}
