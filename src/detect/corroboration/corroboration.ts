import { auditActivity } from '../../formats/audit-activity.ts';
import { lineageInterest } from '../../lineage/lineage.ts';
import type { Activity, AuditActivity, AuditedRequest, ObjectReference } from '../../model/activity.ts';
import { createChangeLog } from '../../model/change-log.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { objectAt, stringAt } from '../../model/json.ts';
import type { ObservationType } from '../../model/observation.ts';
import { observationKeys, observationOf } from '../../model/observation.ts';
import type { Detector } from '../../model/seams.ts';
import type { MemoryChange } from '../../model/store.ts';
import { readOwner } from '../../workloads/owner.ts';
import { createReviews } from './reviews.ts';
import { unexplainedSignal } from './unexplained-signal.ts';
import type { Write } from './writes.ts';
import { createWrites } from './writes.ts';

/** One change, told by several sources of a cluster, is one change; and what one tells and none of the others, is suspect. */
export interface Corroboration {
  /** The activity as it is to be inspected; undefined: another source told of it, and told more. */
  tell(activity: Activity): Activity | undefined;
  /** Ids of the detectors that have spoken about the same request before, to be added to; undefined where it is told once. */
  spoken(activity: Activity): Set<string> | undefined;
  /** Suspects what it let pass unexplained. To be asked first. */
  readonly detector: Detector;
}

/**
 * Follows which objects requests have written, and compares with what the API server shows. An object that no request made, or whose spec none
 * changed, although a log of requests had the time to tell: it was written past the API server, or the log has a gap.
 */
export function createCorroboration(): Corroboration {
  const log = createChangeLog();
  const writes = createWrites(log);
  const reviews = createReviews();
  const familiar = createFamiliar();
  let hasReviews = false;

  const observed = (activity: AuditActivity, type: ObservationType): Activity | undefined => {
    const { request } = activity;
    if (request.verb === 'delete') return type === 'sole' ? activity : undefined;
    const found = type === 'sole' ? foundIn(activity, 'review ') : foundIn(activity, '');
    if (found === undefined) return type === 'sole' ? activity : unexplained(activity);
    writes.used(found.key, found.write);
    return found.write.bodied ? undefined : explained(activity, found.write);
  };
  const foundIn = (activity: AuditActivity, prefix: string): Found | undefined =>
    activity.request.verb === 'create' ? made(activity, prefix) : written(activity, prefix);
  const unexplained = (activity: AuditActivity): Activity | undefined => {
    const { annotations, responseObject = {} } = activity.request;
    // What controllers write, and labels, is often left out of a log.
    if (annotations[observationKeys.changed] === 'rest') return undefined;
    const isTold = !readOwner(responseObject).controller || writes.of(tellsKey(activity)).length > 0;
    return isTold ? activity : relabelled(activity, 'sole');
  };
  const made = ({ request, cluster }: AuditActivity, prefix: string): Found | undefined => {
    const metadata = objectAt(request.responseObject, 'metadata');
    const uid = stringAt(metadata, 'uid') ?? '';
    const born = Date.parse(stringAt(metadata, 'creationTimestamp') ?? '');
    const { object } = request;
    for (const place of [prefix + keyOf(cluster, object), prefix + keyOf(cluster, object, '')]) {
      const write = writes.of(place).find(one => one.made && isBirth(one, uid, born));
      if (write !== undefined) return { key: place, write };
    }
    return undefined;
  };
  const written = ({ request, cluster }: AuditActivity, prefix: string): Found | undefined => {
    const key = prefix + keyOf(cluster, request.object);
    const version = versionOf(request.responseObject);
    const all = writes.of(key);
    const write =
      all.findLast(one => one.version > 0 && one.version <= version) ?? all.find(one => one.version === 0);
    return write && { key, write };
  };
  const note = (activity: AuditActivity, { key, isTold }: Noted): void => {
    const { request, cluster } = activity;
    const { object } = request;
    if (object === undefined || request.outcome !== 'allowed' || !isWrite(request)) return;
    const write = writeOf(activity);
    const bodied = write.bodied || isTold;
    writes.note(key + keyOf(cluster, object, write.name), { ...write, bodied });
    const owned = readOwner(request.responseHead ?? {}).controller || isController(request);
    if (key === '' && owned && writes.of(tellsKey(activity)).length === 0)
      writes.note(tellsKey(activity), write);
  };
  /** The log tells more of a request than a webhook is asked, so that both are inspected, and what is said of both is said once. */
  const requested = (activity: AuditActivity): Activity => {
    const { request, format } = activity;
    const isReview = format === 'admission-review';
    // Whoever acts as somebody else is known by the log alone, and that is news.
    const isComparable = hasReviews && isDone(request) && request.impersonated === undefined;
    const isTold = isComparable && reviews.take(activity);
    note(activity, { key: isReview ? 'review ' : '', isTold });
    return activity;
  };
  return {
    tell(activity) {
      if (activity.type !== 'audit') return activity;
      hasReviews ||= activity.format === 'admission-review';
      const type = observationOf(activity);
      const isNew = familiar.add(activity);
      if (type === undefined) return requested(activity);
      // What a review says was there before, is known where anything of it was told.
      if (type === 'known') return isNew || activity.origin.source !== 'admission' ? activity : undefined;
      return observed(activity, type);
    },
    spoken: reviews.spoken,
    detector: {
      name: 'corroboration',
      interest: { ...lineageInterest, reference: ({ subresource }) => subresource !== 'status' },
      inspect: activity => (observationOf(activity) === 'awaited' ? [unexplainedSignal(activity)] : []),
      restore: entries => writes.restore(entries),
      takeChanges: (): readonly MemoryChange[] => log.take(),
    },
  };
}

interface Noted {
  readonly key: string;
  readonly isTold: boolean;
}

/** Objects of which something was told. */
function createFamiliar(): { add(activity: AuditActivity): boolean } {
  const names = new Set<string>();
  return {
    add({ cluster, request }) {
      const key = keyOf(cluster, request.object);
      const isNew = !names.has(key);
      names.delete(key);
      names.add(key);
      if (names.size > familiarLimit) names.delete(names.values().next().value ?? '');
      return isNew;
    },
  };
}

const familiarLimit = 50_000;

/** Done, as far as is known. */
const isDone = ({ outcome, object }: AuditedRequest): boolean =>
  outcome === 'allowed' && object !== undefined;

interface Found {
  readonly key: string;
  readonly write: Write;
}

/** Times of creation are in whole seconds, cut off; the same server writes both. */
const tolerance = 1_000;

function isBirth(write: Write, uid: string, born: number): boolean {
  if (write.uid !== '' && uid !== '') return write.uid === uid;
  return born >= write.from - tolerance && born <= write.at + tolerance;
}

const verbs: ReadonlySet<string> = new Set(['create', 'update', 'patch']);

/** Of the object itself, or a part of its spec that is compared: replicas and nodes are not. */
const isWrite = ({ verb, object }: AuditedRequest): boolean =>
  verbs.has(verb) && !['status', 'scale', 'binding', 'eviction'].includes(object?.subresource ?? '');

const controllers = /^system:(?:kube-controller-manager|serviceaccount:kube-system:[a-z-]+|node:.*)$/;
const isController = ({ user }: AuditedRequest): boolean => controllers.test(user.user);

function writeOf({ event, request }: AuditActivity): Write & { readonly name: string } {
  const { object, verb, code } = request;
  const metadata = objectAt(request.responseHead, 'metadata');
  const isSelf = object?.subresource === '' || object?.subresource === 'ephemeralcontainers';
  const kept = ['user', 'impersonatedUser', 'userAgent', 'sourceIPs'].map((key): [string, Json] => [
    key,
    event[key] ?? null,
  ]);
  return {
    from: Date.parse(request.receivedAt),
    at: Date.parse(request.at),
    made: (verb === 'create' || code === 201) && object?.subresource === '',
    version: isSelf ? versionOf(request.responseHead) : 0,
    uid: isSelf ? (stringAt(metadata, 'uid') ?? '') : '',
    bodied: request.level !== 'Metadata' && !request.truncated,
    by: Object.fromEntries(kept.filter(([, value]) => value !== null)),
    name: object?.name || (stringAt(metadata, 'name') ?? ''),
  };
}

const versionOf = (object: JsonObject | undefined): number =>
  Number(stringAt(objectAt(object, 'metadata'), 'resourceVersion') ?? 0) || 0;

/** extensions/v1beta1 and apps/v1 serve the same objects. Ends with a blank where there is no name. */
function keyOf(cluster: string, object: ObjectReference | undefined, name = object?.name ?? ''): string {
  const group = object?.group.includes('.') === true ? `.${object.group}` : '';
  return `${cluster} ${object?.resource ?? ''}${group} ${object?.namespace ?? ''} ${name}`;
}

/** Does the log tell of what controllers make of such a kind? */
const tellsKey = ({ cluster, request }: AuditActivity): string =>
  `tells ${cluster} ${request.object?.resource ?? ''}`;

/** The object that the log did not show, with who wrote it. */
function explained(activity: AuditActivity, { by }: Write): Activity {
  return relabelled({ ...activity, event: { ...activity.event, ...by } }, 'explained');
}

function relabelled({ event, origin, cluster, format }: AuditActivity, type: string): Activity {
  const annotations = { ...objectAt(event, 'annotations'), [observationKeys.type]: type };
  return auditActivity({ event: { ...event, annotations }, origin, cluster, format });
}
