import type { RefusalReason } from '../../model/refusal.ts';
import { describeHole } from './hole.ts';
import {
  backslash,
  closeBrace,
  closeBracket,
  colon,
  comma,
  endOfScalar,
  isBlank,
  lineFeed,
  nul,
  openBrace,
  openBracket,
  quote,
  skipPlain,
} from './json-bytes.ts';
import { leapPastValue, unknown } from './leap.ts';
import { createNesting } from './nesting.ts';
import { openKey } from './open-key.ts';
import { openRecord } from './open-record.ts';
import type { Framer, FramerOptions } from './record-taker.ts';
import { textPosition } from './text-position.ts';

export interface JsonValuesOptions extends FramerOptions {
  /** Arrays directly inside a top-level object whose elements are records. */
  readonly streamed: readonly string[];
  /** Whether the elements of a top-level array are records. */
  readonly splitTopLevel: boolean;
  readonly maxDepth: number;
}

/** What the next byte belongs to. */
type Mode = 'between' | 'structure' | 'text' | 'scalar' | 'recovery';

/**
 * One record a JSON value, however it is laid out. Knows just enough grammar to notice that a value was cut off: a raw
 * line break inside a text, a bracket that does not fit. Then it looks for the next line that begins with `{`, no further to the
 * right than the damaged value did.
 */
export function frameJsonValues(options: JsonValuesOptions): Framer {
  const { taker, streamed, splitTopLevel, maxDepth } = options;
  const record = openRecord(taker, options.maxRecordBytes);
  const nesting = createNesting(maxDepth + 4);
  let mode: Mode = 'between';
  const position = textPosition(options.firstLine);
  /** How deep records stand: 0, or inside the array whose elements they are. */
  let base = 0;
  let listLine = 0;
  /** The depth of the object whose array is streamed; -1 outside of one. */
  let envelope = -1;
  let recordStart = 0;
  let recordColumn = 0;
  let previous = 0;
  let escaped = false;
  let nuls = 0;
  const key = openKey();

  const steps = { between, structure, text, scalar, recovery } as const;

  function begin(index: number, next: Mode): void {
    recordStart = position.absolute(index);
    recordColumn = position.column(index);
    record.begin(index, position.line());
    mode = next;
  }

  function between(bytes: Buffer, start: number): number {
    const byte = bytes[start];
    if (byte === nul) nuls++;
    else reportHole();
    if (byte === lineFeed) position.newLine(start);
    if (isBlank(byte) || byte === comma) return start + 1;
    if (byte === closeBracket && base > 0) return closeList(start);
    if (byte === openBracket && base === 0 && splitTopLevel) return openList(start);
    if (byte === openBrace || byte === openBracket) return openValue(bytes, start, byte);
    begin(start, 'scalar');
    return start + 1;
  }

  function openValue(bytes: Buffer, start: number, bracket: number): number {
    begin(start, 'structure');
    const end = mayBeEnvelope() ? unknown : leapPastValue(bytes, start, maxDepth);
    if (end !== unknown) return finish(bytes, end);
    nesting.open(bracket);
    previous = bracket;
    return start + 1;
  }

  function finish(bytes: Buffer, end: number): number {
    record.finish(bytes, end, false);
    mode = 'between';
    return end;
  }

  function openList(index: number): number {
    nesting.open(openBracket);
    base = nesting.depth();
    listLine = position.line();
    mode = 'between';
    return index + 1;
  }

  function closeList(index: number): number {
    nesting.close(closeBracket);
    base = 0;
    if (envelope !== -1) {
      base = envelope;
      mode = 'structure';
      previous = closeBracket;
    }
    return index + 1;
  }

  function structure(bytes: Buffer, start: number): number {
    const at = skipPlain(bytes, start);
    if (at > start) previous = bytes[at - 1] ?? 0;
    const byte = bytes[at];
    if (byte === undefined) return at;
    if (byte === quote) return openText(at);
    if (byte === openBrace || byte === openBracket) return open(bytes, at, byte);
    if (byte === closeBrace || byte === closeBracket) return close(bytes, at, byte);
    if (byte === lineFeed) position.newLine(at);
    return at + 1;
  }

  function open(bytes: Buffer, at: number, bracket: number): number {
    if (!nesting.mayOpen(previous)) return broken(bytes, at, 'cut-off');
    if (bracket === openBracket && atKeyOfEnvelope() && streamed.includes(key.text())) return stream(at);
    nesting.open(bracket);
    previous = bracket;
    if (nesting.depth() - base > maxDepth)
      record.refuse('too-deep', `nested deeper than ${maxDepth}`, position.absolute(at) - recordStart);
    return at + 1;
  }

  function close(bytes: Buffer, at: number, bracket: number): number {
    if (!nesting.close(bracket)) return broken(bytes, at, 'not-json');
    previous = bracket;
    if (nesting.depth() > base) return at + 1;
    if (envelope === base) envelope = -1;
    return finish(bytes, at + 1);
  }

  function atKeyOfEnvelope(): boolean {
    return nesting.depth() === base + 1 && mayBeEnvelope() && nesting.innermost() === openBrace;
  }

  function mayBeEnvelope(): boolean {
    return streamed.length > 0 && (envelope === -1 || envelope === base);
  }

  function stream(at: number): number {
    record.drop();
    envelope = base;
    return openList(at);
  }

  function openText(at: number): number {
    mode = 'text';
    escaped = false;
    if (previous !== colon && atKeyOfEnvelope()) key.begin(at + 1);
    return at + 1;
  }

  function text(bytes: Buffer, start: number): number {
    let at = escaped && bytes[start] !== lineFeed ? start + 1 : start;
    escaped = false;
    for (; at < bytes.length; at++) {
      const byte = bytes[at];
      if (byte === quote) return closeText(bytes, at);
      if (byte === lineFeed) return broken(bytes, at, 'cut-off');
      if (byte === backslash && bytes[at + 1] !== lineFeed) at++;
    }
    escaped = at > bytes.length;
    return bytes.length;
  }

  function closeText(bytes: Buffer, at: number): number {
    key.end(bytes, at);
    previous = quote;
    mode = 'structure';
    return at + 1;
  }

  function scalar(bytes: Buffer, start: number): number {
    const end = endOfScalar(bytes, start, base > 0);
    return end === bytes.length ? end : finish(bytes, end);
  }

  /** The value cannot go on as it does at `at`. */
  function broken(bytes: Buffer, at: number, reason: RefusalReason): number {
    const inEnvelope = envelope === base;
    if (inEnvelope) taker.refuse(reason, 'the object around the records', position.line());
    record.refuse(reason, 'a JSON value that breaks off', position.absolute(at) - recordStart);
    if (inEnvelope) envelope = -1;
    nesting.cutTo(base);
    key.forget();
    mode = beginsAnew(bytes, at) ? 'between' : 'recovery';
    return at;
  }

  function recovery(bytes: Buffer, start: number): number {
    for (let at = start; at < bytes.length; at++) {
      const byte = bytes[at];
      if (byte === lineFeed) position.newLine(at);
      else if (byte === openBrace && beginsAnew(bytes, at)) {
        mode = 'between';
        return at;
      }
    }
    return bytes.length;
  }

  function beginsAnew(bytes: Buffer, at: number): boolean {
    return (
      bytes[at] === openBrace && position.column(at) <= recordColumn && position.isIndentation(bytes, at)
    );
  }

  function reportHole(): void {
    if (nuls > 0) taker.refuse('not-json', describeHole(nuls), position.line());
    nuls = 0;
  }

  return {
    push(bytes) {
      let at = 0;
      while (at < bytes.length) {
        if (mode === 'text') at = text(bytes, at);
        else if (mode === 'structure') at = structure(bytes, at);
        else at = steps[mode](bytes, at);
      }
      if (mode === 'structure' || mode === 'text' || mode === 'scalar') record.keep(bytes);
      key.keep(bytes);
      position.advance(bytes);
    },
    end() {
      reportHole();
      if (mode === 'scalar') record.finish(Buffer.alloc(0), 0, true);
      else if (mode === 'structure' || mode === 'text') {
        if (envelope === base) taker.refuse('cut-off', 'the object around the records', position.line());
        record.refuse('cut-off', 'the file ends inside of it', position.absolute(0) - recordStart);
      } else if (mode === 'between' && base > 0) taker.refuse('cut-off', 'the list is not closed', listLine);
    },
  };
}
