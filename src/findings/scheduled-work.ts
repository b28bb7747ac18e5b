import type { Activity } from '../model/activity.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { booleanAt, listAt, objectAt, stringAt, stringsAt } from '../model/json.ts';
import { bodyOfChange } from '../workloads/body-of-change.ts';
import { typed } from '../workloads/command.ts';
import { kindOfObject, kindOfResource } from '../workloads/kinds/kinds.ts';
import type { WorkloadKind } from '../workloads/kinds/workload-kind.ts';
import { describeSchedule } from '../workloads/schedule.ts';
import { detached } from './detached.ts';
import { counted, quoted } from './words.ts';

/** What a workload will run and when, as far as it was seen. Kept for every incident, so it holds little; never a value of the environment. */
export interface ScheduledWork {
  readonly runs: readonly ContainerWork[];
  readonly moreContainers: number;
  readonly schedule: string;
  readonly timeZone: string;
  readonly suspended: boolean;
}

interface ContainerWork {
  readonly role: string;
  readonly name: string;
  readonly image: string;
  readonly command: string;
}

const containersKept = 3;
const textKept = 300;

const lists = [
  { key: 'initContainers', role: 'init container' },
  { key: 'containers', role: 'container' },
  { key: 'ephemeralContainers', role: 'ephemeral container' },
] as const;

/** undefined where the object was not seen, or makes no pods. */
export function scheduledWork(activity: Activity): ScheduledWork | undefined {
  const seen = objectOf(activity);
  if (seen === undefined) return undefined;
  const spec = objectAt(seen.object, 'spec');
  const podSpec = objectAt(descend(seen.object, seen.kind.template), 'spec');
  const containers = lists.flatMap(({ key, role }) =>
    listAt(podSpec, key).map(container => ({ container, role })),
  );
  const schedule = seen.kind.scheduled ? (stringAt(spec, 'schedule') ?? '') : '';
  if (containers.length === 0 && schedule === '') return undefined;
  return {
    runs: containers.slice(0, containersKept).map(({ container, role }) => workOf(container, role)),
    moreContainers: Math.max(0, containers.length - containersKept),
    schedule: kept(schedule),
    timeZone: kept(stringAt(spec, 'timeZone') ?? ''),
    suspended: booleanAt(spec, 'suspend') ?? false,
  };
}

/** What will run, in sentences. */
export function workSentences({ runs, moreContainers, ...when }: ScheduledWork): readonly string[] {
  return [
    ...runs.map(runSentence),
    ...(moreContainers > 0 ? [`and ${counted(moreContainers, 'more container')}`] : []),
    ...(when.schedule === '' ? [] : [scheduleSentence(when)]),
  ];
}

interface Seen {
  readonly kind: WorkloadKind;
  readonly object: JsonObject;
}

function objectOf(activity: Activity): Seen | undefined {
  if (activity.type === 'manifest') {
    const { object } = activity;
    const kind = kindOfObject(stringAt(object, 'kind') ?? '', stringAt(object, 'apiVersion') ?? '');
    return kind === undefined ? undefined : { kind, object };
  }
  const { request } = activity;
  const reference = request.object;
  const kind = reference && kindOfResource(reference.resource, reference.group);
  if (kind === undefined) return undefined;
  const body = bodyOfChange(request, kind);
  return body === undefined ? undefined : { kind, object: body.object };
}

function descend(object: JsonObject, path: readonly string[]): JsonObject | undefined {
  let found: JsonObject | undefined = object;
  for (const key of path) found = objectAt(found, key);
  return found;
}

function workOf(container: Json, role: string): ContainerWork {
  const words = [...stringsAt(container, 'command'), ...stringsAt(container, 'args')];
  return {
    role,
    name: kept(stringAt(container, 'name') ?? ''),
    image: kept(stringAt(container, 'image') ?? ''),
    command: kept(typed(words)),
  };
}

const kept = (text: string): string => detached(text.slice(0, textKept));

function runSentence({ role, name, image, command }: ContainerWork): string {
  const what = command === '' ? 'what the image starts' : quoted(command, 200);
  return `${role} ${quoted(name, 63)} of image ${image === '' ? '(not seen)' : quoted(image, 150)} runs: ${what}`;
}

type When = Pick<ScheduledWork, 'schedule' | 'timeZone' | 'suspended'>;

function scheduleSentence({ schedule, timeZone, suspended }: When): string {
  const { words, problem } = describeSchedule(schedule, timeZone);
  const meaning = problem === undefined ? words : 'not a schedule that Kubernetes takes';
  return `schedule ${quoted(schedule, 100)}: ${quoted(meaning, 150)}${suspended ? ', suspended for now' : ''}`;
}
