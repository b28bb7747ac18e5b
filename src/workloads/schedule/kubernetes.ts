import type { Result } from '../../model/result.ts';
import { fail, succeed } from '../../model/result.ts';
import { parseRobfig } from './robfig/parse-robfig.ts';
import type { Remark, Schedule, ScheduleProblem } from './schedule.ts';
import { problem } from './schedule.ts';
import { findZone } from './time/zone.ts';

/**
 * The schedule of a CronJob as its controller follows it (pkg/controller/cronjob, `formatSchedule`) and as the API server takes it
 * (pkg/apis/batch/validation, `validateScheduleFormat`, `validateTimeZone`), of Kubernetes 1.37. `TZ=` in the schedule is refused in
 * new objects only: in old ones it is followed, and `timeZone` then does not count.
 */
export function parseKubernetes(text: string, timeZone: string): Result<Schedule, ScheduleProblem> {
  const zone = findZone(timeZone);
  if (zone === undefined) return fail(problem('unknown-time-zone', timeZone));
  const parsed = parseRobfig(text, { seconds: 'none', macros: true, version: 3, zone });
  if (!parsed.ok) return parsed;
  const { timing, zone: followed, ownZone } = parsed.value;
  const remarks: Remark[] = [];
  if (ownZone === undefined ? timeZone === '' : ownZone === 'Local') remarks.push('zone-assumed');
  if (ownZone !== undefined) remarks.push('zone-in-schedule');
  if (ownZone !== undefined && timeZone !== '') remarks.push('zone-ignored');
  return succeed({ text, dialect: 'kubernetes', zone: followed, timing, remarks });
}
