import { compressionOf, foreignCompressionOf, isTar, magicBytes } from './compression.ts';
import type { Decompression, ExpansionLimit, Progress } from './decompress.ts';
import { decompress } from './decompress.ts';
import type { Input, Piece, Trouble } from './input.ts';
import { isTrouble, troubleOf } from './input.ts';
import type { Reading } from './raw-bytes.ts';
import { rawBytes } from './raw-bytes.ts';

/** What an input holds, decompressed. The last piece may be the trouble that ended it. */
export async function* contentOf(
  input: Input,
  reading: Reading,
  limit: ExpansionLimit,
): AsyncGenerator<Piece> {
  try {
    let first = true;
    for await (const piece of unpacked(input, reading, limit)) {
      if (first && Buffer.isBuffer(piece) && isTar(piece))
        return yield unread('is a tar archive: unpack it first');
      first = false;
      yield piece;
    }
  } catch (error) {
    const trouble = troubleOf(error);
    if (trouble === undefined) throw error;
    yield trouble;
  }
}

const unread = (detail: string): Trouble => ({ reason: 'unreadable', detail });

async function* unpacked(input: Input, reading: Reading, limit: ExpansionLimit): AsyncGenerator<Piece> {
  const { start, raw } = await peek(rawBytes(input, reading));
  const foreign = foreignCompressionOf(start);
  if (foreign !== undefined) {
    await raw.return(undefined);
    return yield unread(`is compressed with ${foreign}, which is not read: unpack it first`);
  }
  const compression = compressionOf(start);
  const readAgain = input.type === 'regular' ? () => again(input, reading) : undefined;
  if (compression === undefined) yield* raw;
  else yield* salvaged({ raw, decompression: { compression, limit }, readAgain, given: 0 });
}

const again = (input: Input, reading: Reading): AsyncGenerator<Buffer> =>
  rawBytes(input, { ...reading, count: () => {} });

interface Attempt {
  readonly raw: AsyncIterable<Buffer>;
  readonly decompression: Decompression;
  /** Absent where the input can be read only once. */
  readonly readAgain: (() => AsyncIterable<Buffer>) | undefined;
  /** Bytes that earlier attempts have given. */
  readonly given: number;
}

/**
 * A decompressor that fails takes with it what it had made of its last piece. A file can be read once more, in
 * smaller pieces from that one on, and again, so that only what is damaged is lost.
 */
async function* salvaged({ raw, decompression, readAgain, given }: Attempt): AsyncGenerator<Piece> {
  const progress: Progress = { fed: 0, given: 0 };
  for await (const piece of withoutFirst(given, decompress(raw, decompression, progress))) {
    const pieceBytes = finerThan(decompression.fine?.pieceBytes);
    const final = !isTrouble(piece) || piece.reason !== 'corrupt-compression' || pieceBytes === undefined;
    if (final || readAgain === undefined) {
      yield piece;
      continue;
    }
    const fine = { from: progress.fed, pieceBytes };
    yield* salvaged({
      raw: readAgain(),
      decompression: { ...decompression, fine },
      readAgain,
      given: progress.given,
    });
  }
}

function finerThan(pieceBytes: number | undefined): number | undefined {
  if (pieceBytes === undefined) return 128;
  return pieceBytes > 1 ? 1 : undefined;
}

async function* withoutFirst(count: number, pieces: AsyncIterable<Piece>): AsyncGenerator<Piece> {
  let left = count;
  for await (const piece of pieces) {
    if (isTrouble(piece)) {
      yield piece;
      continue;
    }
    if (piece.length > left) yield piece.subarray(left);
    left = Math.max(0, left - piece.length);
  }
}

interface Peeked {
  readonly start: Buffer;
  readonly raw: AsyncGenerator<Buffer>;
}

/** Looks at the first bytes, which may come in pieces, and puts them back. */
async function peek(source: AsyncGenerator<Buffer>): Promise<Peeked> {
  let start: Buffer = Buffer.alloc(0);
  while (start.length < magicBytes) {
    const next = await source.next();
    if (next.done === true) break;
    start = start.length === 0 ? next.value : Buffer.concat([start, next.value]);
  }
  return { start, raw: prepended(start, source) };
}

async function* prepended(start: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  try {
    if (start.length > 0) yield start;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}
