import type { Result } from '../../model/result.ts';
import { inWords } from './in-words.ts';
import { parseSchedule } from './parse-schedule.ts';
import { nextRuns } from './runs.ts';
import type { Schedule, ScheduleProblem } from './schedule.ts';
import { problemText } from './schedule.ts';

export interface ScheduleDescription {
  /** `at 02:30 (Europe/Berlin)`; the schedule itself if it cannot be read. */
  readonly words: string;
  readonly problem?: string;
}

/** The schedule of a CronJob in words. */
export function describeSchedule(schedule: string, timeZone: string): ScheduleDescription {
  const parsed = parse(schedule, timeZone);
  return parsed.ok
    ? { words: inWords(parsed.value) }
    : { words: schedule, problem: problemText(parsed.error) };
}

/** The first time after `after` at which a CronJob is due; null if there is none, or it cannot be read. No time zone: UTC. */
export function nextRun(schedule: string, timeZone: string, after: Date): Date | null {
  const parsed = parse(schedule, timeZone);
  return parsed.ok ? (nextRuns(parsed.value, after, 1)[0] ?? null) : null;
}

const parse = (text: string, timeZone: string): Result<Schedule, ScheduleProblem> =>
  parseSchedule(text, { dialect: 'kubernetes', timeZone });
