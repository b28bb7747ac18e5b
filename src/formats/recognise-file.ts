import type { RefusalReason } from '../model/refusal.ts';
import type { FormatName, FormatPart, Framing } from './format-options.ts';
import { describeHole } from './framing/hole.ts';
import { mayBeByteOrderMark, measureLead } from './lead.ts';
import { formatPart, formatParts } from './parts.ts';
import { describeStart, isUtf16, takeSample } from './sample.ts';

export interface Recognition {
  readonly part: FormatPart;
  readonly framing: Framing;
  /** The line of the first byte of `bytes`. */
  readonly firstLine: number;
  /** What was read so far, without byte order mark and leading blanks. */
  readonly bytes: readonly Buffer[];
}

export interface Recogniser {
  /** undefined: not yet certain, push more. */
  readonly push: (bytes: Buffer) => Recognition | 'unknown' | undefined;
  /** undefined: there was nothing in the file. */
  readonly end: () => Recognition | 'unknown' | undefined;
}

export interface RecogniserOptions {
  readonly file: string;
  /** The format that the user named. */
  readonly format?: FormatName | undefined;
  readonly refuse: (reason: RefusalReason, detail: string, line: number) => void;
}

const sampleBytes = 64 * 1024;
const lineFeed = 10;

/** Looks at the start of one file after 1, 2, 4, ... lines, and at 64 KiB or the end of the file for the last time. */
export function recogniseFile({ file, format, refuse }: RecogniserOptions): Recogniser {
  const named = format && formatPart(format);
  const candidates = named ? [named] : formatParts;
  let start: Buffer = Buffer.alloc(0);
  let firstLine = 1;
  let nuls = 0;
  let atStartOfFile = true;
  /** How much of `start` was looked at, the line feeds in it, and after how many to look at it again. */
  let seen = 0;
  let lines = 0;
  let nextLook = 1;

  function skipLead(): void {
    const lead = measureLead(start, atStartOfFile);
    if (lead.length === 0) return;
    start = start.subarray(lead.length);
    firstLine += lead.lines;
    nuls += lead.nuls;
    atStartOfFile = false;
  }

  function look(end: number, whole: boolean): Recognition | undefined {
    const sample = takeSample(start.subarray(0, end), whole, file);
    for (const part of candidates) {
      const framing = part.recognise(sample);
      if (framing) return { part, framing, firstLine, bytes: [start] };
    }
    return undefined;
  }

  function lookAtLines(): Recognition | undefined {
    for (;;) {
      const end = start.indexOf(lineFeed, seen);
      if (end === -1) return undefined;
      seen = end + 1;
      lines++;
      if (lines < nextLook) continue;
      nextLook *= 2;
      const found = look(seen, false);
      if (found) return found;
    }
  }

  function decide(whole: boolean): Recognition | 'unknown' | undefined {
    const looked = lookAtLines();
    if (!looked && !whole && start.length < sampleBytes) return undefined;
    const found = looked ?? look(start.length, whole);
    if (found || named) reportHole();
    if (found) return found;
    if (named) return { part: named, framing: named.defaultFraming, firstLine, bytes: [start] };
    refuse(isUtf16(start) ? 'not-utf8' : 'unknown-format', describeStart(start), firstLine);
    return 'unknown';
  }

  function reportHole(): void {
    if (nuls > 0) refuse('not-json', describeHole(nuls), firstLine);
    nuls = 0;
  }

  function push(bytes: Buffer): Recognition | 'unknown' | undefined {
    let taken = 0;
    while (taken < bytes.length) {
      const room = sampleBytes - start.length;
      const piece = bytes.subarray(taken, taken + room);
      taken += piece.length;
      start = Buffer.concat([start, piece]);
      if (atStartOfFile && mayBeByteOrderMark(start)) continue;
      skipLead();
      if (start.length === 0) continue;
      const decided = decide(false);
      if (decided === undefined) continue;
      if (decided === 'unknown') return decided;
      return { ...decided, bytes: [start, bytes.subarray(taken)] };
    }
    return undefined;
  }

  return {
    push,
    end() {
      skipLead();
      if (start.length > 0) return decide(true);
      reportHole();
      return undefined;
    },
  };
}
