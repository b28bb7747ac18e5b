import { createCarry } from './carry.ts';
import type { Framer } from './record-taker.ts';

export interface LineSplitterOptions {
  /** `end` is the position of the line feed, or of the end of the file; a carriage return before it is still there. */
  readonly line: (bytes: Buffer, start: number, end: number, terminated: boolean) => void;
  /** In place of `line`, for a line longer than the limit. */
  readonly tooLong: () => void;
  /** Before `line`: so many NUL bytes stood at its start. */
  readonly hole: (nuls: number) => void;
  readonly maxBytes: number;
}

const lineFeed = 10;

/**
 * Calls back for each line, blank ones too. NUL bytes at the start of a line are left out: a log that was truncated while its writer
 * kept its position begins with a hole as large as the log was, and a crash can leave one.
 */
export function splitLines({ line, tooLong, hole, maxBytes }: LineSplitterOptions): Framer {
  const carry = createCarry();
  let overlong = false;
  let nuls = 0;

  function afterNuls(bytes: Buffer, start: number, end: number): number {
    let at = start;
    while (at < end && bytes[at] === 0) at++;
    nuls += at - start;
    return at;
  }

  function reportHole(): void {
    if (nuls > 0) hole(nuls);
    nuls = 0;
  }

  function finish(terminated: boolean): void {
    reportHole();
    if (overlong || carry.length() > maxBytes) tooLong();
    else line(carry.bytes(), 0, carry.length(), terminated);
    overlong = false;
    carry.clear();
  }

  function keep(bytes: Buffer, from: number, end: number): void {
    if (overlong) return;
    const start = carry.length() === 0 ? afterNuls(bytes, from, end) : from;
    overlong = carry.length() + end - start > maxBytes;
    if (overlong) carry.clear();
    else carry.append(bytes, start, end);
  }

  function whole(bytes: Buffer, from: number, end: number): void {
    const start = bytes[from] === 0 ? afterNuls(bytes, from, end) : from;
    reportHole();
    if (end - start > maxBytes) tooLong();
    else line(bytes, start, end, true);
  }

  return {
    push(bytes) {
      let start = 0;
      let end = bytes.indexOf(lineFeed);
      if (end !== -1 && (overlong || carry.length() > 0)) {
        keep(bytes, 0, end);
        finish(true);
        start = end + 1;
        end = bytes.indexOf(lineFeed, start);
      }
      for (; end !== -1; end = bytes.indexOf(lineFeed, start)) {
        whole(bytes, start, end);
        start = end + 1;
      }
      if (start < bytes.length) keep(bytes, start, bytes.length);
    },
    end() {
      if (overlong || carry.length() > 0) finish(false);
      reportHole();
    },
  };
}
