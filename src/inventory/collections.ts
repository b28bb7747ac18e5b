import { readAuthor } from '../lineage/author.ts';
import { microseconds } from '../lineage/microseconds.ts';
import { qualifiedResource } from '../lineage/resource.ts';
import type { ObjectName, Sighting } from '../lineage/sighting.ts';
import type { Sightings } from '../lineage/sightings.ts';
import type { AuditActivity } from '../model/activity.ts';
import { listAt } from '../model/json.ts';

/**
 * What a request deletes that names no object and whose answer was not logged: with no selector that is all there is of a kind in a namespace,
 * as when the namespace itself is deleted. With a selector it cannot be told.
 */
export function deletedTogether(activity: AuditActivity, sightings: Sightings): readonly Sighting[] {
  const { request, cluster, origin } = activity;
  const { object: reference, responseObject, uri, verb } = request;
  if (verb !== 'deletecollection' || reference === undefined || reference.subresource !== '') return [];
  if (listAt(responseObject, 'items').length > 0 || /[?&](?:label|field)Selector=[^&]/.test(uri)) return [];
  const resource = qualifiedResource(reference.resource, reference.group);
  const place = { cluster, resource, namespace: reference.namespace };
  const at = microseconds(request.at);
  const { source, file, line } = origin;
  return [...sightings.names(place)]
    .filter(name => livesAt(name, at, sightings))
    .map(object => ({
      verb: 'delete',
      object,
      kind: sightings.lives(object).at(-1)?.kind ?? resource,
      uid: '',
      generateName: '',
      from: at,
      at,
      author: readAuthor(request),
      fieldManager: '',
      touches: 'other',
      subresource: '',
      version: 0,
      generation: 0,
      dialect: 'other',
      evidence: { source, file, line, auditID: request.auditId, time: request.at || null },
    }));
}

function livesAt(name: ObjectName, at: number, sightings: Sightings): boolean {
  const last = sightings.lives(name).at(-1);
  return last !== undefined && last.deleted === undefined && last.firstSeen <= at;
}
