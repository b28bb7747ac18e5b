import type { CivilDate } from './time/civil.ts';
import type { Zone } from './time/zone.ts';

/**
 * Whose rules a schedule follows; `dialect` of each file in workloads/kinds/ says which product follows which.
 * `kubernetes`: CronJob. `robfig`: robfig/cron v3 `ParseStandard`. `robfig-fields`: five fields, no macros. `robfig-seconds`: an
 * optional field of seconds. `robfig-1`: robfig/cron v1, seconds first. `nomad`: hashicorp/cronexpr. `eventbridge`: cron(), rate() and
 * at() of Amazon EventBridge. `systemd`: OnCalendar. `systemd-interval`: OnBootSec and its like. `vixie`: cron files.
 */
export const dialects = [
  'kubernetes',
  'robfig',
  'robfig-fields',
  'robfig-seconds',
  'robfig-1',
  'nomad',
  'eventbridge',
  'systemd',
  'systemd-interval',
  'vixie',
] as const;
export type Dialect = (typeof dialects)[number];

/** A schedule that its parser takes. */
export interface Schedule {
  readonly text: string;
  readonly dialect: Dialect;
  readonly zone: Zone;
  readonly timing: Timing;
  readonly remarks: readonly Remark[];
}

export type Timing = CalendarTiming | IntervalTiming | OnceTiming | EventTiming;

/** At dates and times. */
export interface CalendarTiming {
  readonly type: 'calendar';
  readonly calendar: Calendar;
  /** The first run after a moment, in Unix seconds; undefined where the parser's own search gives up. */
  readonly next: (after: number) => number | undefined;
  /** The same in five to seven fields of cron, if that can be said; for the words. */
  readonly cron?: string;
}

/** So long after the last one, whenever that was. */
export interface IntervalTiming {
  readonly type: 'interval';
  readonly seconds: number;
  readonly after: 'last-run' | 'boot' | 'activation' | 'start-of-manager' | 'last-start' | 'last-end';
}

export interface OnceTiming {
  readonly type: 'once';
  /** Unix seconds. */
  readonly at: number;
}

/** Not by the clock, or at a time that only the scheduler knows. */
export interface EventTiming {
  readonly type: 'event';
  readonly words: string;
  readonly why: 'at-boot' | 'random-time' | 'when-something-happens';
}

/** The days and the times of day, by the clock on the wall; what the frequency is counted from. */
export interface Calendar {
  readonly onDay: (date: CivilDate, weekday: number) => boolean;
  readonly everyDay: boolean;
  /** In ascending order. */
  readonly hours: readonly number[];
  readonly minutes: readonly number[];
  readonly seconds: readonly number[];
}

/** What is worth saying of a schedule that is taken. */
export type Remark =
  /** Nothing names a time zone: the scheduler's own counts, and it is taken for UTC. */
  | 'zone-assumed'
  /** `TZ=` or `CRON_TZ=`: the API server takes it no longer in new objects, and its controller still follows it. */
  | 'zone-in-schedule'
  /** A `timeZone` that does not count, because the schedule names one itself. */
  | 'zone-ignored';

export interface ScheduleProblem {
  readonly reason: ScheduleReason;
  /** What the problem is with: a field, a macro, a name; cut short. */
  readonly text: string;
}

export type ScheduleReason =
  | 'empty'
  | 'too-long'
  | 'number-of-fields'
  | 'not-a-number'
  | 'out-of-range'
  | 'range-reversed'
  | 'step-zero'
  | 'too-many-hyphens'
  | 'too-many-slashes'
  | 'unknown-macro'
  | 'bad-duration'
  | 'bad-zone-prefix'
  | 'unknown-time-zone'
  | 'bad-field'
  | 'bad-time'
  | 'unknown-unit'
  | 'days-contradict';

const sentences: { readonly [reason in ScheduleReason]: string } = {
  empty: 'nothing is written',
  'too-long': 'longer than any schedule',
  'number-of-fields': 'the wrong number of fields',
  'not-a-number': 'not a number',
  'out-of-range': 'beyond the range of its field',
  'range-reversed': 'a range that ends before it begins',
  'step-zero': 'a step of zero',
  'too-many-hyphens': 'too many hyphens',
  'too-many-slashes': 'too many slashes',
  'unknown-macro': 'an unknown macro',
  'bad-duration': 'not a duration',
  'bad-zone-prefix': 'a time zone with no schedule behind it',
  'unknown-time-zone': 'an unknown time zone',
  'bad-field': 'not a field of a schedule',
  'bad-time': 'not a time',
  'unknown-unit': 'an unknown unit',
  'days-contradict': 'one of day-of-month and day-of-week must be ?',
};

export function problemText({ reason, text }: ScheduleProblem): string {
  return text === '' ? sentences[reason] : `${sentences[reason]}: ${text}`;
}

/** Texts from objects are hostile: what is said of them stays short. */
export function problem(reason: ScheduleReason, text = ''): ScheduleProblem {
  return { reason, text: text.length > 80 ? `${text.slice(0, 80)}…` : text };
}

/** No schedule that anybody writes is longer, and parsing takes time by length. */
export const longestText = 1_000;
