import type { Result } from '../../model/result.ts';
import { inWords } from './in-words.ts';
import { parseSchedule } from './parse-schedule.ts';
import { goesByTheClock, nextRuns } from './runs.ts';
import type { Dialect, Schedule, ScheduleProblem } from './schedule.ts';
import { problemText } from './schedule.ts';

export interface ScheduleDescription {
  /** `at 02:30 (Europe/Berlin)`; the schedule itself if it cannot be read. */
  readonly words: string;
  readonly problem?: string;
}

/** A schedule as its object says it. */
export interface WrittenSchedule {
  readonly schedule: string;
  readonly timeZone: string;
  /** Absent: Kubernetes'. */
  readonly dialect?: Dialect | undefined;
}

/** In words, by the rules of whatever follows it. */
export function describeSchedule(written: WrittenSchedule): ScheduleDescription {
  const parsed = parse(written);
  return parsed.ok
    ? { words: inWords(parsed.value) }
    : { words: written.schedule, problem: problemText(parsed.error) };
}

/** When it is due next, as far as the clock alone tells. */
export interface Due {
  /** null: never, or it cannot be read. */
  readonly next: Date | null;
  /** Nothing names a time zone: taken for UTC. */
  readonly zoneAssumed: boolean;
  /** It goes by what happens, or by when a machine was started: there is no telling. */
  readonly untold: boolean;
}

export function nextRun(written: WrittenSchedule, after: Date): Due {
  const parsed = parse(written);
  if (!parsed.ok) return { next: null, zoneAssumed: false, untold: false };
  const { timing, remarks } = parsed.value;
  return {
    next: nextRuns(parsed.value, after, 1)[0] ?? null,
    zoneAssumed: remarks.includes('zone-assumed'),
    untold: !goesByTheClock(timing),
  };
}

const parse = ({
  schedule,
  timeZone,
  dialect = 'kubernetes',
}: WrittenSchedule): Result<Schedule, ScheduleProblem> => parseSchedule(schedule, { dialect, timeZone });
