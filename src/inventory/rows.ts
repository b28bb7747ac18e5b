import { isNode } from '../lineage/author.ts';
import type { Life } from '../lineage/life.ts';
import { bornAt } from '../lineage/life.ts';
import type { BillRow, BillStarted } from '../model/watch-bill.ts';
import { changedBy, createdBy, deletedBy, writersOf, writtenBy } from './acts.ts';
import type { Entries } from './entries.ts';
import type { Entry } from './entry.ts';
import { everythingUnknown } from './entry.ts';
import type { Namespaces } from './namespaces.ts';
import { resolved } from './through.ts';
import { whenOf } from './when.ts';
import { containersOf, dutyOf, moreContainers, powersOf } from './work.ts';

export interface RowSource {
  readonly entry: Entry;
  readonly life: Life | undefined;
  readonly started: BillStarted;
  readonly at: Date | undefined;
  readonly entries: Entries;
  readonly namespaces: Namespaces;
}

export function rowOf({ entry, life, started, at, entries, namespaces }: RowSource): BillRow {
  const { name } = entry;
  const { workload, through } = resolved(entry, entries);
  const lastRun = started.last === null ? undefined : new Date(started.last);
  const { kind: ownerKind, name: ownerName, uid: ownerUid } = workload.owner;
  const deleted = deletedBy(life, namespaces);
  return {
    cluster: name.cluster,
    group: workload.group,
    kind: workload.kind,
    namespace: name.namespace,
    name: name.name,
    uid: entry.uid || (life?.uid ?? ''),
    type: isMirror(life) ? 'static' : dutyOf(workload),
    state: stateOf(entry, deleted !== null),
    body: bodyOf(entry),
    created: createdBy(life, entry),
    changed: changedBy(entry),
    author: writtenBy(life, entry),
    deleted,
    schedule: whenOf(workload, {
      at: deleted === null ? at : undefined,
      lastRun,
      notes: entry.scheduleNotes,
    }),
    replicas: workload.replicas < 0 ? null : workload.replicas,
    everyNode: workload.everyNode,
    containers: containersOf(workload, writersOf(entry, life)),
    moreContainers: moreContainers(workload),
    powers: powersOf(workload),
    provenance: entry.provenance ?? null,
    through,
    file: entry.file,
    owner: ownerKind === '' ? null : { kind: ownerKind, name: ownerName, uid: ownerUid },
    started,
    unknown: unknownOf(entry, life),
  };
}

/** The kubelet may make no other pods than mirrors of static ones (NodeRestriction). */
const isMirror = (life: Life | undefined): boolean =>
  life?.name.resource === 'pods' && life.created !== undefined && isNode(life.created.author);

function stateOf({ seenIn }: Entry, deleted: boolean): BillRow['state'] {
  if (deleted) return 'deleted';
  return seenIn === 'file' ? 'proposed' : 'present';
}

function bodyOf(entry: Entry): BillRow['body'] {
  if (entry.unknown.length === 0) return 'whole';
  return everythingUnknown(entry) && entry.workload.containers.length === 0 ? 'unseen' : 'partly';
}

function unknownOf(entry: Entry, life: Life | undefined): readonly string[] {
  const words: string[] = [];
  if (entry.seenIn === 'product')
    words.push('nothing of it is in the log but what was made from its template');
  else if (entry.seenIn === 'stored' && life?.created === undefined)
    words.push('it was there before the log began, or nobody logged who made it');
  if (bodyOf(entry) === 'unseen') words.push('what it runs: its body was not logged');
  else if (entry.unknown.length > 0 && entry.seenIn !== 'product')
    words.push(
      `not known since the last request: ${entry.unknown.includes('*') ? 'anything may have changed' : entry.unknown.slice(0, 5).join(', ')}`,
    );
  return words;
}

/** The entry that is about this life: by uid, else by when it was. */
export function entryOf(life: Life, entries: readonly Entry[]): Entry | undefined {
  const same = entries.find(({ uid }) => uid !== '' && uid === life.uid);
  if (same !== undefined) return same;
  const open = entries.filter(({ uid }) => uid === '' || life.uid === '');
  return (
    open.findLast(({ since }) => since >= bornAt(life) - slack && since <= life.lastSeen + slack) ??
    open.at(-1)
  );
}

/** Times of requests and of what was seen of them differ a little. Microseconds. */
const slack = 1_000_000;
