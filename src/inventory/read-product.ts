import { microseconds } from '../lineage/microseconds.ts';
import { ownerReferenceOf } from '../lineage/owner-reference.ts';
import type { AuditActivity } from '../model/activity.ts';
import { bodyOfChange } from '../workloads/body-of-change.ts';
import { kindOfObject, kindOfResource } from '../workloads/kinds/kinds.ts';
import { isDerived, readOwner } from '../workloads/owner.ts';
import { readActor } from '../workloads/read-actor.ts';
import { readWorkload } from '../workloads/read-workload.ts';
import type { Entries } from './entries.ts';
import type { Shown } from './read-entry.ts';
import { nameOf } from './read-entry.ts';
import { bareWorkload } from './unseen-body.ts';

/**
 * What a controller made from the template of an owner that nothing else is known of, as one that was made before the log began: it tells what the
 * owner's template holds.
 */
export function shownByProduct(activity: AuditActivity, entries: Entries): Shown | undefined {
  const { request } = activity;
  const kind = kindOfResource(request.object?.resource ?? '', request.object?.group ?? '');
  const body = kind && bodyOfChange(request, kind);
  const owner = body && ownerReferenceOf(body.object);
  if (kind === undefined || body === undefined || owner === undefined) return undefined;
  const actor = readActor(request);
  if (!isDerived({ kind, actor, owner: readOwner(body.object) })) return undefined;
  const name = { ...nameOf(activity), resource: owner.resource, name: owner.name };
  const ownerKind = kindOfObject(owner.kind, `${owner.group}/v1`);
  if (ownerKind === undefined || entries.get(name) !== undefined) return undefined;
  const { workload } = readWorkload({ kind, group: owner.group, object: body.object, actor });
  const bare = bareWorkload(ownerKind, name, owner.uid);
  const { containers, volumes, serviceAccount, hostNetwork, hostPID, hostIPC } = workload;
  return {
    name,
    uid: owner.uid,
    since: microseconds(request.at),
    workload: {
      ...bare,
      ...{ containers, volumes, serviceAccount, hostNetwork, hostPID, hostIPC },
    },
    unknown: ['*'],
    creationTimestamp: '',
    version: 0,
    managed: undefined,
    provenance: undefined,
    scheduleNotes: [],
    file: '',
    seenIn: 'product',
  };
}
