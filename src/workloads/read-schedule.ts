import type { JsonObject } from '../model/json.ts';
import { booleanAt, fieldOf, objectAt } from '../model/json.ts';
import { bounded, integerAt, textAt } from './fields.ts';
import type { Path, Times, WorkloadKind } from './kinds/workload-kind.ts';
import { findAt } from './pods/find-paths.ts';
import type { FoundSchedule } from './pods/find-pods.ts';
import type { WorkloadDetail } from './workload-change.ts';

export type Schedule = Pick<
  WorkloadDetail,
  | 'scheduled'
  | 'schedule'
  | 'schedules'
  | 'timeZone'
  | 'suspended'
  | 'startingDeadlineSeconds'
  | 'concurrencyPolicy'
  | 'successfulJobsHistoryLimit'
  | 'failedJobsHistoryLimit'
>;

const most = 64;
const nothing: ReadonlySet<unknown> = new Set();
const nowhere: readonly string[] = [];

/** When it runs, wherever its kind says so. */
export function readSchedule(kind: WorkloadKind, object: JsonObject): Schedule {
  const { scheduled, times } = kind;
  const spec = objectAt(object, 'spec') ?? {};
  const from = scheduled ? spec : {};
  const rest = {
    startingDeadlineSeconds: integerAt(from, 'startingDeadlineSeconds'),
    concurrencyPolicy: textAt(from, 'concurrencyPolicy'),
    successfulJobsHistoryLimit: integerAt(from, 'successfulJobsHistoryLimit'),
    failedJobsHistoryLimit: integerAt(from, 'failedJobsHistoryLimit'),
  };
  if (times !== undefined) return { ...rest, ...readTimes(kind, times, object) };
  const schedule = textAt(from, 'schedule');
  return {
    scheduled,
    schedule,
    schedules: schedule === '' ? nowhere : [schedule],
    timeZone: textAt(from, 'timeZone'),
    suspended: booleanAt(spec, 'suspend') ?? false,
    ...rest,
  };
}

/** Of an object of an unknown kind. */
export function foundSchedule(found: readonly FoundSchedule[]): Schedule {
  const [first] = found;
  return {
    scheduled: found.length > 0,
    schedule: bounded(first?.schedule ?? ''),
    schedules: found.slice(0, most).map(({ schedule }) => bounded(schedule)),
    timeZone: bounded(first?.timeZone ?? ''),
    suspended: found.length > 0 && found.every(({ suspended }) => suspended),
    startingDeadlineSeconds: -1,
    concurrencyPolicy: '',
    successfulJobsHistoryLimit: -1,
    failedJobsHistoryLimit: -1,
  };
}

function readTimes(
  { scheduled }: WorkloadKind,
  times: Times,
  object: JsonObject,
): Partial<Schedule> & ReadTimes {
  const schedules = [
    ...textsAt(object, times.schedules),
    ...textsAt(object, times.every ?? []).map(text => `@every ${/^\d+$/.test(text) ? `${text}s` : text}`),
  ].slice(0, most);
  return {
    scheduled: scheduled || schedules.length > 0,
    schedule: schedules[0] ?? '',
    schedules,
    timeZone: textsAt(object, times.timeZone)[0] ?? '',
    suspended: isSuspended(times, object),
    ...limitOf(object, times.successfulHistory, 'successfulJobsHistoryLimit'),
    ...limitOf(object, times.failedHistory, 'failedJobsHistoryLimit'),
  };
}

type ReadTimes = Pick<Schedule, 'scheduled' | 'schedule' | 'schedules' | 'timeZone' | 'suspended'>;

function textsAt(object: JsonObject, paths: readonly Path[]): readonly string[] {
  const start = { object, path: '', appended: nothing };
  return paths
    .flatMap(path => findAt(start, path))
    .flatMap(({ value }) => (typeof value === 'string' || typeof value === 'number' ? [String(value)] : []))
    .filter(text => text !== '')
    .map(bounded);
}

function isSuspended({ suspended, enabled }: Times, object: JsonObject): boolean {
  const start = { object, path: '', appended: nothing };
  const values = suspended.flatMap(path => findAt(start, path)).map(({ value }) => value);
  if (values.some(value => value === true || value === 'true')) return true;
  return enabled !== undefined && findAt(start, enabled).some(({ value }) => value === false);
}

function limitOf(object: JsonObject, path: Path | undefined, name: keyof Schedule): Partial<Schedule> {
  const key = path?.at(-1);
  if (path === undefined || key === undefined) return {};
  const [holder] = findAt({ object, path: '', appended: nothing }, path.slice(0, -1));
  return fieldOf(holder?.value, key) === undefined ? {} : { [name]: integerAt(holder?.value, key) };
}
