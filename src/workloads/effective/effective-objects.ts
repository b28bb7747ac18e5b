import type { Activity, AuditActivity, AuditedRequest } from '../../model/activity.ts';
import { listAt, objectAt, stringAt } from '../../model/json.ts';
import { isBuiltInController } from '../built-in-controllers.ts';
import { readOwner } from '../owner.ts';
import { applyRequest } from './apply-request.ts';
import type { Effective } from './effective.ts';
import { effective, everything } from './effective.ts';
import type { Kept } from './keeping/kept.ts';
import { afterLate, isRepeated, keptAfter, stateOf } from './keeping/kept.ts';
import { orderOf, seenOf } from './keeping/order.ts';
import type { Shelf } from './keeping/shelf.ts';
import { createShelf } from './keeping/shelf.ts';
import type { Target } from './reading/target.ts';
import { targetOf } from './reading/target.ts';

/** What a request made of an object; without `before` it is not known what was there, or nothing was. */
export interface EffectiveChange {
  readonly before?: Effective | undefined;
  readonly after?: Effective | undefined;
}

/** The objects that make pods, as they are, from the requests in the log in about their order. */
export interface EffectiveObjects {
  /**
   * undefined if the activity is no request about such an object, or about one that a controller made from a template. The same activity,
   * given again right after, is answered as before: several detectors may share the objects.
   */
  take(activity: Activity): EffectiveChange | undefined;
  /** Sentences about what had to be forgotten. */
  blind(): readonly string[];
}

export interface EffectiveObjectsOptions {
  /** Objects at a time; the longest unchanged are forgotten first. */
  readonly limit: number;
  /** And characters of all of them together. */
  readonly characters?: number;
}

const charactersEach = 4_096;

export function createEffectiveObjects({ limit, characters }: EffectiveObjectsOptions): EffectiveObjects {
  const shelf = createShelf({ limit, characters: characters ?? limit * charactersEach });

  const write = (change: Change): EffectiveChange => {
    const { key, request, kept } = change;
    const state = kept === undefined ? undefined : stateOf(kept);
    const { before, after } = outcomeOf(state, change);
    if (request.outcome === 'allowed') shelf.set(key, keptAfter({ after, request, kept }));
    return { before, after };
  };

  const takeOne = (cluster: string, request: AuditedRequest, target: Target): EffectiveChange | undefined => {
    const key = shelf.keyOf(cluster, target);
    const kept = shelf.get(key);
    if (kept === undefined && isOfTemplate(request, target)) return undefined;
    if (kept !== undefined && isRepeated(kept, request)) return { after: stateOf(kept) };
    const seen = seenOf(request, target);
    const order = orderOf(kept, request, seen);
    if (order === 'late' || order === 'gone') {
      if (kept !== undefined && order === 'late') shelf.set(key, afterLate(kept, request));
      return {};
    }
    return write({
      key,
      request,
      kept: order === 'anew' ? undefined : kept,
      generation: seen.generation,
    });
  };

  const takeNew = ({ request, cluster }: AuditActivity): EffectiveChange | undefined => {
    const target = targetOf(request);
    if (target === undefined || !isWrite(request)) return undefined;
    if (request.verb === 'deletecollection') {
      if (request.outcome === 'allowed') sweep(shelf, { cluster, target, request });
      return undefined;
    }
    return target.reference.name === '' ? unnamed(request) : takeOne(cluster, request, target);
  };
  let last: { readonly activity: Activity; readonly change: EffectiveChange | undefined } | undefined;

  return {
    take(activity) {
      if (activity.type !== 'audit') return undefined;
      if (last?.activity !== activity) last = { activity, change: takeNew(activity) };
      return last.change;
    },
    blind: () => shelf.blind(),
  };
}

interface Sweep {
  readonly cluster: string;
  readonly target: Target;
  readonly request: AuditedRequest;
}

/** A collection is deleted: what the answer lists, else what the selectors choose. */
function sweep(shelf: Shelf, { cluster, target, request }: Sweep): void {
  if (isListed(request)) {
    for (const name of namesIn(request.responseObject))
      change(shelf, shelf.keyOf(cluster, named(target, name)), request);
    return;
  }
  for (const key of shelf.within(cluster, target)) change(shelf, key, request);
}

function change(shelf: Shelf, key: string, request: AuditedRequest): void {
  const kept = shelf.get(key);
  const state = kept === undefined ? undefined : stateOf(kept);
  if (kept === undefined || state === undefined) return;
  const after = isListed(request) ? undefined : applyRequest(state, request);
  if (after !== state) shelf.set(key, keptAfter({ after, request, kept }));
}

const isListed = ({ responseObject }: AuditedRequest): boolean =>
  stringAt(responseObject, 'kind')?.endsWith('List') === true;

const namesIn = (list: unknown): readonly string[] =>
  listAt(list, 'items').map(item => stringAt(objectAt(item, 'metadata'), 'name') ?? '');

const named = (target: Target, name: string): Target => ({
  ...target,
  reference: { ...target.reference, name },
});

const verbs = new Set(['create', 'update', 'patch', 'delete', 'deletecollection']);
const subresources = new Set(['', 'scale', 'ephemeralcontainers', 'resize', 'binding', 'eviction']);

function isWrite({ verb, object }: AuditedRequest): boolean {
  return verbs.has(verb) && subresources.has(object?.subresource ?? '');
}

/** The server made the name, and did not tell: nothing can be kept under it. */
function unnamed(request: AuditedRequest): EffectiveChange {
  return { after: applyRequest(undefined, request) };
}

/** What controllers make from templates, and write of it later, is not kept: its owner's template is. */
function isOfTemplate(request: AuditedRequest, { kind }: Target): boolean {
  if (kind.owners.length === 0) return false;
  if (request.impersonated === undefined && isBuiltInController(request.user.user)) return true;
  const { responseObject, verb } = request;
  if (verb === 'create' || responseObject === undefined) return false;
  const owner = readOwner(responseObject);
  return owner.controller && kind.owners.some(rule => rule.kind === owner.kind);
}

interface Change {
  readonly key: string;
  readonly request: AuditedRequest;
  readonly kept: Kept | undefined;
  readonly generation: number;
}

function outcomeOf(state: Effective | undefined, { request, kept, generation }: Change): EffectiveChange {
  const after = applyRequest(state, request);
  if (request.outcome !== 'allowed') return { before: state, after: state };
  const isNew = request.verb === 'create' || request.code === 201;
  if (isNew) return { after };
  const missed = kept !== undefined && kept.generation > 0 && generation > kept.generation + kept.writes + 1;
  return { before: missed && state !== undefined ? effective(state.object, [everything]) : state, after };
}
