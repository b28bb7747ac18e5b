import { closeBrace, lost, openBrace, past, pastLiteral, quote } from './byte-walk.ts';

/**
 * Leaps over the long stretches of a header that decide nothing, with the native search for braces. A leap is as good as a walk: as long as
 * no brace opens or closes, inside or outside of texts, one is still in the same object, and because a quote inside a text is
 * escaped, a key found there is a key. Where there are more braces (one in a URI, say), a leap gives up, and the walk is taken. This
 * holds for JSON; of a line that is none, the leaps may not notice it.
 */

const userKey = ascii(',"user":{');
const verbKey = ascii(',"verb":"');

/** From the start of an event to behind the `{` of `user`, which follows the verb; `lost` if other braces are on the way. */
export function leapToUser(bytes: Buffer, start: number, end: number): number {
  const open = bytes.indexOf(openBrace, start + 1);
  if (open === -1 || open >= end) return lost;
  const key = open + 1 - userKey.length;
  return key <= start || pastLiteral(bytes, key, userKey) === lost ? lost : open + 1;
}

/** Where the verb begins whose closing quote is right before `end`, the position of `,"user"`. */
export function verbBefore(bytes: Buffer, start: number, end: number): number {
  if (bytes[end - 1] !== quote) return lost;
  let at = end - 2;
  while (at > start && isLetter(bytes[at])) at--;
  const key = at + 1 - verbKey.length;
  return key > start && pastLiteral(bytes, key, verbKey) !== lost ? at + 1 : lost;
}

export const userKeyLength = userKey.length;

function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 97 && byte <= 122;
}

/**
 * From behind the `{` of a user past its `}`. If it holds an object (`extra`), that has to hold no other and to come last: then two braces
 * close, one behind the other.
 */
export function leapPastUser(bytes: Buffer, from: number, end: number): number {
  const close = bytes.indexOf(closeBrace, from);
  if (close === -1 || close >= end) return lost;
  const open = bytes.indexOf(openBrace, from);
  if (open === -1 || open > close) return close + 1;
  const second = bytes.indexOf(openBrace, open + 1);
  return second === -1 || second > close ? past(bytes, close + 1, closeBrace) : lost;
}

/** From behind the `{` of the annotations to the end of the record: the first braces that close are its last two bytes. */
export function leapPastAnnotations(bytes: Buffer, from: number, end: number): number {
  return bytes.indexOf(closeBrace, from) === end - 2 ? past(bytes, end - 1, closeBrace) : lost;
}

export function ascii(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text));
}
