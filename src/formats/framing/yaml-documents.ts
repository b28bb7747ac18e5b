import { createCarry } from './carry.ts';
import { describeHole } from './hole.ts';
import { splitLines } from './line-splitter.ts';
import type { Framer, FramerOptions } from './record-taker.ts';

/**
 * One record a YAML document. `---` at the start of a line parts documents wherever it stands (YAML 1.2.2, 9.1.2: it is forbidden
 * inside every other construct). What follows it on its line belongs to the next document.
 */
export function frameYamlDocuments({ taker, maxRecordBytes, firstLine }: FramerOptions): Framer {
  const document = createCarry();
  let line = firstLine;
  let documentLine = firstLine;
  let overlong = false;
  let complete = true;

  function flush(unterminated: boolean): void {
    if (overlong) taker.refuse('too-long', `a document of more than ${maxRecordBytes} bytes`, documentLine);
    else if (hasText(document.bytes(), document.length()))
      taker.record({
        bytes: document.bytes(),
        start: 0,
        end: document.length(),
        line: documentLine,
        unterminated,
      });
    document.clear();
    overlong = false;
  }

  function add(bytes: Buffer, start: number, end: number): void {
    if (overlong) return;
    overlong = document.length() + end - start + 1 > maxRecordBytes;
    if (overlong) document.clear();
    else {
      document.append(bytes, start, end);
      document.append(lineFeed, 0, 1);
    }
  }

  const lines = splitLines({
    maxBytes: maxRecordBytes,
    line(bytes, start, end, terminated) {
      complete = terminated;
      const marker = isMarker(bytes, start, end);
      if (marker) {
        flush(false);
        documentLine = line;
      }
      add(bytes, marker ? start + 3 : start, end);
      line++;
    },
    hole: nuls => taker.refuse('not-yaml', describeHole(nuls), line),
    tooLong() {
      overlong = true;
      document.clear();
      line++;
    },
  });
  return {
    push: lines.push,
    end() {
      lines.end();
      flush(!complete);
    },
  };
}

const lineFeed = Buffer.from('\n');
const dash = 45;

function isMarker(bytes: Buffer, start: number, end: number): boolean {
  if (end - start < 3) return false;
  if (bytes[start] !== dash || bytes[start + 1] !== dash || bytes[start + 2] !== dash) return false;
  return end - start === 3 || isBlank(bytes[start + 3]);
}

function hasText(bytes: Buffer, length: number): boolean {
  for (let at = 0; at < length; at++) if (!isBlank(bytes[at])) return true;
  return false;
}

function isBlank(byte: number | undefined): boolean {
  return byte === 32 || byte === 13 || byte === 9 || byte === 10;
}
