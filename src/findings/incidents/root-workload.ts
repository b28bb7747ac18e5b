import type { Origin } from '../../lineage/origin.ts';
import { actorOf } from '../../lineage/origin.ts';
import type { Activity, AuditedRequest } from '../../model/activity.ts';
import type { Actor } from '../../model/actor.ts';
import type { ChangeLog } from '../../model/change-log.ts';
import { noChangeLog } from '../../model/change-log.ts';
import type { Finding } from '../../model/finding.ts';
import type { JsonObject } from '../../model/json.ts';
import { isObject, objectAt, stringAt } from '../../model/json.ts';
import type { Confidence } from '../../model/lineage.ts';
import type { Workload } from '../../model/workload.ts';
import { derivedOwner } from '../../workloads/derived-owner.ts';
import { readActor } from '../../workloads/read-actor.ts';
import type { ActorType, OwnerDetail } from '../../workloads/workload-change.ts';
import { oneText } from '../small.ts';

/** The object at the top of the owner chain, as far as the activities of findings told. */
export interface Root {
  readonly workload: Workload;
  /** A built-in controller made the finding's object on the root's behalf, whoever the root's author is. */
  readonly derived: boolean;
  /** The prefix of names that the server generates, where the object's author asked for one; else `""`. */
  readonly generateName: string;
  /** Of what a controller made: who wrote what it runs. undefined: the log does not tell. */
  readonly author?: RootAuthor | undefined;
  /** What stands behind the finding's object. */
  readonly origin?: Origin | undefined;
}

export interface RootAuthor {
  readonly actor: Actor;
  readonly type: ActorType;
  readonly confidence: Confidence;
  /** Why it is this one. */
  readonly reason: string;
  /** When it was written, milliseconds since 1970. */
  readonly at: number;
}

/** Tells what stands behind an object, from all that the log says of it. */
export type FindOrigin = (workload: Workload) => Origin | undefined;

const groups = new Map([
  ['CronJob', 'batch'],
  ['Job', 'batch'],
  ['Deployment', 'apps'],
  ['ReplicaSet', 'apps'],
  ['DaemonSet', 'apps'],
  ['StatefulSet', 'apps'],
]);

export interface RootFinderOptions {
  readonly originOf?: FindOrigin | undefined;
  /** Does somebody else use the identity of a controller, by all that the log says? Then it acts for nobody's template. */
  readonly isOdd?: ((activity: Activity) => boolean) | undefined;
  /** How many owners are remembered where there is nothing to ask. */
  readonly limit: number;
  /** Hears of them; their keys are uids, and places of objects with generated names. */
  readonly log?: ChangeLog;
}

export interface RootFinder {
  rootOf(finding: Finding, activity: Activity | undefined): Root;
  /** An owner that was remembered before. */
  restore(key: string, owner: Workload): void;
}

type Seen = Activity | undefined;

/** A finding must not belong to somebody else's workload because its author wrote so: owners are believed of controllers alone. */
export function createRootFinder({
  originOf,
  isOdd,
  limit,
  log = noChangeLog,
}: RootFinderOptions): RootFinder {
  const isByOther = (activity: Seen): boolean => activity !== undefined && isOdd?.(activity) === true;
  const owners = createNotedMap(limit, log);
  const byFindings = createOwnerMemory(owners);
  const rootOf = (finding: Finding, activity: Seen): Root => {
    const seen = isSeen(activity);
    const origin = activity?.type === 'audit' || seen ? originOf?.(finding.workload) : undefined;
    if (origin === undefined) return byFindings(finding, activity);
    const { cluster } = finding.workload;
    const { life: _, ...root } = origin.root;
    const isMade = origin.root.life !== origin.chain.levels[0].life;
    // What runs on a node runs for whoever wrote its template.
    const derived = seen || (isMade && isByController(activity) && !isByOther(activity));
    return {
      workload: isMade ? { cluster, ...root } : finding.workload,
      derived,
      generateName: isMade ? '' : generated(activity),
      author: derived ? authorIn(origin) : undefined,
      origin,
    };
  };
  return {
    rootOf: (finding, activity) => inFamily(rootOf(finding, activity), owners),
    restore: owners.restore,
  };
}

/**
 * What the server named after a prefix stays one of that family: only the creation tells the prefix, later requests name the object
 * alone. Remembered as an owner whose name is the prefix.
 */
function inFamily(root: Root, owners: NotedMap): Root {
  const { workload, generateName } = root;
  const { cluster, group, kind, namespace, name } = workload;
  const key = oneText([cluster, group, kind, namespace, name]);
  if (generateName === '') return { ...root, generateName: owners.get(key)?.name ?? '' };
  owners.set(key, { ...workload, name: generateName });
  return root;
}

function authorIn({ responsible }: Origin): RootAuthor | undefined {
  const { author, confidence } = responsible;
  if (author === undefined || confidence === 'unknown') return undefined;
  const { sighting, reason } = author;
  return {
    actor: actorOf(sighting.author),
    type: sighting.author.type,
    confidence,
    reason,
    at: sighting.at / 1000,
  };
}

const isSeen = (activity: Seen): boolean =>
  activity !== undefined && activity.type !== 'audit' && activity.type !== 'manifest';

function isByController(activity: Seen): boolean {
  if (activity?.type !== 'audit') return false;
  const { type, impersonated, pod } = readActor(activity.request);
  return type === 'controller' && !impersonated && pod === '';
}

/** As far as the activities of findings told. */
function createOwnerMemory(owners: NotedMap): RootFinder['rootOf'] {
  const top = (workload: Workload): Workload => {
    let root = workload;
    // Pod, Job, CronJob; one more for a chain that hostile uids close to a ring.
    for (let step = 0; step < 4; step += 1) root = owners.get(root.uid) ?? root;
    return root;
  };
  return (finding, activity) => {
    const made = ownerOfDerived(activity);
    if (made === undefined)
      return { workload: top(finding.workload), derived: false, generateName: generated(activity) };
    const owner = ownerOf(finding.workload, made);
    if (finding.workload.uid !== '') owners.set(finding.workload.uid, owner);
    return { workload: top(owner), derived: true, generateName: '' };
  };
}

interface NotedMap {
  get(key: string): Workload | undefined;
  set(key: string, value: Workload): void;
  restore(key: string, value: Workload): void;
}

/** The oldest is forgotten beyond the limit; the log hears of every change but what is restored. */
function createNotedMap(limit: number, log: ChangeLog): NotedMap {
  const kept = new Map<string, Workload>();
  const forgetOldest = (): void => {
    const oldest = kept.keys().next().value ?? '';
    kept.delete(oldest);
    log.note(oldest, undefined);
  };
  return {
    get: key => kept.get(key),
    set: (key, value) => {
      if (kept.size >= limit) forgetOldest();
      kept.set(key, value);
      log.note(key, value);
    },
    restore: (key, value) => void kept.set(key, value),
  };
}

function ownerOfDerived(activity: Activity | undefined): OwnerDetail | undefined {
  if (activity?.type !== 'audit' || readActor(activity.request).type !== 'controller') return undefined;
  return derivedOwner(activity.request);
}

function ownerOf(child: Workload, { kind, name, uid }: OwnerDetail): Workload {
  return {
    cluster: child.cluster,
    group: groups.get(kind) ?? '',
    kind,
    namespace: child.namespace,
    name,
    uid,
  };
}

function generated(activity: Activity | undefined): string {
  if (activity?.type !== 'audit' || activity.request.verb !== 'create') return '';
  const { responseHead } = activity.request;
  return stringAt(objectAt(responseHead ?? sentObject(activity.request), 'metadata'), 'generateName') ?? '';
}

function sentObject({ requestObject }: AuditedRequest): JsonObject | undefined {
  return isObject(requestObject) ? requestObject : undefined;
}
