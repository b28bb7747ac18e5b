import { closeBrace, lost, past, pastLiteral, pastMap, pastOptionalText, pastText } from './byte-walk.ts';
import { ascii, leapPastAnnotations } from './header-leap.ts';

const key = {
  start: ascii('{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"'),
  /** The items of an EventList have neither kind nor apiVersion. */
  itemStart: ascii('{"level":"'),
  requestReceived: ascii(',"requestReceivedTimestamp":"'),
  stageTimestamp: ascii(',"stageTimestamp":"'),
  annotations: ascii(',"annotations":{'),
} as const;

const beforeUser = ['auditID', 'stage', 'requestURI', 'verb'].map(name => ascii(`,"${name}":"`));
const userKey = ascii(',"user":{');
const tailStart = Buffer.from(key.requestReceived);

/** The start of an event, to behind the opening quote of its level. */
export function pastStart(bytes: Buffer, start: number): number {
  const item = pastLiteral(bytes, start, key.itemStart);
  return item === lost ? pastLiteral(bytes, start, key.start) : item;
}

/** Times and annotations, to the end of the record. */
export function pastTail(bytes: Buffer, from: number, end: number): number {
  let at = pastOptionalText(bytes, from, end, key.requestReceived);
  at = pastOptionalText(bytes, at, end, key.stageTimestamp);
  const annotations = pastLiteral(bytes, at, key.annotations);
  if (annotations === lost) return past(bytes, at, closeBrace);
  const leapt = leapPastAnnotations(bytes, annotations, end);
  return leapt === lost ? past(bytes, pastMap(bytes, annotations, end), closeBrace) : leapt;
}

export interface EventPlaces {
  readonly start: number;
  /** Behind the `{` of the user. */
  readonly user: number;
  /** There are bodies: what follows the header was not walked. */
  readonly hasBodies: boolean;
  readonly end: number;
}

/**
 * Has an event, whose header was walked from its user on, no field but those of audit.k8s.io/v1? Before the user nothing may have been
 * leapt over. Behind the bodies, the last times and annotations of the record end the event, so they are its own: more braces close in
 * them than open. What stands between bodies is not looked at; nor would it be where they are parsed on demand.
 */
export function isPlainEvent(bytes: Buffer, { start, user, hasBodies, end }: EventPlaces): boolean {
  let at = pastText(bytes, pastStart(bytes, start), end);
  for (const name of beforeUser) at = pastText(bytes, pastLiteral(bytes, at, name), end);
  if (pastLiteral(bytes, at, userKey) !== user) return false;
  if (!hasBodies) return true;
  const tail = bytes.lastIndexOf(tailStart, end);
  return tail > user && pastTail(bytes, tail, end) === end;
}
