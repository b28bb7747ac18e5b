import type { Author } from '../lineage/author.ts';
import { isNode } from '../lineage/author.ts';
import { authorOf } from '../lineage/authorship.ts';
import type { Life } from '../lineage/life.ts';
import { timeOf } from '../lineage/microseconds.ts';
import { requestWords } from '../lineage/request-words.ts';
import type { Sighting } from '../lineage/sighting.ts';
import type { BillAct, BillWriter } from '../model/watch-bill.ts';
import { actsAs } from '../workloads/built-in-controllers.ts';
import { changesWhatRuns } from '../workloads/diff/field-change.ts';
import { changeWords } from './change-words.ts';
import { matters } from './entries.ts';
import type { ChangeNote, Entry } from './entry.ts';
import type { Namespaces } from './namespaces.ts';

type Known = Pick<BillAct, 'confidence' | 'what'>;

export const nobodyKnown: BillAct = {
  time: null,
  user: null,
  effectiveUser: '',
  userAgent: '',
  sourceIPs: [],
  pod: '',
  fieldManager: '',
  confidence: 'unknown',
  what: 'the log does not tell',
  evidence: null,
};

/** Who put it there, and when; the object's own metadata tells when, if the log does not. */
export function createdBy(life: Life | undefined, entry: Entry | undefined): BillAct {
  const created = life?.created;
  if (created !== undefined) return actOf(created, { confidence: 'certain', what: requestWords(created) });
  const time = entry?.creationTimestamp ?? '';
  if (time === '') return { ...nobodyKnown, what: 'its creation is not in the log' };
  return {
    ...nobodyKnown,
    time,
    what: 'its creation is not in the log; when it was, its own metadata tells',
  };
}

/** Who last changed what it is, labels and annotations aside; null: nobody is seen to have. */
export function changedBy(entry: Entry | undefined): BillAct | null {
  const last = entry?.notes.findLast(note => note.verb === 'change' && matters(note) && !isScaling(note));
  return last === undefined ? managedBy(entry) : actOfNote(last);
}

/** No request tells of a change, and the server's own record does. */
function managedBy(entry: Entry | undefined): BillAct | null {
  const { managed, creationTimestamp = '', notes = [] } = entry ?? {};
  if (managed === undefined || notes.length > 0 || managed.time <= creationTimestamp) return null;
  const what = `written through the field manager ${managed.manager}; by whom, the object does not tell`;
  return { ...nobodyKnown, time: managed.time, fieldManager: managed.manager, what };
}

export function actOfNote(note: ChangeNote): BillAct {
  const { author, fieldManager, at, evidence, changes, verb } = note;
  return {
    ...whoOf(author, fieldManager),
    time: timeOf(at),
    confidence: changes === undefined ? 'probable' : 'certain',
    what: verb === 'create' ? creationWords(author) : noteWords(note),
    evidence,
  };
}

const noteWords = ({ changes }: ChangeNote): string =>
  changes === undefined ? 'the log does not show what was changed' : changeWords(changes);

const creationWords = (author: Author): string =>
  isNode(author) ? 'mirrors a file on its node: a static pod' : 'created it';

/** An autoscaler's daily bread; a person who scales is another matter. */
const isScaling = ({ changes, author }: ChangeNote): boolean =>
  author.type === 'serviceaccount' && changes?.every(({ field }) => field === 'replicas') === true;

/** Who wrote what it runs now. Of a static pod that is whoever wrote a file on its node, which no log of the API server tells. */
export function writtenBy(life: Life | undefined, entry: Entry | undefined): BillAct {
  const unknown = { ...nobodyKnown, fieldManager: entry?.managed?.manager ?? '' };
  if (life === undefined) return unknown;
  if (life.created !== undefined && isNode(life.created.author))
    return {
      ...nobodyKnown,
      time: timeOf(life.created.at),
      what: `a file on the node of ${life.created.author.user} says what it runs; who wrote it, the API server does not know`,
    };
  const authorship = authorOf(life);
  if (authorship === undefined) return unknown;
  const { sighting, confidence, reason } = authorship;
  return actOf(sighting, { confidence, what: reason });
}

/** Who deleted it; the namespace's deleter, if it went with its namespace. */
export function deletedBy(life: Life | undefined, namespaces: Namespaces): BillAct | null {
  const deleted = life?.deleted;
  if (life === undefined || deleted === undefined) return null;
  const { cluster, namespace } = life.name;
  const cause = isNamespaceController(deleted.author)
    ? namespaces.deletion(cluster, namespace, deleted.at)
    : undefined;
  if (cause === undefined) return actOf(deleted, { confidence: 'certain', what: 'deleted it' });
  const { author, at, evidence } = cause;
  const what = `deleted the namespace ${namespace}, and with it all that was in it`;
  return { ...whoOf(author, ''), time: timeOf(at), confidence: 'certain', what, evidence };
}

const isNamespaceController = (author: Author): boolean => actsAs(author.user, 'namespace-controller');

function actOf({ author, fieldManager, at, evidence }: Sighting, known: Known): BillAct {
  return { ...whoOf(author, fieldManager), time: timeOf(at), ...known, evidence };
}

function whoOf(
  { user, effectiveUser, userAgent, sourceIPs, pod }: Author,
  fieldManager: string,
): Pick<BillAct, 'user' | 'effectiveUser' | 'userAgent' | 'sourceIPs' | 'pod' | 'fieldManager'> {
  return { user, effectiveUser, userAgent, sourceIPs, pod: pod ?? '', fieldManager };
}

/** Who last wrote a container, by its name: of one workload they may be several. */
export function writersOf(entry: Entry, life: Life | undefined): ReadonlyMap<string, BillWriter> {
  const writers = new Map<string, BillWriter>();
  const creator = life?.created;
  const first =
    creator === undefined || isNode(creator.author) ? unknownWriter : writerOf(creator.author, creator.at);
  for (const { name } of entry.workload.containers) writers.set(name, first);
  for (const { changes = [], author, at } of entry.notes)
    for (const change of changes)
      if (writers.has(change.container) && changesWhatRuns(change))
        writers.set(change.container, writerOf(author, at));
  return writers;
}

export const unknownWriter: BillWriter = { user: null, effectiveUser: '', time: null };

const writerOf = ({ user, effectiveUser }: Author, at: number): BillWriter => ({
  user,
  effectiveUser,
  time: timeOf(at),
});
