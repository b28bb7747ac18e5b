import type { JsonObject } from '../../model/json.ts';
import { isObject } from '../../model/json.ts';

const quote = 0x22;
const backslash = 0x5c;

/** The JSON text up to where something was known to be whole, and how many brackets are open there. */
interface Scan {
  /** Closing brackets that are due, outermost first. */
  readonly due: string[];
  wholeUntil: number;
  openThen: number;
}

/**
 * What can be saved of a JSON object whose text was cut off: every field and element that was whole before the cut.
 * `undefined` if not even the first field was, or if the text is no JSON before the cut.
 */
export function salvage(text: string): JsonObject | undefined {
  if (text[0] !== '{') return undefined;
  const scan = scanWhole(text);
  if (scan.openThen === 0)
    return scan.wholeUntil > 0 ? parseObject(text.slice(0, scan.wholeUntil)) : undefined;
  const closing = scan.due.slice(0, scan.openThen).toReversed().join('');
  return parseObject(text.slice(0, scan.wholeUntil) + closing);
}

function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function scanWhole(text: string): Scan {
  const scan: Scan = { due: [], wholeUntil: 0, openThen: 0 };
  let at = 0;
  let previous = '';
  while (at < text.length) {
    const end = tokenEnd(text, at);
    if (end < 0) break;
    const first = text[at] ?? '';
    if (isOpening(first)) scan.due.push(first === '{' ? '}' : ']');
    else if (!endsValue(first, previous, scan)) {
      // A comma, a colon, a key or a blank: nothing has become whole.
    } else noteWhole(scan, first, end);
    if (first.trim() !== '') previous = first;
    if (scan.due.length === 0) break;
    at = end;
  }
  return scan;
}

const isOpening = (first: string): boolean => first === '{' || first === '[';

function noteWhole(scan: Scan, first: string, end: number): void {
  if (first === '}' || first === ']') scan.due.pop();
  scan.wholeUntil = end;
  scan.openThen = scan.due.length;
}

/** Is this token a value, or the end of one? A string behind `{`, or behind `,` in an object, is a key. */
function endsValue(first: string, previous: string, scan: Scan): boolean {
  if (first === ',' || first === ':' || first.trim() === '') return false;
  if (first !== '"' || scan.due.at(-1) === ']') return true;
  return previous === ':';
}

/** The end of the token that begins here; -1 if the text is cut off within it. */
function tokenEnd(text: string, at: number): number {
  const first = text.charCodeAt(at);
  if (first === quote) return stringEnd(text, at + 1);
  if (!isPlain(first)) return at + 1;
  let end = at + 1;
  while (end < text.length && isPlain(text.charCodeAt(end))) end += 1;
  // A number or a word that touches the cut may have gone on.
  return end < text.length ? end : -1;
}

/** A character of a number, `true`, `false` or `null`. */
function isPlain(code: number): boolean {
  return (
    (code >= 0x30 && code <= 0x39) ||
    (code >= 0x61 && code <= 0x7a) ||
    '+-.E'.includes(String.fromCharCode(code))
  );
}

function stringEnd(text: string, from: number): number {
  let end = text.indexOf('"', from);
  while (end >= 0 && isEscaped(text, from, end)) end = text.indexOf('"', end + 1);
  return end < 0 ? -1 : end + 1;
}

function isEscaped(text: string, from: number, at: number): boolean {
  let start = at;
  while (start > from && text.charCodeAt(start - 1) === backslash) start -= 1;
  return (at - start) % 2 === 1;
}
