import type { Activity } from '../model/activity.ts';
import type { Interest } from '../model/interest.ts';
import type { Workload } from '../model/workload.ts';
import { workloadKinds } from '../workloads/kinds/kinds.ts';
import { resourceOfKind } from '../workloads/workload-reference.ts';
import { createAuthorPool } from './author-pool.ts';
import { createFacts } from './facts/facts.ts';
import type { LineageFacts } from './facts/lineage-facts.ts';
import { noFacts } from './facts/lineage-facts.ts';
import type { Wanted } from './find-objects.ts';
import { findObjects } from './find-objects.ts';
import { namingRules } from './generated-name.ts';
import { createOffspring } from './offspring.ts';
import type { Origin } from './origin.ts';
import { nameOf, originOf } from './origin.ts';
import type { Progeny } from './progeny.ts';
import { readSightings } from './read-sightings.ts';
import type { ObjectName, Sighting } from './sighting.ts';
import type { Sightings } from './sightings.ts';
import { createSightings } from './sightings.ts';
import type { Target, Trace } from './trace.ts';
import { traceOf } from './trace.ts';

export interface LineageOptions {
  /** Nothing else is remembered: owners and what they make live in one namespace. */
  readonly namespace?: string | undefined;
  /**
   * How long objects that were deleted are remembered, in minutes of the log's own time; for ever if absent. Memory is bounded by
   * what lives and what died within this time.
   */
  readonly rememberMinutes?: number | undefined;
  /** Objects at a time, the living ones included: a log does not tell of every deletion. Without limit if absent. */
  readonly limit?: number | undefined;
  /** Leave out writes of status: at Metadata they tell names of pods, which their bindings tell as well. */
  readonly withoutStatus?: boolean | undefined;
}

/** Who put it there: what the audit log says of objects that make pods, in whatever order it comes. */
export interface Lineage {
  readonly interest: Interest;
  take(activity: Activity): void;
  /** undefined: nothing of such an object is in the log. */
  trace(target: Target): Trace | undefined;
  find(wanted: Wanted): readonly ObjectName[];
  /** What stands behind the object of a finding; undefined: nothing of it is in the log. */
  originOf(workload: Workload): Origin | undefined;
  /** What controllers made of an owner; follows what is taken later. */
  progenyOf(workload: Workload): Progeny | undefined;
  /** Has the log any creation by a controller of what this kind of owner makes? */
  logsProductsOf(workload: Workload): boolean;
  /** Of the activity that was taken last: its origin, as own rules see it. */
  factsOf(activity: Activity): LineageFacts;
  /** Sentences about what had to be forgotten. */
  blind(): readonly string[];
  /** For those who ask more than `trace` answers. */
  readonly sightings: Sightings;
}

const resources: ReadonlySet<string> = new Set(workloadKinds.map(({ resource }) => resource));
const verbs: ReadonlySet<string> = new Set(['create', 'update', 'patch', 'delete', 'deletecollection']);

/** Resources of Kubernetes that make no pods and are written all the time. */
const passedOver: ReadonlySet<string> = new Set([
  'leases',
  'events',
  'endpoints',
  'endpointslices',
  'nodes',
  'configmaps',
  'secrets',
  'services',
  'namespaces',
  'serviceaccounts',
  'subjectaccessreviews',
  'localsubjectaccessreviews',
  'selfsubjectaccessreviews',
  'selfsubjectrulesreviews',
  'selfsubjectreviews',
  'tokenreviews',
  'persistentvolumes',
  'persistentvolumeclaims',
  'clusterroles',
  'clusterrolebindings',
  'roles',
  'rolebindings',
  'controllerrevisions',
  '',
]);

export const lineageInterest: Interest = {
  pair: (verb, resource) => verbs.has(verb) && (resources.has(resource) || !passedOver.has(resource)),
  codes: new Set(),
};

/** Of objects, and of tokens that somebody asked for: facts about an identity are made of both. Writes of status tell nothing that bindings do not. */
export const factsInterest: Interest = {
  ...lineageInterest,
  pair: (verb, resource) => lineageInterest.pair(verb, resource) || isTokenRequest(verb, resource),
  reference: ({ resource, subresource }) =>
    resource === 'serviceaccounts' ? subresource === 'token' : subresource !== 'status',
};

const isTokenRequest = (verb: string, resource: string): boolean =>
  verb === 'create' && resource === 'serviceaccounts';

const forgetEvery = 60_000_000;
const shrinkEvery = 50_000;

export function createLineage({
  namespace,
  rememberMinutes,
  limit,
  withoutStatus,
}: LineageOptions = {}): Lineage {
  const sightings = createSightings();
  const offspring = createOffspring(sightings);
  const facts = createFacts(sightings);
  const pooled = createAuthorPool();
  let latest = 0;
  let forgotten = 0;
  let lost = 0;
  let taken = 0;
  const forget = (): void => {
    taken += 1;
    // A log may hold any time, so that the count has a say, too.
    const isTime = rememberMinutes !== undefined && latest >= forgotten + forgetEvery;
    if (!isTime && taken % shrinkEvery !== 0) return;
    forgotten = latest;
    if (rememberMinutes !== undefined)
      offspring.forget(sightings.forget(latest - rememberMinutes * 60_000_000));
    if (limit === undefined) return;
    const surplus = sightings.shrink(limit);
    lost += surplus.length;
    offspring.forget(surplus);
  };
  const note = (sighting: Sighting): void => {
    if (sightings.take(pooled(sighting))) offspring.note(sighting);
    if (!Number.isNaN(sighting.at)) latest = Math.max(latest, sighting.at);
    forget();
  };
  return {
    interest: lineageInterest,
    take(activity) {
      if (namespace !== undefined && namespaceOf(activity) !== namespace) return;
      if (activity.type === 'container') return offspring.noteContainer(activity);
      const made = readSightings(activity, { knows: sightings.knows, withoutStatus });
      for (const sighting of made) note(sighting);
      if (activity.type === 'audit') facts.note(activity, made);
    },
    factsOf: activity => (activity.type === 'audit' ? facts.of(activity) : noFacts),
    find: wanted => findObjects(wanted, sightings),
    trace: target => traceOf(target, sightings),
    originOf: workload => originOf(workload, sightings),
    progenyOf: workload => offspring.of(nameOf(workload)),
    logsProductsOf: ({ cluster, kind }) =>
      namingRules.some(
        ({ parent, child }) => parent === resourceOfKind(kind) && offspring.isLogged(cluster, child),
      ),
    blind: () =>
      lost === 0
        ? []
        : [
            `${lost} objects were forgotten because more than ${limit} live at a time: who is behind them is not known`,
          ],
    sightings,
  };
}

function namespaceOf(activity: Activity): string {
  if (activity.type === 'audit') return activity.request.object?.namespace ?? '';
  return activity.type === 'manifest' ? '' : activity.pod.namespace;
}
