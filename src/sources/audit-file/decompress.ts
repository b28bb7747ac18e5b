import { constants, createGunzip, createZstdDecompress } from 'node:zlib';
import type { Compression } from './compression.ts';
import type { Engine } from './engine.ts';
import { createEngine } from './engine.ts';
import type { Piece, Trouble } from './input.ts';
import { troubleOf } from './input.ts';
import { createFrameSplitter } from './zstd-frames.ts';

/** A file that grows beyond both is refused: real logs shrink to a fortieth at most, a bomb to a thousandth. */
export interface ExpansionLimit {
  readonly ratio: number;
  readonly bytes: number;
}

export interface Decompression {
  readonly compression: Compression;
  readonly limit: ExpansionLimit;
  /** From this byte of the compressed data on, feed smaller pieces, so that a failure takes less with it. */
  readonly fine?: Fine;
}

export interface Fine {
  readonly from: number;
  readonly pieceBytes: number;
}

/** How far it came: known to the caller even when it fails. */
export interface Progress {
  /** Compressed bytes before the piece that failed. */
  fed: number;
  given: number;
}

export const pieceBytes = 16 * 1024;
const outputBytes = 128 * 1024;

/** Yields what `raw` (pieces of any size) holds, decompressed; the last thing may be the trouble that ended it. */
export async function* decompress(
  raw: AsyncIterable<Buffer>,
  { compression, limit, fine }: Decompression,
  progress: Progress = { fed: 0, given: 0 },
): AsyncGenerator<Piece> {
  const pieces = cut(raw, fine ?? { from: Number.POSITIVE_INFINITY, pieceBytes });
  const members = compression === 'gzip' ? gunzip(pieces, progress) : unzstd(pieces, progress);
  for await (const piece of members) {
    if (!Buffer.isBuffer(piece)) return yield piece;
    progress.given += piece.length;
    if (expandsTooFar(progress, limit)) return yield tooFar(limit);
    yield piece;
  }
}

function expandsTooFar({ fed, given }: Progress, { ratio, bytes }: ExpansionLimit): boolean {
  return given > bytes && given > ratio * (fed + pieceBytes);
}

function tooFar({ ratio, bytes }: ExpansionLimit): Trouble {
  return { reason: 'expands-too-far', detail: `more than ${bytes} bytes and ${ratio} times its size` };
}

/** Node's gunzip goes on with the next member by itself, but takes a zero byte after one for padding and the end. */
async function* gunzip(pieces: AsyncIterable<Buffer>, progress: Progress): AsyncGenerator<Piece> {
  const engine = createEngine(createGunzip({ chunkSize: outputBytes }));
  try {
    for await (const piece of pieces) {
      if (engine.ended()) {
        if (piece.some(byte => byte !== 0)) return yield after('gzip', progress.fed);
      } else {
        yield* engine.write(piece);
        if (engine.ended() && engine.unread().some(byte => byte !== 0))
          return yield after('gzip', progress.fed);
      }
      progress.fed += piece.length;
    }
    if (!engine.ended()) yield* engine.end();
  } catch (error) {
    yield rethrowUnknown(error);
  } finally {
    engine.destroy();
  }
}

async function* unzstd(pieces: AsyncIterable<Buffer>, progress: Progress): AsyncGenerator<Piece> {
  const splitter = createFrameSplitter();
  let engine: Engine | undefined;
  try {
    for await (const piece of pieces) {
      const parts = splitter.split(piece);
      if (parts === undefined) return yield after('zstd', progress.fed);
      for (const part of parts) {
        if (part.skip) continue;
        engine ??= newZstd();
        yield* engine.write(part.bytes);
        if (!part.ends) continue;
        yield* engine.end();
        engine = undefined;
      }
      progress.fed += piece.length;
    }
    if (engine !== undefined) yield* engine.end();
    else if (!splitter.complete()) yield { reason: 'corrupt-compression', detail: 'unexpected end of file' };
  } catch (error) {
    yield rethrowUnknown(error);
  } finally {
    engine?.destroy();
  }
}

/** A window above 128 MiB (`zstd --long=28` and more) is refused: memory stays bounded. */
function newZstd(): Engine {
  return createEngine(
    createZstdDecompress({ chunkSize: outputBytes, params: { [constants.ZSTD_d_windowLogMax]: 27 } }),
  );
}

function after(name: Compression, position: number): Trouble {
  return { reason: 'corrupt-compression', detail: `what follows byte ${position} is not ${name}` };
}

function rethrowUnknown(error: unknown): Trouble {
  const trouble = troubleOf(error);
  if (trouble === undefined) throw error;
  return trouble;
}

/** Small pieces, so that a limit is noticed in time. */
async function* cut(raw: AsyncIterable<Buffer>, fine: Fine): AsyncGenerator<Buffer> {
  let position = 0;
  for await (const bytes of raw) {
    let at = 0;
    while (at < bytes.length) {
      const before = fine.from - position - at;
      const size = before > 0 ? Math.min(pieceBytes, before) : fine.pieceBytes;
      yield bytes.subarray(at, at + size);
      at += size;
    }
    position += bytes.length;
  }
}
