import { closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Chunk } from '../../model/seams.ts';
import { compressionOf, foreignCompressionOf, magicBytes } from './compression.ts';
import { contentOf } from './content.ts';
import type { ExpansionLimit } from './decompress.ts';
import type { RegularInput } from './find-content.ts';
import type { Trouble } from './input.ts';
import { identityOf, isTrouble } from './input.ts';
import type { Reading } from './raw-bytes.ts';
import type { Stretch } from './stretch.ts';
import { headOf, longestHead } from './stretch.ts';

/** A piece, and how far the content is read with it. */
export interface Step {
  readonly chunk: Chunk;
  readonly stretch: Stretch;
}

/** A plain file that is read as it grows. */
export interface OpenContent {
  /** Whole lines alone, unless one is longer than what is read at a time. */
  advance(stretch: Stretch, reading: Reading): AsyncGenerator<Step>;
  /** The rest without a line break, if there is one; then the file is closed. */
  end(stretch: Stretch, reading: Reading): Step;
  /** It begins otherwise now, or is shorter than what was read of it. */
  wasRewritten(stretch: Stretch): boolean;
  /** Another file stands in its place. */
  wasReplaced(): boolean;
  close(): void;
}

const source = 'audit-file';
const lineFeed = 10;

/** undefined if it cannot be opened or is compressed. */
export function openContent({ path }: RegularInput, from: Stretch): OpenContent | undefined {
  const file = tryOpen(path);
  if (file === undefined) return undefined;
  const magic = readAt(file, Buffer.alloc(magicBytes), 0);
  if (compressionOf(magic) !== undefined || foreignCompressionOf(magic) !== undefined) {
    closeSync(file);
    return undefined;
  }
  let begun = false;
  const step = (stretch: Stretch, bytes: Buffer, last: boolean): Step => {
    const chunk = chunkOf(stretch, { bytes, last, begun });
    begun = true;
    return { chunk, stretch: advanced(stretch, { bytes, last, head: () => headIn(file, stretch, bytes) }) };
  };
  return {
    async *advance(start, { buffer, stop }) {
      for (let stretch = start; !stop.aborted; ) {
        const bytes = readAt(file, buffer, stretch.offset);
        const end = bytes.lastIndexOf(lineFeed) + 1;
        const whole = end === 0 && bytes.length === buffer.length ? bytes.length : end;
        if (whole === 0) return;
        const next = step(stretch, bytes.subarray(0, whole), false);
        stretch = next.stretch;
        yield next;
        await nextTurn();
      }
    },
    end(stretch, { buffer }) {
      const rewritten = wasRewritten(file, stretch);
      const next = step(stretch, rewritten ? Buffer.alloc(0) : readAt(file, buffer, stretch.offset), true);
      closeSync(file);
      return next;
    },
    wasRewritten: stretch => wasRewritten(file, stretch),
    wasReplaced: () => {
      const now =
        statSync(from.label, { throwIfNoEntry: false }) ?? statSync(path, { throwIfNoEntry: false });
      return now === undefined || identityOf(now) !== identityOf(fstatSync(file));
    },
    close: () => closeSync(file),
  };
}

/** Without a chunk where there was nothing more; with a trouble where the rest could not be read. */
interface LastStep extends Omit<Step, 'chunk'> {
  readonly chunk?: Chunk;
  readonly trouble?: Trouble;
}

interface Finishing {
  readonly input: RegularInput;
  readonly stretch: Stretch;
  readonly reading: Reading;
  readonly limit: ExpansionLimit;
}

/** The rest of a compressed file: what is in it beyond what was read of its content before. */
export async function* finishContent({
  input,
  stretch: from,
  reading,
  limit,
}: Finishing): AsyncGenerator<LastStep> {
  let stretch = from;
  let left = from.offset;
  let begun = false;
  let start: Buffer = Buffer.alloc(0);
  let trouble: Trouble | undefined;
  for await (const piece of contentOf(input, reading, limit)) {
    if (reading.stop.aborted) return;
    if (isTrouble(piece)) {
      trouble = piece;
      break;
    }
    if (start.length < longestHead) start = Buffer.concat([start, piece.subarray(0, longestHead)]);
    const bytes = piece.subarray(Math.min(left, piece.length));
    left -= piece.length - bytes.length;
    if (bytes.length === 0) continue;
    const chunk = chunkOf(stretch, { bytes, last: false, begun });
    stretch = advanced(stretch, { bytes, last: false, head: () => headOf(start) });
    begun = true;
    yield { chunk, stretch };
  }
  const none = Buffer.alloc(0);
  const ended = advanced(stretch, { bytes: none, last: true, head: () => stretch });
  // An end of what had ended before would end what is read under the same path now.
  const chunk = begun ? chunkOf(stretch, { bytes: none, last: true, begun }) : undefined;
  yield { stretch: ended, ...(chunk && { chunk }), ...(trouble && { trouble }) };
}

interface Piece {
  readonly bytes: Buffer;
  readonly last: boolean;
}

function chunkOf(
  { label, line }: Stretch,
  { bytes, last, begun }: Piece & { readonly begun: boolean },
): Chunk {
  return { source, file: label, bytes, last, ...(!begun && line > 1 && { line }) };
}

function advanced(
  stretch: Stretch,
  { bytes, last, head }: Piece & { readonly head: () => Pick<Stretch, 'head' | 'headBytes'> },
): Stretch {
  const known = stretch.headBytes >= Math.min(longestHead, stretch.offset + bytes.length);
  const { head: digest, headBytes } = known ? stretch : head();
  return {
    ...stretch,
    head: digest,
    headBytes,
    offset: stretch.offset + bytes.length,
    line: stretch.line + lineFeedsIn(bytes),
    ended: last,
  };
}

function headIn(file: number, { offset }: Stretch, bytes: Buffer): Pick<Stretch, 'head' | 'headBytes'> {
  return headOf(readAt(file, Buffer.alloc(Math.min(longestHead, offset + bytes.length)), 0));
}

function lineFeedsIn(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(lineFeed); at !== -1; at = bytes.indexOf(lineFeed, at + 1)) count += 1;
  return count;
}

function wasRewritten(file: number, { offset, headBytes, head }: Stretch): boolean {
  if (fstatSync(file).size < offset) return true;
  return headOf(readAt(file, Buffer.alloc(headBytes), 0)).head !== head;
}

function readAt(file: number, buffer: Buffer, position: number): Buffer {
  return buffer.subarray(0, readSync(file, buffer, 0, buffer.length, position));
}

function tryOpen(path: string): number | undefined {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch {
    return undefined;
  }
}
