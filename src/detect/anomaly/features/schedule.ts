import { frequency } from '../../../workloads/schedule/frequency.ts';
import { parseSchedule } from '../../../workloads/schedule/parse-schedule.ts';
import type { Schedule } from '../../../workloads/schedule/schedule.ts';
import type { WorkloadDetail } from '../../../workloads/workload-change.ts';
import type { Observation } from '../observation.ts';
import type { Sight } from './sight.ts';
import { cluster, family, namespace, ownUnlessNew } from './sight.ts';

/** When it runs: how often, at which hour, on which days, by which clock. Only of a schedule that is new. */
export function schedule(observation: Observation): readonly Sight[] {
  const { before, after } = observation;
  if (after === undefined || after.schedule === '') return [];
  const read = scheduleOf(after);
  if (read === undefined) return [];
  const places = [family(observation), namespace(observation), cluster(observation)];
  const isNew =
    before === undefined || before.schedule !== after.schedule || before.timeZone !== after.timeZone;
  const about = { places, tunable: 'ScheduleWindow' } as const;
  const often = frequencyWords(read);
  const hours = hoursOf(read);
  const sights: readonly Sight[] = [
    {
      ...about,
      feature: 'schedule-frequency',
      value: often,
      novelty: 3,
      most: 6,
      says: `schedule ${after.schedule} runs ${often}`,
    },
    ...(hours === ''
      ? []
      : [
          {
            ...about,
            feature: 'schedule-hour',
            value: hours,
            novelty: 2,
            most: 4,
            says: `schedule ${after.schedule} runs ${hours}`,
          },
        ]),
    {
      ...about,
      feature: 'time-zone',
      value: after.timeZone,
      novelty: 4,
      most: 6,
      says: `time zone ${after.timeZone || 'of the controller'}`,
    },
  ];
  return sights.map(sight => ownUnlessNew(sight, isNew));
}

export function scheduleOf({
  schedule: text,
  scheduleDialect: dialect,
  timeZone,
}: WorkloadDetail): Schedule | undefined {
  const parsed = parseSchedule(text, { dialect, timeZone });
  return parsed.ok ? parsed.value : undefined;
}

export function runsPerDay(workload: WorkloadDetail): number {
  const read = scheduleOf(workload);
  return read === undefined ? 0 : frequency(read).runsPerDay;
}

export function frequencyWords(read: Schedule): string {
  const { runsPerDay: runs, never } = frequency(read);
  if (never) return 'never';
  if (runs >= 700) return 'more than 700 times a day';
  if (runs >= 90) return '90 to 700 times a day';
  if (runs >= 20) return '20 to 90 times a day';
  if (runs >= 1.5) return '2 to 20 times a day';
  if (runs >= 0.6) return 'daily';
  if (runs >= 0.1) return 'weekly or so';
  return runs > 0.02 ? 'monthly or so' : 'less than monthly';
}

/** In which quarter of the day, where it is but one. */
function hoursOf({ timing }: Schedule): string {
  if (timing.type !== 'calendar') return '';
  const quarters = new Set(timing.calendar.hours.map(hour => Math.floor(hour / 6)));
  const [quarter, ...others] = [...quarters];
  return quarter === undefined || others.length > 0
    ? ''
    : `between ${quarter * 6}:00 and ${quarter * 6 + 5}:59`;
}
