import type { Activity } from '../model/activity.ts';
import type { Interest } from '../model/interest.ts';
import { workloadKinds } from '../workloads/kinds/kinds.ts';
import type { Author } from './author.ts';
import type { Wanted } from './find-objects.ts';
import { findObjects } from './find-objects.ts';
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
}

/** Who put it there: what the audit log says of objects that make pods, in whatever order it comes. */
export interface Lineage {
  readonly interest: Interest;
  take(activity: Activity): void;
  /** undefined: nothing of such an object is in the log. */
  trace(target: Target): Trace | undefined;
  find(wanted: Wanted): readonly ObjectName[];
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

const forgetEvery = 60_000_000;

export function createLineage({ namespace, rememberMinutes }: LineageOptions = {}): Lineage {
  const sightings = createSightings();
  const pooled = createPool();
  let latest = 0;
  let forgotten = 0;
  const note = (sighting: Sighting): void => {
    sightings.take(pooled(sighting));
    latest = Math.max(latest, sighting.at);
    if (rememberMinutes === undefined || latest < forgotten + forgetEvery) return;
    forgotten = latest;
    sightings.forget(latest - rememberMinutes * 60_000_000);
  };
  return {
    interest: lineageInterest,
    take(activity) {
      if (namespace !== undefined && namespaceOf(activity) !== namespace) return;
      for (const sighting of readSightings(activity, { knows: sightings.knows })) note(sighting);
    },
    find: wanted => findObjects(wanted, sightings),
    trace: target => traceOf(target, sightings),
    sightings,
  };
}

const namespaceOf = (activity: Activity): string =>
  activity.type === 'audit' ? (activity.request.object?.namespace ?? '') : '';

const mostAuthors = 10_000;

/** Few write, and they write much: one value an identity. */
function createPool(): (sighting: Sighting) => Sighting {
  const authors = new Map<string, Author>();
  return sighting => {
    const key = JSON.stringify(sighting.author);
    const author = authors.get(key) ?? sighting.author;
    if (authors.size < mostAuthors) authors.set(key, author);
    return author === sighting.author ? sighting : { ...sighting, author };
  };
}
