import type { Life } from '../lineage/life.ts';
import type { ObjectName } from '../lineage/sighting.ts';
import { builtInKinds, workloadKinds } from '../workloads/kinds/kinds.ts';
import type { WorkloadKind } from '../workloads/kinds/workload-kind.ts';
import { nobody } from '../workloads/read-actor.ts';
import { readWorkload } from '../workloads/read-workload.ts';
import type { WorkloadDetail } from '../workloads/workload-change.ts';
import type { Entry } from './entry.ts';

/** An object that requests tell of, and not what is in it; undefined: its kind is not known to make pods. */
export function unseenEntry(
  name: ObjectName,
  { uid, firstSeen }: Pick<Life, 'uid' | 'firstSeen'>,
): Entry | undefined {
  const kind = kindOfName(name.resource);
  if (kind === undefined) return undefined;
  return {
    name,
    uid,
    since: firstSeen,
    workload: bareWorkload(kind, name, uid),
    unknown: ['*'],
    creationTimestamp: '',
    version: 0,
    managed: undefined,
    provenance: undefined,
    scheduleNotes: [],
    file: '',
    notes: [],
    seenIn: 'request',
  };
}

/** `cronjobs` of Kubernetes itself, `cronworkflows.argoproj.io` of others. */
export function kindOfName(resource: string): WorkloadKind | undefined {
  return (
    builtInKinds.find(kind => kind.resource === resource) ??
    workloadKinds.find(kind => kind.groups.some(group => `${kind.resource}.${group}` === resource))
  );
}

/** All that kind and name tell. */
export function bareWorkload(
  kind: WorkloadKind,
  { namespace, name }: ObjectName,
  uid: string,
): WorkloadDetail {
  const object = { metadata: { namespace, name, uid } };
  return readWorkload({ kind, group: kind.groups[0] ?? '', object, actor: nobody }).workload;
}
