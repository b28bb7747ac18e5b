import type { Activity } from '../../model/activity.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { objectAt, stringAt, stringsAt } from '../../model/json.ts';
import type { ContainerWork } from '../../model/work.ts';
import { anyKind, bodyOfChange } from '../../workloads/body-of-change.ts';
import { typed } from '../../workloads/command.ts';
import type { ForeignReading } from '../../workloads/foreign/foreign-reading.ts';
import { foreignReadingOf } from '../../workloads/foreign/read-foreign-change.ts';
import { groupOf, kindOfObject, kindOfResource } from '../../workloads/kinds/kinds.ts';
import { mayHoldPods } from '../../workloads/kinds/without-pods.ts';
import type { WorkloadKind } from '../../workloads/kinds/workload-kind.ts';
import type { ContainerList, PodView } from '../../workloads/pods/pod-view.ts';
import { podViewsOf } from '../../workloads/pods/pod-views.ts';
import { foundSchedule, readSchedule } from '../../workloads/read-schedule.ts';
import { unknownPods } from '../../workloads/read-unknown.ts';
import { describeSchedule, nextRun } from '../../workloads/schedule/describe-schedule.ts';
import type { Dialect } from '../../workloads/schedule/schedule.ts';
import { beginning, pooledText } from '../small.ts';
import { counted, quoted, shownTime } from '../words.ts';

/** What a workload will run and when, as far as it was seen. Kept for every incident, so it holds little; never a value of the environment. */
export interface ScheduledWork {
  readonly runs: readonly ContainerWork[];
  readonly moreContainers: number;
  readonly schedule: string;
  /** Whose rules it follows; absent: Kubernetes'. */
  readonly dialect?: Dialect;
  readonly timeZone: string;
  readonly suspended: boolean;
  /** When the object was made, by the server's own record; `""` where it was not logged. */
  readonly created: string;
}

const containersKept = 3;
const textKept = 300;

const roles = {
  init: 'init container',
  sidecar: 'sidecar',
  container: 'container',
  ephemeral: 'ephemeral container',
} as const;

/** undefined where the object was not seen, or makes no pods. */
export function scheduledWork(activity: Activity): ScheduledWork | undefined {
  const seen = seenIn(activity);
  if (seen === undefined) return undefined;
  const { views } = seen;
  const containers = views.flatMap(({ lists }) =>
    lists.flatMap(list => list.items.map(container => ({ container, list }))),
  );
  const { schedule, dialect, timeZone, suspended } = seen.when;
  if (containers.length === 0 && schedule === '') return undefined;
  return {
    runs: containers.slice(0, containersKept).map(({ container, list }) => workOf(container, list)),
    moreContainers: Math.max(0, containers.length - containersKept),
    schedule: kept(schedule),
    ...(dialect === undefined ? {} : { dialect }),
    timeZone: kept(timeZone),
    suspended,
    created: seen.created,
  };
}

/** What will run, in sentences; with when it is next due after a time, if one is given. */
export function workSentences(
  { runs, moreContainers, ...when }: ScheduledWork,
  after: Date | undefined,
): readonly string[] {
  return [
    ...runs.map(runSentence),
    ...(moreContainers > 0 ? [`and ${counted(moreContainers, 'more container')}`] : []),
    ...(when.schedule === '' ? [] : [scheduleSentence(when) + dueWords(when, after)]),
  ];
}

interface Seen {
  readonly views: readonly PodView[];
  readonly when: When;
  readonly created: string;
}

function seenIn(activity: Activity): Seen | undefined {
  const foreign = foreignReadingOf(activity);
  if (foreign !== undefined) return ofForeign(foreign);
  const object = fileObject(activity);
  if (object !== undefined) {
    const [kind, apiVersion] = [stringAt(object, 'kind') ?? '', stringAt(object, 'apiVersion') ?? ''];
    const known = kindOfObject(kind, apiVersion);
    if (known !== undefined) return ofKind(known, object);
    return mayHoldPods(groupOf(apiVersion), kind) ? ofUnknown(object) : undefined;
  }
  if (activity.type !== 'audit') return undefined;
  const { object: reference } = activity.request;
  if (reference === undefined) return undefined;
  const { resource, group } = reference;
  const kind = kindOfResource(resource, group);
  if (kind === undefined && !mayHoldPods(group, resource)) return undefined;
  const body = bodyOfChange(activity.request, kind ?? anyKind);
  if (body === undefined) return undefined;
  return kind === undefined ? ofUnknown(body.object) : ofKind(kind, body.object);
}

/** What a file under review, or in a node's folder, holds. */
function fileObject(activity: Activity): JsonObject | undefined {
  return activity.type === 'manifest' || activity.type === 'file' ? activity.object : undefined;
}

function ofKind(kind: WorkloadKind, object: JsonObject): Seen {
  return {
    views: podViewsOf(kind, object).views,
    when: { ...readSchedule(kind, object), ...(kind.dialect === undefined ? {} : { dialect: kind.dialect }) },
    created: createdAt(object),
  };
}

function ofForeign({ views, schedules = [], scheduleDialect, ...reading }: ForeignReading): Seen {
  const { timeZone = '', suspended = false } = reading;
  const when = { schedule: schedules[0] ?? '', timeZone, suspended };
  return {
    views,
    when: scheduleDialect === undefined ? when : { ...when, dialect: scheduleDialect },
    created: '',
  };
}

const nothing: ReadonlySet<unknown> = new Set();

function ofUnknown(object: JsonObject): Seen | undefined {
  const found = unknownPods({ object, path: '', appended: nothing });
  return found && { views: found.views, when: foundSchedule(found.schedules), created: createdAt(object) };
}

const createdAt = (object: JsonObject): string =>
  kept(stringAt(objectAt(object, 'metadata'), 'creationTimestamp') ?? '');

function workOf(container: Json, list: ContainerList): ContainerWork {
  const script = list.script === undefined ? undefined : stringAt(container, list.script);
  const words = [...stringsAt(container, 'command'), ...stringsAt(container, 'args')];
  return {
    role: roles[list.role],
    name: kept(stringAt(container, 'name') ?? ''),
    image: kept(stringAt(container, 'image') ?? ''),
    command: kept(typed(script === undefined ? words : [...words, script])),
  };
}

const kept = (text: string): string => pooledText(beginning(text, textKept));

function runSentence({ role, name, image, command }: ContainerWork): string {
  const what = command === '' ? 'what the image starts' : quoted(command, 200);
  const whose = name === '' ? `a ${role}, whose name was not sent,` : `${role} ${quoted(name, 63)}`;
  return `${whose} of image ${image === '' ? '(not seen)' : quoted(image, 150)} runs: ${what}`;
}

/** Many objects share a few schedules, and a description takes as long as the rest of a story. */
const descriptions = new Map<string, ReturnType<typeof describeSchedule>>();

export type When = Pick<ScheduledWork, 'schedule' | 'dialect' | 'timeZone' | 'suspended'>;

function described(when: When): ReturnType<typeof describeSchedule> {
  const key = `${when.dialect ?? ''} ${when.schedule} ${when.timeZone}`;
  const known = descriptions.get(key) ?? describeSchedule(when);
  if (descriptions.size < 1000) descriptions.set(key, known);
  return known;
}

function scheduleSentence(when: When): string {
  const { schedule, dialect = 'kubernetes', suspended } = when;
  const { words, problem } = described(when);
  const taker = dialect === 'kubernetes' ? 'Kubernetes' : 'its scheduler';
  const meaning = problem === undefined ? words : `not a schedule that ${taker} takes`;
  return `schedule ${quoted(schedule, 100)}: ${quoted(meaning, 150)}${suspended ? ', suspended for now' : ''}`;
}

/** A schedule without a time zone follows the clock of what runs it, which is UTC on most clusters and machines. */
function dueWords(when: When, after: Date | undefined): string {
  if (after === undefined || when.suspended) return '';
  const { next, zoneAssumed, untold } = nextRun(when, after);
  if (untold) return '';
  const keeper = when.dialect === undefined || when.dialect === 'kubernetes' ? 'the cluster' : 'the machine';
  const assumed = zoneAssumed ? ` if ${keeper} keeps UTC` : '';
  return next === null ? ', never due' : `, next due ${shownTime(next.toISOString())}${assumed}`;
}
