import { isUtf8 } from 'node:buffer';
import type { JsonObject } from '../../model/json.ts';
import { isObject, stringAt } from '../../model/json.ts';
import { isTooDeep } from '../too-deep.ts';
import type { Misfit } from './audit-events.ts';
import { addLazyBodies } from './lazy-bodies.ts';
import { parseJson } from './parse-json.ts';

const fullStart = Buffer.from('{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"');
const itemStart = Buffer.from('{"level":"');
const requestKey = Buffer.from(',"requestObject":');
const responseKey = Buffer.from(',"responseObject":');
const tailKey = Buffer.from(',"requestReceivedTimestamp":');

/**
 * An event in the layout of the API server (header, bodies, times and annotations) whose bodies are parsed on first access. undefined:
 * it has another layout or no bodies, so parse it whole. `report` hears of bodies that turn out to be damaged; they are absent then.
 *
 * Why the cuts are right: a quote inside a text is escaped, so what looks like a key is one, at some depth. The header and the tail are
 * parsed as one object: were they cut at different depths, it would not parse; were both at the same greater depth, the tail's
 * key would not be the event's own.
 */
export function splitEvent(record: Buffer, report: (misfit: Misfit) => void): JsonObject | undefined {
  if (!startsWith(record, fullStart) && !startsWith(record, itemStart)) return undefined;
  const bodies = startOfBodies(record);
  const tail = bodies === -1 ? -1 : record.indexOf(tailKey, bodies);
  if (tail === -1 || record.subarray(0, bodies).includes(tailKey) || !isUtf8(record)) return undefined;
  const text = record.toString('utf8', 0, bodies) + record.toString('utf8', tail);
  const event = isTooDeep(text) ? undefined : parseJson(text);
  if (!isObject(event) || !Object.hasOwn(event, 'requestReceivedTimestamp')) return undefined;
  const bodiesText = record.toString('utf8', bodies + 1, tail);
  return addLazyBodies(event, { text: bodiesText, level: stringAt(event, 'level'), report })
    ? event
    : undefined;
}

function startsWith(record: Buffer, start: Buffer): boolean {
  return record.length > start.length && record.compare(start, 0, start.length, 0, start.length) === 0;
}

/** The search for a response that is not there would cost a walk through all of the record. */
function startOfBodies(record: Buffer): number {
  const request = record.indexOf(requestKey);
  return request === -1 ? record.indexOf(responseKey) : request;
}
