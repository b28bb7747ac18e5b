import type { Json, JsonObject } from '../../model/json.ts';
import { fieldOf, isObject, listAt, objectAt, stringAt } from '../../model/json.ts';
import { kindOfObject } from '../kinds/kinds.ts';
import type { WorkloadKind } from '../kinds/workload-kind.ts';
import type { Start } from './find-paths.ts';
import { joined } from './find-paths.ts';
import { isSchedule } from './is-schedule.ts';
import type { PodView } from './pod-view.ts';
import { standardLists } from './standard-lists.ts';

/** What looks like pods and schedules in an object of a kind that nobody told of. */
export interface FoundPods {
  readonly views: readonly PodView[];
  readonly schedules: readonly FoundSchedule[];
  /** Whole objects of known kinds. */
  readonly embedded: readonly FoundObject[];
  /** It was larger than what is searched. */
  readonly cut: boolean;
}

export interface FoundSchedule {
  readonly schedule: string;
  readonly timeZone: string;
  readonly suspended: boolean;
  readonly path: string;
}

export interface FoundObject {
  readonly kind: WorkloadKind;
  readonly object: JsonObject;
  readonly path: string;
}

const limits = { nodes: 20_000, depth: 32, views: 200, schedules: 64 } as const;
/** They hold no template: what runs now, and what it is called. */
const passed = new Set(['status', 'metadata', 'managedFields', 'openAPIV3Schema']);

interface Search {
  readonly views: PodView[];
  readonly schedules: FoundSchedule[];
  readonly embedded: FoundObject[];
  readonly appended: ReadonlySet<unknown>;
  left: number;
}

interface At {
  readonly path: string;
  readonly depth: number;
}

/** Searches an object for pod specs, containers and schedules, by their shape. */
export function findPods({ object, path, appended }: Start): FoundPods {
  const search: Search = { views: [], schedules: [], embedded: [], appended, left: limits.nodes };
  visitObject(search, object, { path, depth: 0 });
  const { views, schedules, embedded, left } = search;
  return { views, schedules, embedded, cut: left < 0 };
}

function visit(search: Search, value: Json | undefined, at: At): void {
  if (typeof value !== 'object' || value === null) return;
  search.left -= 1;
  const full = search.views.length >= limits.views || search.schedules.length >= limits.schedules;
  if (search.left < 0 || full || at.depth > limits.depth) return;
  if (isObject(value)) visitInner(search, value, at);
  else visitList(search, value, at);
}

function visitInner(search: Search, object: JsonObject, at: At): void {
  const kind = kindOf(object);
  const template = templateOf(object, at.path);
  if (kind !== undefined) search.embedded.push({ kind, object, path: at.path });
  else if (template === undefined) visitObject(search, object, at);
  else search.views.push(template);
}

function visitObject(search: Search, object: JsonObject, at: At): void {
  const view = viewOf(object, at.path);
  if (view !== undefined) search.views.push(view);
  for (const key of Object.keys(object)) {
    if (passed.has(key) || (view !== undefined && containerKeys.has(key))) continue;
    const member = object[key];
    const path = joined(at.path, key);
    if (typeof member !== 'string') visit(search, member, { path, depth: at.depth + 1 });
    else if (isScheduleKey(key) && isSchedule(member))
      search.schedules.push(scheduleOf(object, member, path));
  }
}

function visitList(search: Search, list: readonly Json[], at: At): void {
  const mayBeSchedules = isScheduleKey(lastKey(at.path));
  for (const [index, item] of list.entries()) {
    const path = `${at.path}[${search.appended.has(item) ? '-' : index}]`;
    if (typeof item !== 'string') visit(search, item, { path, depth: at.depth + 1 });
    else if (mayBeSchedules && search.schedules.length < limits.schedules && isSchedule(item))
      search.schedules.push({ schedule: item, timeZone: '', suspended: false, path });
  }
}

const containerKeys = new Set(['containers', 'initContainers', 'ephemeralContainers']);

function kindOf(object: JsonObject): WorkloadKind | undefined {
  const apiVersion = stringAt(object, 'apiVersion');
  return apiVersion === undefined ? undefined : kindOfObject(stringAt(object, 'kind') ?? '', apiVersion);
}

/** The template around a pod spec, if this is one: it has the pod's labels and annotations. */
function templateOf(object: JsonObject, path: string): PodView | undefined {
  const spec = objectAt(object, 'spec');
  const metadata = objectAt(object, 'metadata');
  if (spec === undefined || metadata === undefined || !isPodSpec(spec)) return undefined;
  return { spec, metadata, lists: standardLists(spec, joined(path, 'spec')) };
}

function isPodSpec(object: JsonObject): boolean {
  return [...containerKeys].some(key => listAt(object, key).some(isContainer));
}

/** A pod spec has a list of containers; a container by itself has an image and something to run. */
function viewOf(object: JsonObject, path: string): PodView | undefined {
  if (isPodSpec(object)) return { spec: object, metadata: {}, lists: standardLists(object, path) };
  if (!isContainerAlone(object)) return undefined;
  const list = { items: [inWords(object)], path, alone: true, role: 'container', script: 'script' } as const;
  return { spec: {}, metadata: {}, lists: [list] };
}

/** Some write a command as one text, or call it `cmd`. */
function inWords(object: JsonObject): JsonObject {
  const command = fieldOf(object, 'command') ?? fieldOf(object, 'cmd');
  const args = fieldOf(object, 'args');
  return {
    ...object,
    ...(command !== undefined && { command: typeof command === 'string' ? [command] : command }),
    ...(typeof args === 'string' && { args: [args] }),
  };
}

function isContainer(item: Json): boolean {
  return isObject(item) && (hasText(item, 'image') || runs(item));
}

/** With a schedule beside it an image is enough. Also what a hook executes in somebody else's container, as backups have it. */
function isContainerAlone(object: JsonObject): boolean {
  if (!hasText(object, 'image')) return hasText(object, 'container') && hasWords(object, 'command');
  return runs(object) || Object.keys(object).some(isScheduleKey);
}

function runs(object: JsonObject): boolean {
  return (
    ['command', 'args', 'cmd', 'script'].some(key => hasWords(object, key)) ||
    objectAt(object, 'securityContext') !== undefined ||
    listAt(object, 'volumeMounts').length > 0
  );
}

function hasWords(object: JsonObject, key: string): boolean {
  return hasText(object, key) || listAt(object, key).length > 0;
}

function hasText(object: JsonObject, key: string): boolean {
  const found = fieldOf(object, key);
  return typeof found === 'string' && found !== '';
}

function isScheduleKey(key: string): boolean {
  return /schedule|cron/i.test(key);
}

function lastKey(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1).replace(/\[[^\]]*\]$/, '');
}

/** Time zone and pause stand beside the schedule. */
function scheduleOf(object: JsonObject, schedule: string, path: string): FoundSchedule {
  return {
    schedule,
    timeZone: stringAt(object, 'timeZone') ?? stringAt(object, 'timezone') ?? '',
    suspended: ['suspend', 'suspended', 'paused'].some(key => fieldOf(object, key) === true),
    path,
  };
}
