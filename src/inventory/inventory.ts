import { isController, readAuthor } from '../lineage/author.ts';
import { createAuthorPool } from '../lineage/author-pool.ts';
import { lineageInterest } from '../lineage/lineage.ts';
import { microseconds } from '../lineage/microseconds.ts';
import { readSightings } from '../lineage/read-sightings.ts';
import type { Sighting } from '../lineage/sighting.ts';
import type { Sightings } from '../lineage/sightings.ts';
import { createSightings } from '../lineage/sightings.ts';
import type { Activity, AuditActivity, AuditedRequest } from '../model/activity.ts';
import type { Interest } from '../model/interest.ts';
import { createEffectiveObjects } from '../workloads/effective/effective-objects.ts';
import { kindOfResource } from '../workloads/kinds/kinds.ts';
import { deletedTogether } from './collections.ts';
import type { Entries } from './entries.ts';
import { createEntries } from './entries.ts';
import type { History } from './history.ts';
import { createHistory } from './history.ts';
import type { Namespaces } from './namespaces.ts';
import { createNamespaces, isNamespaceDeletion } from './namespaces.ts';
import { nameOf, shownByFile, shownByOtherWrite, shownByStatus, shownByWrite } from './read-entry.ts';
import { shownByProduct } from './read-product.ts';

export interface InventoryOptions {
  /** Nothing else is remembered. */
  readonly namespace?: string | undefined;
  /** Events after it are passed over, so that the bill is what it was then. Microseconds since 1970. */
  readonly until?: number | undefined;
  /** Objects at a time whose bodies are kept; the longest unchanged are forgotten first. */
  readonly limit?: number;
}

/** What the input shows of the workloads of its clusters, in whatever order it comes. */
export interface Inventory {
  readonly interest: Interest;
  take(activity: Activity): void;
  readonly entries: Entries;
  readonly sightings: Sightings;
  readonly history: History;
  readonly namespaces: Namespaces;
  /** Microseconds since 1970 of the last event; 0: there was none with a time. */
  latest(): number;
  blind(): readonly string[];
}

/** A namespace is in itself. */
function namespaceOf({ object }: AuditedRequest): string {
  return object?.resource === 'namespaces' ? object.name : (object?.namespace ?? '');
}

/** What may tell of workloads, and of namespaces that are deleted with all that is in them. */
const inventoryInterest: Interest = {
  pair: (verb, resource) => lineageInterest.pair(verb, resource) || isNamespaceDeletion(verb, resource),
  codes: lineageInterest.codes,
};

const usualLimit = 50_000;

export function createInventory({ namespace, until, limit = usualLimit }: InventoryOptions = {}): Inventory {
  const sightings = createSightings();
  const effective = createEffectiveObjects({ limit });
  const entries = createEntries();
  const namespaces = createNamespaces();
  const history = createHistory({ sightings, entries, namespaces, limit: limit * 10 });
  const pooled = createAuthorPool();
  let latest = 0;

  const isWanted = ({ request }: AuditActivity, at: number): boolean =>
    (until === undefined || !(at > until)) && (namespace === undefined || namespaceOf(request) === namespace);

  const sightingsIn = (activity: AuditActivity): readonly Sighting[] => [
    ...readSightings(activity, { knows: sightings.knows }),
    ...deletedTogether(activity, sightings),
  ];

  const takeRequest = (activity: AuditActivity): void => {
    const at = microseconds(activity.request.at);
    if (!isWanted(activity, at)) return;
    if (!Number.isNaN(at)) latest = Math.max(latest, at);
    if (activity.request.outcome !== 'allowed') return;
    namespaces.take(activity);
    for (const sighting of sightingsIn(activity)) sightings.take(pooled(sighting));
    const shown = shownBy(activity);
    if (shown !== undefined && shown.name.name !== '') entries.put(shown);
    history.settle(latest);
  };

  const shownBy = (activity: AuditActivity) => {
    const { request } = activity;
    const reference = request.object;
    if (reference === undefined) return undefined;
    const known = kindOfResource(reference.resource, reference.group) !== undefined;
    if (known && reference.subresource === 'status')
      return entries.get(nameOf(activity)) === undefined ? shownByStatus(activity) : undefined;
    if (!known) return shownByOtherWrite(activity, entries.get(nameOf(activity)));
    const change = effective.take(activity);
    if (change !== undefined) return shownByWrite(activity, change);
    const isMade = request.verb === 'create' && isController(readAuthor(request));
    return isMade ? shownByProduct(activity, entries) : undefined;
  };

  return {
    interest: inventoryInterest,
    take(activity) {
      if (activity.type === 'audit') return takeRequest(activity);
      if (activity.type !== 'manifest') return;
      const shown = shownByFile(activity);
      if (shown !== undefined && (namespace === undefined || shown.name.namespace === namespace))
        entries.put(shown);
    },
    entries,
    sightings,
    history,
    namespaces,
    latest: () => latest,
    blind: () => [...effective.blind(), ...history.blind()],
  };
}
