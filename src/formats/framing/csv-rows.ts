import { createCarry } from './carry.ts';
import { describeHole } from './hole.ts';
import { splitLines } from './line-splitter.ts';
import type { Framer, FramerOptions } from './record-taker.ts';

const quote = 34;
const carriageReturn = 13;

/** One record a row of RFC 4180: a line break inside quotes does not end it. Blank rows are none. */
export function frameCsvRows({ taker, maxRecordBytes, firstLine }: FramerOptions): Framer {
  const row = createCarry();
  let line = firstLine;
  let rowLine = firstLine;
  let quoted = false;
  let overlong = false;

  function emit(bytes: Buffer, from: { readonly start: number; readonly end: number }, terminated: boolean) {
    const end = bytes[from.end - 1] === carriageReturn && from.end > from.start ? from.end - 1 : from.end;
    if (overlong) taker.refuse('too-long', `a row of more than ${maxRecordBytes} bytes`, rowLine);
    else if (end > from.start)
      taker.record({ bytes, start: from.start, end, line: rowLine, unterminated: !terminated || quoted });
    overlong = false;
    quoted = false;
    row.clear();
    rowLine = line + 1;
  }

  function add(bytes: Buffer, start: number, end: number): void {
    overlong ||= row.length() + end - start + 1 > maxRecordBytes;
    if (overlong) row.clear();
    else {
      row.append(bytes, start, end);
    }
  }

  const lines = splitLines({
    maxBytes: maxRecordBytes,
    line(bytes, start, end, terminated) {
      const continued = quoted;
      if (hasOddQuotes(bytes, start, end)) quoted = !quoted;
      if (!continued && !quoted) emit(bytes, { start, end }, terminated);
      else {
        add(bytes, start, end);
        if (quoted) add(lineFeed, 0, 1);
        else emit(row.bytes(), { start: 0, end: row.length() }, terminated);
      }
      line++;
    },
    hole: nuls => taker.refuse('not-utf8', describeHole(nuls), line),
    /** Whether its quotes were closed is not known: begin afresh. */
    tooLong() {
      overlong = true;
      emit(lineFeed, { start: 0, end: 0 }, true);
      line++;
    },
  });
  return {
    push: lines.push,
    end() {
      lines.end();
      if (quoted || overlong) emit(row.bytes(), { start: 0, end: row.length() }, false);
    },
  };
}

const lineFeed = Buffer.from('\n');

function hasOddQuotes(bytes: Buffer, start: number, end: number): boolean {
  let odd = false;
  for (let at = start; at < end; at++) if (bytes[at] === quote) odd = !odd;
  return odd;
}
