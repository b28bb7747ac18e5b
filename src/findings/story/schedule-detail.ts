import type { ScheduleDetail } from '../../model/work.ts';
import { inWords } from '../../workloads/schedule/in-words.ts';
import { parseSchedule } from '../../workloads/schedule/parse-schedule.ts';
import { goesByTheClock, nextRuns, previousRun } from '../../workloads/schedule/runs.ts';
import type { Schedule } from '../../workloads/schedule/schedule.ts';
import { problemText } from '../../workloads/schedule/schedule.ts';
import type { When } from './scheduled-work.ts';

export interface ScheduleTimes {
  /** The last finding: what comes next is after it. undefined: runs are not computed. */
  readonly after: Date | undefined;
  /** The first finding, where the object was there before; what was due is before it. */
  readonly before: Date | undefined;
  /** When the object was made, RFC 3339; `""` if that is not known. */
  readonly created: string;
  /** The schedule of before, if it was another. */
  readonly expressionBefore: string;
}

const shown = { next: 5, previous: 3 } as const;

/** A schedule in words, with the runs around the incident; undefined for what has none. */
export function scheduleDetail(when: When, times: ScheduleTimes): ScheduleDetail | undefined {
  const { schedule: expression, dialect = 'kubernetes', timeZone, suspended } = when;
  if (expression === '') return undefined;
  const { schedule, words, problem } = readingOf(expression, when);
  return {
    expression,
    before: times.expressionBefore,
    dialect,
    ...zoneOf(schedule, timeZone),
    words,
    problem,
    suspended,
    previous: times.after === undefined ? [] : previousRuns(when, times),
    next: suspended && times.after !== undefined ? [] : next(schedule, times.after),
  };
}

function zoneOf(
  schedule: Schedule | undefined,
  timeZone: string,
): Pick<ScheduleDetail, 'timeZone' | 'zoneAssumed'> {
  if (schedule === undefined) return { timeZone, zoneAssumed: false };
  if (schedule.timing.type !== 'calendar') return { timeZone: '', zoneAssumed: false };
  const zoneAssumed = schedule.remarks.includes('zone-assumed');
  return { timeZone: zoneAssumed ? '' : schedule.zone.name, zoneAssumed };
}

interface Reading {
  /** undefined where its rules are not known, or it breaks them. */
  readonly schedule: Schedule | undefined;
  readonly words: string;
  readonly problem: string;
}

/** Many objects share a few schedules, and putting one into words takes long. */
const readings = new Map<string, Reading>();

function readingOf(expression: string, { dialect = 'kubernetes', timeZone }: When): Reading {
  const key = `${dialect} ${timeZone} ${expression}`;
  const known = readings.get(key);
  if (known !== undefined) return known;
  const parsed = parseSchedule(expression, { dialect, timeZone });
  const reading = parsed.ok
    ? { schedule: parsed.value, words: inWords(parsed.value), problem: '' }
    : {
        schedule: undefined,
        words: '',
        problem: parsed.error.reason === 'empty' ? '' : problemText(parsed.error),
      };
  if (readings.size < 1000) readings.set(key, reading);
  return reading;
}

function next(schedule: Schedule | undefined, after: Date | undefined): readonly string[] | null {
  if (schedule === undefined || after === undefined || !goesByTheClock(schedule.timing)) return null;
  return nextRuns(schedule, after, shown.next).map(written);
}

function previousRuns(when: When, { before, created, expressionBefore }: ScheduleTimes): readonly string[] {
  const { schedule } = readingOf(expressionBefore === '' ? when.schedule : expressionBefore, when);
  if (schedule === undefined || before === undefined) return [];
  const runs: Date[] = [];
  let end: Date | undefined = before;
  while (end !== undefined && runs.length < shown.previous) {
    end = previousRun(schedule, end);
    if (end !== undefined) runs.unshift(end);
  }
  const start = Date.parse(created);
  return runs.filter(run => !(run.getTime() < start)).map(written);
}

const written = (date: Date): string => date.toISOString().replace('.000Z', 'Z');
