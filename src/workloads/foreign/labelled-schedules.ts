import type { JsonObject } from '../../model/json.ts';
import { fieldOf } from '../../model/json.ts';
import { wordsOf } from './command/shell-words.ts';
import type { ForeignContainer } from './foreign-pod.ts';
import type { ForeignReading } from './foreign-reading.ts';
import { scalarText } from './scalars.ts';

/** What labels have a scheduler beside the containers run: Ofelia, swarm-cronjob, docker-cron, Chadburn. */
export interface LabelledWork {
  readonly scheduled: boolean;
  readonly reading: Partial<ForeignReading>;
  /** The jobs, each a container of its own: run in the labelled one, or made from an image. */
  readonly containers: (labelled: ForeignContainer) => readonly ForeignContainer[];
}

interface Job {
  readonly type: string;
  readonly name: string;
  readonly fields: ReadonlyMap<string, string>;
}

const most = 64;

/**
 * `ofelia.job-exec.NAME.schedule`, `chadburn.job-run.NAME.image` (https://github.com/mcuadros/ofelia),
 * `swarm.cronjob.schedule` (https://github.com/crazy-max/swarm-cronjob).
 */
export function labelledWork(labels: JsonObject, path: string): LabelledWork {
  const jobs = jobsIn(labels);
  const swarm = textOf(labels, 'swarm.cronjob.schedule');
  const schedules = [...jobs.map(({ fields }) => fields.get('schedule') ?? ''), swarm].filter(
    text => text !== '',
  );
  const isPaused = swarm !== '' && textOf(labels, 'swarm.cronjob.enable') === 'false';
  return {
    scheduled: schedules.length > 0,
    reading: {
      scheduled: schedules.length > 0,
      schedules,
      scheduleDialect: 'robfig-seconds',
      suspended: isPaused,
      concurrencyPolicy: textOf(labels, 'swarm.cronjob.skip-running') === 'true' ? 'Forbid' : '',
    },
    containers: labelled => jobs.map(job => containerOf(job, labelled, path)),
  };
}

function textOf(labels: JsonObject, name: string): string {
  return scalarText(fieldOf(labels, name));
}

function jobsIn(labels: JsonObject): readonly Job[] {
  const jobs = new Map<string, { type: string; name: string; fields: Map<string, string> }>();
  for (const label of Object.keys(labels)) {
    const [, type, name, field] =
      /^(?:ofelia|chadburn|docker-cron)\.(job-[a-z-]+)\.([^.]{1,200})\.([a-z-]{1,40})$/.exec(label) ?? [];
    if (type === undefined || name === undefined || field === undefined) continue;
    const key = `${type} ${name}`;
    const job = jobs.get(key) ?? { type, name, fields: new Map<string, string>() };
    job.fields.set(field, textOf(labels, label));
    if (jobs.size < most) jobs.set(key, job);
  }
  return [...jobs.values()];
}

function containerOf(
  { type, name, fields }: Job,
  labelled: ForeignContainer,
  path: string,
): ForeignContainer {
  const own: Partial<ForeignContainer> = type === 'job-run' ? {} : labelled;
  return {
    ...own,
    name,
    path: `${path}.labels["${type}.${name}"]`,
    image: fields.get('image') ?? own.image ?? '',
    command: wordsOf(fields.get('command') ?? ''),
    args: [],
    check: undefined,
    user: fields.get('user') ?? own.user,
  };
}
