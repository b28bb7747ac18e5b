import { describeHole } from './hole.ts';
import { splitLines } from './line-splitter.ts';
import type { Framer, FramerOptions } from './record-taker.ts';

export interface LinesOptions extends FramerOptions {
  readonly keepBlanks?: boolean;
}

/** One record a line, without the blanks around it, unless those are to be kept. Blank lines are none. */
export function frameLines({ taker, maxRecordBytes, firstLine, keepBlanks }: LinesOptions): Framer {
  const nothing: Buffer = Buffer.alloc(0);
  const piece = { bytes: nothing, start: 0, end: 0, line: firstLine, unterminated: false };
  return splitLines({
    maxBytes: maxRecordBytes,
    line(bytes, from, to, terminated) {
      let start = from;
      let end = to;
      while (start < end && isBlank(bytes[start])) start++;
      while (end > start && isBlank(bytes[end - 1])) end--;
      if (start < end) {
        piece.bytes = bytes;
        piece.start = keepBlanks ? from : start;
        piece.end = keepBlanks ? to : end;
        piece.unterminated = !terminated;
        taker.record(piece);
      }
      piece.line++;
    },
    hole: nuls => taker.refuse('not-json', describeHole(nuls), piece.line),
    tooLong() {
      taker.refuse('too-long', `a line of more than ${maxRecordBytes} bytes`, piece.line);
      piece.line++;
    },
  });
}

/** JSON's white space; a line feed cannot be inside a line. */
function isBlank(byte: number | undefined): boolean {
  return byte === 32 || byte === 13 || byte === 9;
}
