import type { Activity } from '../model/activity.ts';
import { shortened, visible } from '../model/visible-text.ts';
import { typed } from '../workloads/command.ts';
import { readWorkloadChange } from '../workloads/read-workload-change.ts';
import { describeSchedule } from '../workloads/schedule.ts';
import type { Container, WorkloadDetail } from '../workloads/workload-change.ts';

/** What a workload will run and when, in sentences. */
export type ScheduledWork = readonly string[];

const containersShown = 3;

/** undefined where the object was not seen, or makes no pods. */
export function scheduledWork(activity: Activity): ScheduledWork | undefined {
  const change = readWorkloadChange(activity);
  if (change === undefined || !change.change.visible) return undefined;
  const { workload } = change;
  const sentences = workload.containers.slice(0, containersShown).map(runs);
  const more = workload.containers.length - sentences.length;
  if (more > 0) sentences.push(`and ${more} more container${more === 1 ? '' : 's'}`);
  if (workload.schedule !== '') sentences.push(scheduleOf(workload));
  return sentences.length > 0 ? sentences : undefined;
}

function runs({ name, role, image, command, args }: Container): string {
  const what = role === 'container' ? 'container' : `${role} container`;
  const words = typed([...command, ...args]);
  const runs = words === '' ? 'what the image starts' : short(words, 200);
  return `${what} ${short(name, 63)} of image ${image === '' ? '(not seen)' : short(image, 150)} runs: ${runs}`;
}

function scheduleOf({ schedule, timeZone, suspended }: WorkloadDetail): string {
  const { words, problem } = describeSchedule(schedule.slice(0, 200), timeZone.slice(0, 100));
  const meaning = problem === undefined ? words : 'not a schedule that Kubernetes takes';
  return `schedule ${short(schedule, 100)}: ${short(meaning, 150)}${suspended ? ', suspended for now' : ''}`;
}

const short = (text: string, limit: number): string => shortened(visible(text), limit);
