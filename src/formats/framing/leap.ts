import {
  backslash,
  closeBrace,
  closeBracket,
  colon,
  lineFeed,
  openBrace,
  openBracket,
  quote,
} from './json-bytes.ts';
import { mayOpenIn } from './nesting.ts';

export const unknown = -1;

/**
 * Behind the value whose opening bracket is at `start`, if all of it is here, without blanks between its parts: nested no deeper than
 * `maxDepth`, brackets that fit, an opening one only where a value may begin. Else `unknown`: then it must be read step by step.
 */
export function leapPastValue(bytes: Buffer, start: number, maxDepth: number): number {
  let depth = 0;
  let previous = colon;
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    const kind = kinds[byte];
    if (kind === text) at = endOfText(bytes, at + 1);
    else if (kind === bracket) {
      depth = depthAfter(depth, byte, previous);
      if (depth === 0) return at + 1;
      if (depth > maxDepth) return unknown;
    } else if (kind === odd) return unknown;
    previous = byte;
  }
  return unknown;
}

const plain = 0;
const text = 1;
const bracket = 2;
const odd = 3;

const kinds = new Uint8Array(256).fill(plain);
for (const byte of [openBrace, openBracket, closeBrace, closeBracket]) kinds[byte] = bracket;
for (const byte of Buffer.from('\0 \t\r\n')) kinds[byte] = odd;
kinds[quote] = text;

/** Deeper than any value is read. */
const lost = 1_000_000;

/** The brackets that are open. */
const open = new Uint8Array(1024);

function depthAfter(depth: number, byte: number, previous: number): number {
  // A closing bracket is the opening one plus two, in ASCII.
  if (byte === closeBrace || byte === closeBracket) return open[depth - 1] === byte - 2 ? depth - 1 : lost;
  if (depth > 0 && !mayOpenIn(open[depth - 1], previous)) return lost;
  open[depth] = byte;
  return depth + 1;
}

/** Where its closing quote is; the end of the bytes if it has none here, or is broken. */
function endOfText(bytes: Buffer, start: number): number {
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === quote) return at;
    if (byte === lineFeed) return bytes.length;
    if (byte === backslash && bytes[++at] === lineFeed) return bytes.length;
  }
  return bytes.length;
}
