import { createCarry } from './carry.ts';
import { describeHole } from './hole.ts';
import { splitLines } from './line-splitter.ts';
import type { Framer, FramerOptions } from './record-taker.ts';

/** The whole file is one record: its parts mean something only together. */
export function frameWholeFile({ taker, maxRecordBytes, firstLine }: FramerOptions): Framer {
  const file = createCarry();
  let line = firstLine;
  let overlong = false;

  function add(bytes: Buffer, start: number, end: number): void {
    if (overlong) return;
    overlong = file.length() + end - start + 1 > maxRecordBytes;
    if (overlong) file.clear();
    else {
      file.append(bytes, start, end);
      file.append(lineFeed, 0, 1);
    }
  }

  const lines = splitLines({
    maxBytes: maxRecordBytes,
    line(bytes, start, end) {
      add(bytes, start, end);
      line++;
    },
    hole: nuls => taker.refuse('not-json', describeHole(nuls), line),
    tooLong() {
      overlong = true;
      file.clear();
      line++;
    },
  });
  return {
    push: lines.push,
    end() {
      lines.end();
      if (overlong) taker.refuse('too-long', `a file of more than ${maxRecordBytes} bytes`, firstLine);
      else if (file.length() > 0)
        taker.record({
          bytes: file.bytes(),
          start: 0,
          end: file.length(),
          line: firstLine,
          unterminated: false,
        });
      file.clear();
    },
  };
}

const lineFeed = Buffer.from('\n');
