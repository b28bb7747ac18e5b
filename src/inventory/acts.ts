import type { Author } from '../lineage/author.ts';
import { isNode } from '../lineage/author.ts';
import { authorOf } from '../lineage/authorship.ts';
import type { Life } from '../lineage/life.ts';
import { timeOf } from '../lineage/microseconds.ts';
import { requestWords } from '../lineage/request-words.ts';
import type { Sighting } from '../lineage/sighting.ts';
import type { BillAct } from '../model/watch-bill.ts';
import { changeWords } from './change-words.ts';
import { matters } from './entries.ts';
import type { ChangeNote, Entry } from './entry.ts';

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
  if (last === undefined) return null;
  const { author, fieldManager, at, evidence, changes } = last;
  return {
    ...whoOf(author, fieldManager),
    time: timeOf(at),
    confidence: changes === undefined ? 'probable' : 'certain',
    what: changes === undefined ? 'the log does not show what was changed' : changeWords(changes),
    evidence,
  };
}

/** An autoscaler's daily bread; a person who scales is another matter. */
const isScaling = ({ changes, author }: ChangeNote): boolean =>
  author.type === 'serviceaccount' && changes?.every(({ field }) => field === 'replicas') === true;

/** Who wrote what it runs now. Of a static pod that is whoever wrote a file on its node, which no log of the API server tells. */
export function writtenBy(life: Life | undefined): BillAct {
  if (life === undefined) return nobodyKnown;
  if (life.created !== undefined && isNode(life.created.author))
    return {
      ...nobodyKnown,
      time: timeOf(life.created.at),
      what: `a file on the node of ${life.created.author.user} says what it runs; who wrote it, the API server does not know`,
    };
  const authorship = authorOf(life);
  if (authorship === undefined) return nobodyKnown;
  const { sighting, confidence, reason } = authorship;
  return actOf(sighting, { confidence, what: reason });
}

export function deletedBy(life: Life | undefined): BillAct | null {
  return life?.deleted === undefined
    ? null
    : actOf(life.deleted, { confidence: 'certain', what: 'deleted it' });
}

function actOf({ author, fieldManager, at, evidence }: Sighting, known: Known): BillAct {
  return { ...whoOf(author, fieldManager), time: timeOf(at), ...known, evidence };
}

function whoOf(
  { user, effectiveUser, userAgent, sourceIPs, pod }: Author,
  fieldManager: string,
): Pick<BillAct, 'user' | 'effectiveUser' | 'userAgent' | 'sourceIPs' | 'pod' | 'fieldManager'> {
  return { user, effectiveUser, userAgent, sourceIPs, pod: pod ?? '', fieldManager };
}
