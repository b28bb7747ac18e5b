import { parseSchedule } from '../../workloads/schedule/parse-schedule.ts';
import type { Dialect } from '../../workloads/schedule/schedule.ts';

/** A stretch of the day, `02:00-03:30` or `22:00-06:00 Europe/Berlin`, by the clock that the schedule goes by. */
export interface ScheduleWindow {
  /** Minutes of the day, both included; `from` after `to` goes over midnight. */
  readonly from: number;
  readonly to: number;
  /** IANA name; `""`: the cluster's own clock, or UTC. */
  readonly zone: string;
}

export interface TimedSchedule {
  readonly text: string;
  readonly timeZone: string;
  readonly dialect: Dialect;
}

export const windowPattern = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)(?: ([\w+/-]{1,64}))?$/;

/** undefined where it is none. */
export function readWindow(text: string): ScheduleWindow | undefined {
  const parts = windowPattern.exec(text);
  if (parts === null) return undefined;
  const minute = (hour: number): number => Number(parts[hour]) * 60 + Number(parts[hour + 1]);
  return { from: minute(1), to: minute(3), zone: zoneName(parts[5] ?? '') };
}

/** Do all runs lie in it? Of what does not go by the clock, or cannot be read, none does. */
export function runsWithin(window: ScheduleWindow, schedule: TimedSchedule): boolean {
  const runs = runsOfDay(schedule);
  if (runs === undefined || runs.zone !== window.zone) return false;
  const { from, to } = window;
  return runs.minutes.every(at => (from <= to ? at >= from && at <= to : at >= from || at <= to));
}

/** The narrowest window without a midnight in it that holds all runs; undefined where they do not go by the clock. */
export function windowOf(schedule: TimedSchedule): string | undefined {
  const runs = runsOfDay(schedule);
  const [first, last] = [runs?.minutes[0], runs?.minutes.at(-1)];
  if (runs === undefined || first === undefined || last === undefined) return undefined;
  return `${clock(first)}-${clock(last)}${runs.zone === '' ? '' : ` ${runs.zone}`}`;
}

const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

interface RunsOfDay {
  /** In ascending order. */
  readonly minutes: readonly number[];
  readonly zone: string;
}

function runsOfDay({ text, timeZone, dialect }: TimedSchedule): RunsOfDay | undefined {
  const parsed = parseSchedule(text, { dialect, timeZone });
  if (!parsed.ok || parsed.value.timing.type !== 'calendar') return undefined;
  const { timing, zone } = parsed.value;
  const { hours, minutes } = timing.calendar;
  return {
    minutes: hours.flatMap(hour => minutes.map(minute => hour * 60 + minute)),
    zone: zoneName(zone.name),
  };
}

const zoneName = (name: string): string => (name === 'UTC' || name === 'Etc/UTC' ? '' : name);
