import type { Activity } from '../../model/activity.ts';
import type { IncidentWork } from '../../model/work.ts';
import { typed } from '../../workloads/command.ts';
import { readImage } from '../../workloads/image-reference.ts';
import { readWorkloadChange } from '../../workloads/read-workload-change.ts';
import type { Dialect } from '../../workloads/schedule/schedule.ts';
import { dialects } from '../../workloads/schedule/schedule.ts';
import type { Container } from '../../workloads/workload-change.ts';
import { matchesGlob } from './glob.ts';
import type { TimedSchedule } from './schedule-window.ts';
import { readWindow, runsWithin } from './schedule-window.ts';
import type { SuppressionScope } from './suppression.ts';

/** What a workload runs and when, whole: what is not known whole is hidden by nobody who names a part of it. */
export interface Content {
  readonly images: readonly string[];
  /** All that its containers run; each text in the ways in which people may have read it. */
  readonly commands: readonly (readonly string[])[];
  readonly schedules: readonly TimedSchedule[];
}

/** undefined where not all of it was seen. */
export function contentOf(activity: Activity | undefined): Content | undefined {
  const change = activity === undefined ? undefined : readWorkloadChange(activity);
  if (change === undefined || !change.change.complete || change.missing.length > 0) return undefined;
  const { containers, schedules, timeZone, scheduleDialect } = change.workload;
  return {
    images: containers.map(({ image }) => image),
    commands: containers.flatMap(commandsOf),
    schedules: schedules.map(text => ({ text, timeZone, dialect: scheduleDialect })),
  };
}

function commandsOf({ command, args, commandLines }: Container): readonly (readonly string[])[] {
  const words = [...command, ...args];
  const lines = commandLines.map(line => [line]);
  if (words.length === 0) return [[''], ...lines];
  const [first = [], ...others] = lines;
  return [[...first, typed(words)], ...others];
}

/** Of an incident that was kept without its requests; undefined where it does not hold all. */
export function contentOfWork(work: IncidentWork | undefined): Content | undefined {
  if (work === undefined || work.moreContainers > 0) return undefined;
  const { containers, schedule } = work;
  const timed = schedule && {
    text: schedule.expression,
    timeZone: schedule.timeZone,
    dialect: dialectOf(schedule.dialect),
  };
  return {
    images: containers.map(({ image }) => image),
    commands: containers.map(({ command }) => [command]),
    schedules: timed === undefined ? [] : [timed],
  };
}

export const dialectOf = (text: string): Dialect => dialects.find(name => name === text) ?? 'kubernetes';

type ContentScope = Pick<SuppressionScope, 'image' | 'repository' | 'command' | 'window'>;

/** `derived`: a controller made it of the workload, and has no schedule of its own. */
export function contentMatches(
  scope: ContentScope,
  content: () => Content | undefined,
  derived: boolean,
): boolean {
  const { image, repository, command, window } = scope;
  if ((image ?? repository ?? command ?? (derived ? undefined : window)) === undefined) return true;
  const seen = content();
  if (seen === undefined) return false;
  return (
    all(image, seen.images) &&
    all(repository, seen.images.map(repositoryOf)) &&
    (command === undefined ||
      seen.commands.every(texts =>
        command.some(pattern => texts.some(text => matchesGlob(pattern, text))),
      )) &&
    (derived || inWindow(window, seen.schedules))
  );
}

function all(patterns: readonly string[] | undefined, texts: readonly string[]): boolean {
  if (patterns === undefined) return true;
  return texts.length > 0 && texts.every(text => patterns.some(pattern => matchesGlob(pattern, text)));
}

/** `docker.io/library/busybox`, however it is written; the text itself where it is no reference. */
export function repositoryOf(image: string): string {
  const { registry, repository } = readImage(image);
  return repository === '' ? image : `${registry}/${repository}`;
}

function inWindow(windows: readonly string[] | undefined, schedules: readonly TimedSchedule[]): boolean {
  if (windows === undefined) return true;
  const read = windows.map(readWindow).filter(window => window !== undefined);
  return (
    schedules.length > 0 && schedules.every(schedule => read.some(window => runsWithin(window, schedule)))
  );
}
