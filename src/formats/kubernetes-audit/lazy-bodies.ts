import type { Json, JsonObject } from '../../model/json.ts';
import { fieldOf, isObject, objectAt } from '../../model/json.ts';
import { isTooDeep, maxDepth } from '../too-deep.ts';
import type { Misfit } from './audit-events.ts';
import type { KeySearch } from './key-search.ts';
import { createKeySearch } from './key-search.ts';
import { objectHead } from './object-head.ts';
import { parseJson } from './parse-json.ts';

/** The bytes of a record that hold its bodies: what stands between header and tail, one body or both. */
export interface BodyBytes {
  readonly record: Buffer;
  readonly start: number;
  readonly end: number;
}

export interface BodiesOptions extends BodyBytes {
  readonly level: string | undefined;
  /** Hears of a body that turns out to be damaged; it is absent then. */
  readonly report: (misfit: Misfit) => void;
}

const requestStart = '"requestObject":';
const responseStart = '"responseObject":';
const startOfResponse = Buffer.from(responseStart);
const searchRequest = createKeySearch('requestObject');
const searchResponse = createKeySearch('responseObject');

/**
 * Adds the bodies to an event, to be parsed when they are first read; until then no text is made of their bytes. They are enumerable, so
 * that copies and loops see them. false: which bodies there are cannot be told without parsing.
 */
export function addLazyBodies(event: JsonObject, { level, report, ...bytes }: BodiesOptions): boolean {
  const onlyResponse = startsAt(bytes.record, bytes.start, startOfResponse);
  const response = found(onlyResponse ? searchRequest : searchResponse, bytes, bytes.start);
  // Bodies in another order than the API server's; or a key inside the request, since only this level logs a response.
  if (response !== -1 && (onlyResponse || level !== 'RequestResponse')) return false;
  const bodies: Bodies = {
    ...bytes,
    requestEnd: onlyResponse ? bytes.start : response === -1 ? bytes.end : response,
    responseAt: onlyResponse ? bytes.start : response === -1 ? -1 : response + 1,
    report,
  };
  Object.defineProperty(event, bodiesKey, { value: bodies });
  if (!onlyResponse) Object.defineProperty(event, 'requestObject', requestObject);
  if (bodies.responseAt !== -1) Object.defineProperty(event, 'responseObject', responseObject);
  return true;
}

/** Where the comma before a key is, among the bodies alone. */
function found(search: KeySearch, { record, end }: BodyBytes, from: number): number {
  const at = search(record, from);
  return at < end ? at : -1;
}

function startsAt(record: Buffer, at: number, bytes: Buffer): boolean {
  return record.compare(bytes, 0, bytes.length, at, at + bytes.length) === 0;
}

/** Under which an event keeps the text of its bodies; copies of the event do not. */
const bodiesKey = Symbol('text of the bodies');

/**
 * The getters are the same functions for all events: with getters of its own, each would get a hidden class of its own in V8, which is slow
 * and outlives the event until the next full collection (measured: 300 MB instead of 60 over a log).
 */
const requestObject = lazily(bodies => {
  bodies.requestObject ??= { value: readRequestObject(bodies) };
  return bodies.requestObject.value;
});
const responseObject = lazily(bodies => {
  bodies.responseObject ??= { value: readResponseObject(bodies) };
  return bodies.responseObject.value;
});

function lazily(read: (bodies: Bodies) => Json | undefined): PropertyDescriptor {
  return {
    enumerable: true,
    configurable: true,
    get(this: object) {
      return read(Reflect.get(this, bodiesKey));
    },
  };
}

/** The beginning of the responseObject where its layout is the API server's, else all of it; undefined where there is none. */
export function responseHead(event: JsonObject): JsonObject | undefined {
  const bodies: Bodies | undefined = Reflect.get(event, bodiesKey);
  if (bodies === undefined || bodies.responseAt === -1) return objectAt(event, 'responseObject');
  bodies.responseHead ??= { value: headOf(bodies, bodies.responseAt + responseStart.length, bodies.end) };
  return bodies.responseHead.value ?? objectAt(event, 'responseObject');
}

/** The same of the requestObject. */
export function requestHead(event: JsonObject): JsonObject | undefined {
  const bodies: Bodies | undefined = Reflect.get(event, bodiesKey);
  const head =
    bodies && bodies.requestEnd > bodies.start
      ? headOf(bodies, bodies.start + requestStart.length, bodies.requestEnd)
      : undefined;
  return head ?? objectAt(event, 'requestObject');
}

/** Most heads are shorter. */
const windowBytes = 2048;

function headOf(bodies: Bodies, from: number, end: number): JsonObject | undefined {
  if (isAmbiguous(bodies)) return undefined;
  const { record } = bodies;
  const head =
    objectHead(record.toString('utf8', from, Math.min(from + windowBytes, end)), 0) ??
    objectHead(record.toString('utf8', from, end), 0);
  // Parsed, so that its texts are strings of their own and do not keep the bodies alive.
  const parsed = head === undefined ? undefined : parseJson(`${head}}}`);
  return isObject(parsed) ? parsed : undefined;
}

/** The key of the response once more: one of the two is inside of a body, and a client could have put it there. */
function isAmbiguous(bodies: Bodies): boolean {
  bodies.ambiguous ??= bodies.responseAt !== -1 && found(searchResponse, bodies, bodies.responseAt) !== -1;
  return bodies.ambiguous;
}

interface Bodies extends BodyBytes {
  /** The request ends here; where the bodies start if there is none. */
  readonly requestEnd: number;
  /** Where the key of the response is; -1: there is none. */
  readonly responseAt: number;
  readonly report: (misfit: Misfit) => void;
  ambiguous?: boolean;
  /** All of the bodies, parsed; needed only where they could not be cut. */
  whole?: Parsed;
  requestObject?: Parsed;
  responseObject?: Parsed;
  responseHead?: { readonly value: JsonObject | undefined };
}

interface Parsed {
  readonly value: Json | undefined;
}

/** A cut at a key inside of a body leaves brackets open, or closes too many: it cannot be parsed, and the whole is. */
function readRequestObject(bodies: Bodies): Json | undefined {
  const { record, start, requestEnd } = bodies;
  const text = record.toString('utf8', start + requestStart.length, requestEnd);
  return parse(text) ?? fieldOf(readWhole(bodies), 'requestObject');
}

function readResponseObject(bodies: Bodies): Json | undefined {
  const { record, responseAt, end } = bodies;
  const text = record.toString('utf8', responseAt + responseStart.length, end);
  return parse(text) ?? fieldOf(readWhole(bodies), 'responseObject');
}

function readWhole(bodies: Bodies): Json | undefined {
  bodies.whole ??= { value: parseWhole(bodies) };
  return bodies.whole.value;
}

function parseWhole({ record, start, end, report }: Bodies): Json | undefined {
  const text = record.toString('utf8', start, end);
  const value = parse(`{${text}}`);
  if (value !== undefined) return value;
  if (isTooDeep(text)) report({ reason: 'too-deep', detail: `bodies nested deeper than ${maxDepth}` });
  else report({ reason: 'not-json', detail: 'damaged bodies' });
  return undefined;
}

function parse(text: string): Json | undefined {
  return isTooDeep(text) ? undefined : parseJson(text);
}
