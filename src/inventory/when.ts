import type { BillSchedule } from '../model/watch-bill.ts';
import { frequency } from '../workloads/schedule/frequency.ts';
import { inWords } from '../workloads/schedule/in-words.ts';
import { parseSchedule } from '../workloads/schedule/parse-schedule.ts';
import { nextRuns } from '../workloads/schedule/runs.ts';
import type { Schedule } from '../workloads/schedule/schedule.ts';
import { problemText } from '../workloads/schedule/schedule.ts';
import type { WorkloadDetail } from '../workloads/workload-change.ts';

type When = Pick<WorkloadDetail, 'schedules' | 'scheduleDialect' | 'timeZone' | 'suspended' | 'scheduled'>;

export interface Moment {
  /** From when the next run is looked for; undefined: it is not. */
  readonly at: Date | undefined;
  /** The last that is known of; intervals count from it. */
  readonly lastRun: Date | undefined;
  readonly notes: readonly string[];
}

/** When it runs, and when next; null: not by the clock. */
export function whenOf(workload: When, { at, lastRun, notes }: Moment): BillSchedule | null {
  const { schedules, scheduleDialect, timeZone, suspended, scheduled } = workload;
  if (!scheduled && schedules.length === 0) return null;
  const parsed = schedules.map(text => parseSchedule(text, { dialect: scheduleDialect, timeZone }));
  const good = parsed.filter(result => result.ok).map(({ value }) => value);
  const bad = parsed.find(result => !result.ok);
  const frequencies = good.map(frequency);
  const words = parsed.map((result, index) => (result.ok ? wordsOf(result.value) : (schedules[index] ?? '')));
  const never = good.length > 0 && bad === undefined && frequencies.every(each => each.never);
  return {
    texts: schedules,
    dialect: scheduleDialect,
    words: words.join('; '),
    timeZone: good.find(({ timing }) => timing.type === 'calendar')?.zone.name ?? '',
    timeZoneAssumed: good.some(({ remarks }) => remarks.includes('zone-assumed')),
    suspended,
    next: suspended || at === undefined ? null : nextOf(good, at, lastRun),
    never,
    problem: bad?.ok === false ? problemText(bad.error) : '',
    runsPerDay: frequencies.reduce((sum, { runsPerDay }) => sum + runsPerDay, 0),
    notes,
  };
}

/** The zone has a place of its own. */
function wordsOf(schedule: Schedule): string {
  return inWords({ ...schedule, remarks: [...schedule.remarks, 'zone-assumed'] });
}

function nextOf(schedules: readonly Schedule[], at: Date, lastRun: Date | undefined): string | null {
  const times = schedules.flatMap(schedule => {
    const { timing } = schedule;
    if (timing.type !== 'interval') return nextRuns(schedule, at, 1).map(run => run.getTime());
    if (timing.after !== 'last-run' || lastRun === undefined) return [];
    const length = timing.seconds * 1_000;
    const passed = Math.max(0, Math.floor((at.getTime() - lastRun.getTime()) / length));
    return [lastRun.getTime() + (passed + 1) * length];
  });
  return times.length === 0 ? null : new Date(Math.min(...times)).toISOString().replace('.000Z', 'Z');
}
