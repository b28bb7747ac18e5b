import { isUtf8 } from 'node:buffer';
import type { JsonObject } from '../../model/json.ts';
import { isObject, stringAt } from '../../model/json.ts';
import { isTooDeep } from '../too-deep.ts';
import type { Misfit } from './audit-events.ts';
import { createKeySearch } from './key-search.ts';
import { addLazyBodies } from './lazy-bodies.ts';
import { parseJson } from './parse-json.ts';

const fullStart = Buffer.from('{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"');
const itemStart = Buffer.from('{"level":"');
const requestObject = createKeySearch('requestObject');
const responseObject = createKeySearch('responseObject');
const requestReceived = createKeySearch('requestReceivedTimestamp');

export interface SplitOptions {
  /** Where the comma before the bodies is, if a walk through the header has found it. */
  readonly header: number | undefined;
  /** Hears of bodies that turn out to be damaged; they are absent then. */
  readonly report: (misfit: Misfit) => void;
}

/**
 * An event in the layout of the API server (header, bodies, times and annotations) whose bodies are parsed on first access. undefined:
 * it has another layout or no bodies, so parse it whole.
 *
 * Why the cuts are right: a quote inside a text is escaped, so what looks like a key is one, at some depth. The header and the tail are
 * parsed as one object: were they cut at different depths, it would not parse; were both at the same greater depth, the tail's
 * key would not be the event's own.
 */
export function splitEvent(record: Buffer, { header, report }: SplitOptions): JsonObject | undefined {
  const bodies = header ?? searchBodies(record);
  const tail = bodies === -1 ? -1 : requestReceived(record, bodies);
  if (tail === -1 || !isUtf8(record)) return undefined;
  const text = record.toString('utf8', 0, bodies) + record.toString('utf8', tail);
  const event = isTooDeep(text) ? undefined : parseJson(text);
  if (!isObject(event) || !Object.hasOwn(event, 'requestReceivedTimestamp')) return undefined;
  const bytes = { record, start: bodies + 1, end: tail };
  return addLazyBodies(event, { ...bytes, level: stringAt(event, 'level'), report }) ? event : undefined;
}

/** -1: there are none, or what stands before them could be the tail. */
function searchBodies(record: Buffer): number {
  if (!startsWith(record, fullStart) && !startsWith(record, itemStart)) return -1;
  const request = requestObject(record, 0);
  const bodies = request === -1 ? responseObject(record, 0) : request;
  const tail = requestReceived(record, 0);
  return tail < bodies ? -1 : bodies;
}

function startsWith(record: Buffer, start: Buffer): boolean {
  return record.length > start.length && record.compare(start, 0, start.length, 0, start.length) === 0;
}
