import { closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Chunk } from '../../model/seams.ts';
import { compressionOf, foreignCompressionOf, magicBytes } from './compression.ts';
import { identityOf } from './input.ts';
import type { Reading } from './raw-bytes.ts';

/** A plain file that is followed. */
export interface Tail {
  /** Yields what was appended since the last time, also across rotation and truncation. */
  advance(): AsyncGenerator<Chunk>;
  /** Device and inode of what is read now. */
  identity(): string;
  close(): void;
}

interface State {
  readonly path: string;
  readonly reading: Reading;
  file: number;
  position: number;
  /** The first bytes of the file: if they change, it was written anew, even if it has grown since. */
  start: Buffer;
}

const startBytes = 512;

/** `undefined` if the file cannot be opened or is compressed: then it is none to follow. */
export function openTail(path: string, reading: Reading): Tail | undefined {
  const file = tryOpen(path);
  if (file === undefined) return undefined;
  const start = readStart(file, magicBytes);
  if (compressionOf(start) !== undefined || foreignCompressionOf(start) !== undefined) {
    closeSync(file);
    return undefined;
  }
  const state: State = { path, reading, file, position: 0, start: Buffer.alloc(0) };
  return {
    advance: () => advance(state),
    identity: () => identityOf(fstatSync(state.file)),
    close: () => closeSync(state.file),
  };
}

function tryOpen(path: string): number | undefined {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch {
    return undefined;
  }
}

async function* advance(state: State): AsyncGenerator<Chunk> {
  const before = state.position;
  if (wasRewritten(state)) yield* restart(state);
  yield* drain(state);
  // After a rename the writer may go on for a moment with the old file: leave it only once it is quiet.
  if (state.position > before || !wasReplaced(state)) return;
  const next = tryOpen(state.path);
  if (next === undefined) return;
  yield endOf(state);
  closeSync(state.file);
  state.file = next;
  yield* restarted(state);
}

/** Truncated, as by `copytruncate`. A file that outgrew its old length since is told by its first bytes. */
function wasRewritten(state: State): boolean {
  if (fstatSync(state.file).size < state.position) return true;
  return !readStart(state.file, state.start.length).equals(state.start);
}

function wasReplaced(state: State): boolean {
  const now = statSync(state.path, { throwIfNoEntry: false });
  return now?.isFile() === true && identityOf(now) !== identityOf(fstatSync(state.file));
}

async function* restart(state: State): AsyncGenerator<Chunk> {
  yield endOf(state);
  state.position = 0;
  state.start = Buffer.alloc(0);
}

async function* restarted(state: State): AsyncGenerator<Chunk> {
  state.position = 0;
  state.start = Buffer.alloc(0);
  yield* drain(state);
}

function endOf(state: State): Chunk {
  return { source: 'audit-file', file: state.path, bytes: Buffer.alloc(0), last: true };
}

async function* drain(state: State): AsyncGenerator<Chunk> {
  const { buffer, stop, count } = state.reading;
  while (!stop.aborted) {
    const size = readSync(state.file, buffer, 0, buffer.length, state.position);
    if (size === 0) break;
    state.position += size;
    count(size);
    yield { source: 'audit-file', file: state.path, bytes: buffer.subarray(0, size), last: false };
    await nextTurn();
  }
  if (state.start.length < startBytes)
    state.start = readStart(state.file, Math.min(startBytes, state.position));
}

function readStart(file: number, length: number): Buffer {
  const start = Buffer.alloc(length);
  return start.subarray(0, readSync(file, start, 0, length, 0));
}
