import { isBlank, lineFeed } from './json-bytes.ts';

/** Where in a file a byte of the current chunk is. */
export interface TextPosition {
  readonly line: () => number;
  /** The line feed at this index ends the line. */
  readonly newLine: (index: number) => void;
  readonly column: (index: number) => number;
  /** Counted from the start of the file. */
  readonly absolute: (index: number) => number;
  /** Is there nothing but blanks between the start of the line and this index? */
  readonly isIndentation: (bytes: Buffer, index: number) => boolean;
  /** The chunk is done; the next one follows. */
  readonly advance: (bytes: Buffer) => void;
}

export function textPosition(firstLine: number): TextPosition {
  let offset = 0;
  let line = firstLine;
  let lineStart = 0;
  let chunkBeginsIndented = true;

  function isIndentation(bytes: Buffer, index: number): boolean {
    let before = index - 1;
    while (before >= 0 && bytes[before] !== lineFeed && isBlank(bytes[before])) before--;
    return before < 0 ? chunkBeginsIndented : bytes[before] === lineFeed;
  }

  return {
    line: () => line,
    newLine(index) {
      line++;
      lineStart = offset + index + 1;
    },
    column: index => offset + index - lineStart,
    absolute: index => offset + index,
    isIndentation,
    advance(bytes) {
      chunkBeginsIndented = isIndentation(bytes, bytes.length);
      offset += bytes.length;
    },
  };
}
