import type { ObjectReference } from '../model/activity.ts';
import type { JsonObject } from '../model/json.ts';
import { stringAt } from '../model/json.ts';
import { readOwner } from './owner.ts';
import type { ReadText, Start } from './pods/find-paths.ts';
import type { FoundPods } from './pods/find-pods.ts';
import { findPods } from './pods/find-pods.ts';
import { parametersOf } from './pods/parameters.ts';
import { podViewsWithin } from './pods/pod-views.ts';
import { readContainers } from './read-containers.ts';
import { readPodFields } from './read-pod-fields.ts';
import { foundSchedule } from './read-schedule.ts';
import { readIdentity, readJob } from './read-workload.ts';
import type { WorkloadDetail } from './workload-change.ts';

interface Source {
  readonly object: JsonObject;
  readonly group: string;
  /** List items whose index is not known, from a JSON Patch. */
  readonly appended?: ReadonlySet<unknown>;
  readonly reference?: ObjectReference;
  readonly readText?: ReadText | undefined;
}

interface Reading {
  readonly workload: WorkloadDetail;
  readonly missing: readonly string[];
}

const nothing: ReadonlySet<unknown> = new Set();

/** The pods and schedules in an object of a kind that is not in the registry; undefined if nothing looks like one. */
export function readUnknown(source: Source): Reading | undefined {
  const { object, group, appended = nothing, reference } = source;
  const found = unknownPods({ object, path: '', appended, readText: source.readText });
  if (found === undefined) return undefined;
  const { views } = found;
  const read = readContainers({ views, appended, fill: parametersOf(object) });
  const schedule = foundSchedule(found.schedules);
  if (read.containers.length === 0 && !schedule.scheduled && found.embedded.length === 0) return undefined;
  const kind = stringAt(object, 'kind') || (reference?.resource ?? '');
  const workload: WorkloadDetail = {
    ...readIdentity({ kind: { kind }, group, object, reference }),
    owner: readOwner(object),
    derived: false,
    operated: false,
    mirror: false,
    kindKnown: false,
    scheduleDialect: 'kubernetes',
    persistent: found.embedded.some(each => each.kind.persistent),
    everyNode: found.embedded.some(each => each.kind.everyNode),
    finite: found.embedded.some(each => each.kind.finite),
    ...schedule,
    ...readJob(undefined, object, {}),
    ...readPodFields(views),
    containers: read.containers,
    volumes: read.volumes,
    references: [],
  };
  const cut = found.cut ? ['the rest of the object: larger than what is searched for pods'] : [];
  return { workload, missing: [...read.missing, ...found.missing, ...cut] };
}

interface UnknownPods extends FoundPods {
  readonly missing: readonly string[];
}

/** All that looks like a pod or a schedule, also within whole objects of known kinds; undefined if nothing does. */
export function unknownPods(start: Start): UnknownPods | undefined {
  const found = findPods(start);
  if (found.views.length + found.schedules.length + found.embedded.length === 0) return undefined;
  const inner = found.embedded.map(each =>
    podViewsWithin(each.kind, { ...start, object: each.object, path: each.path }),
  );
  return {
    ...found,
    views: [...found.views, ...inner.flatMap(each => each.views)],
    missing: inner.flatMap(each => each.missing),
  };
}
