import type { Json, JsonObject } from '../../model/json.ts';
import { fieldOf, isObject, objectAt } from '../../model/json.ts';
import { isTooDeep, maxDepth } from '../too-deep.ts';
import type { Misfit } from './audit-events.ts';
import { objectHead } from './object-head.ts';
import { parseJson } from './parse-json.ts';

export interface BodiesOptions {
  /** What stands between header and tail: one body or both. */
  readonly text: string;
  readonly level: string | undefined;
  /** Hears of a body that turns out to be damaged; it is absent then. */
  readonly report: (misfit: Misfit) => void;
}

const requestStart = '"requestObject":';
const responseStart = '"responseObject":';

/**
 * Adds the bodies to an event, to be parsed when they are first read. They are enumerable, so that copies and loops see them. false: which
 * bodies there are cannot be told without parsing.
 */
export function addLazyBodies(event: JsonObject, { text, level, report }: BodiesOptions): boolean {
  const onlyResponse = text.startsWith(responseStart);
  const response = onlyResponse ? text.indexOf(`,${requestStart}`) : searchResponse(text, 0);
  // Bodies in another order than the API server's; or a key inside the request, since only this level logs a response.
  if (response !== -1 && (onlyResponse || level !== 'RequestResponse')) return false;
  const bodies: Bodies = { text, response, report };
  Object.defineProperty(event, bodiesKey, { value: bodies });
  if (!onlyResponse) Object.defineProperty(event, 'requestObject', requestObject);
  if (onlyResponse || response !== -1) Object.defineProperty(event, 'responseObject', responseObject);
  return true;
}

/** By the rarest letter of the key, as in `createKeySearch`. */
function searchResponse(text: string, from: number): number {
  const before = ',"response';
  let at = text.indexOf('Object":', from + before.length);
  while (at !== -1 && !text.endsWith(before, at)) at = text.indexOf('Object":', at + 1);
  return at === -1 ? -1 : at - before.length;
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
  const head = bodies && hasResponse(bodies) && !isAmbiguous(bodies) ? headOf(bodies) : undefined;
  return head ?? objectAt(event, 'responseObject');
}

const hasResponse = ({ text, response }: Bodies): boolean =>
  response !== -1 || text.startsWith(responseStart);

/** The same key once more: one of the two is inside of a body, and a client could have put it there. */
function isAmbiguous({ text, response }: Bodies): boolean {
  return searchResponse(text, response + 1) !== -1;
}

function headOf({ text, response }: Bodies): JsonObject | undefined {
  const head = objectHead(text, response + 1 + responseStart.length);
  // Parsed, so that its texts are strings of their own and do not keep the bodies alive.
  const parsed = head === undefined ? undefined : parseJson(`${head}}}`);
  return isObject(parsed) ? parsed : undefined;
}

interface Bodies {
  readonly text: string;
  /** Where the comma before the response is; -1: there is one body alone. */
  readonly response: number;
  readonly report: (misfit: Misfit) => void;
  /** All of `text`, parsed; needed only where it could not be cut into its bodies. */
  whole?: Parsed;
  requestObject?: Parsed;
  responseObject?: Parsed;
}

interface Parsed {
  readonly value: Json | undefined;
}

/** A cut at a key inside of a body leaves brackets open, or closes too many: it cannot be parsed, and the whole is. */
function readRequestObject(bodies: Bodies): Json | undefined {
  const end = bodies.response === -1 ? bodies.text.length : bodies.response;
  return parse(bodies.text.slice(requestStart.length, end)) ?? fieldOf(readWhole(bodies), 'requestObject');
}

function readResponseObject(bodies: Bodies): Json | undefined {
  const start = bodies.response + 1 + responseStart.length;
  return parse(bodies.text.slice(start)) ?? fieldOf(readWhole(bodies), 'responseObject');
}

function readWhole(bodies: Bodies): Json | undefined {
  bodies.whole ??= { value: parseWhole(bodies) };
  return bodies.whole.value;
}

function parseWhole({ text, report }: Bodies): Json | undefined {
  const value = parse(`{${text}}`);
  if (value !== undefined) return value;
  if (isTooDeep(text)) report({ reason: 'too-deep', detail: `bodies nested deeper than ${maxDepth}` });
  else report({ reason: 'not-json', detail: 'damaged bodies' });
  return undefined;
}

function parse(text: string): Json | undefined {
  return isTooDeep(text) ? undefined : parseJson(text);
}
