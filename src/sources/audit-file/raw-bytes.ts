import { closeSync, constants, createReadStream, fstatSync, openSync, readSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { addAbortSignal } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Input } from './input.ts';

export interface Reading {
  readonly stop: AbortSignal;
  /** Standard input, where it is not the process's own. */
  readonly stdin?: Readable | undefined;
  /** Into this every plain file is read: one buffer for all, so that no garbage is made. */
  readonly buffer: Buffer;
  /** Told how many bytes of the input were read, before decompression. */
  readonly count: (bytes: number) => void;
}

/** The bytes of an input as they lie there. Throws what the operating system says; ends early once stopped. */
export async function* rawBytes(input: Input, reading: Reading): AsyncGenerator<Buffer> {
  for await (const bytes of open_(input, reading)) {
    reading.count(bytes.length);
    yield bytes;
  }
}

function open_(input: Input, reading: Reading): AsyncGenerator<Buffer> {
  if (input.type === 'regular') return readPath(input.path, reading);
  if (input.type === 'pipe') return readPipe(input.path, reading);
  if (reading.stdin === undefined && fstatSync(0).isFile())
    return readFile(0, Number.POSITIVE_INFINITY, reading);
  return readStream(reading.stdin ?? process.stdin, reading.stop);
}

/** Up to the size at the start: what is appended meanwhile is for `follow`, and our own output never feeds itself. */
async function* readPath(path: string, reading: Reading): AsyncGenerator<Buffer> {
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const { size } = fstatSync(file);
    // Files under /proc say 0 and hold something.
    yield* readFile(file, size === 0 ? Number.POSITIVE_INFINITY : size, reading);
  } finally {
    closeSync(file);
  }
}

async function* readFile(file: number, limit: number, { buffer, stop }: Reading): AsyncGenerator<Buffer> {
  let left = limit;
  while (left > 0 && !stop.aborted) {
    const size = readSync(file, buffer, 0, Math.min(left, buffer.length), null);
    if (size === 0) return;
    left -= size;
    yield buffer.subarray(0, size);
    // Signals and timers get their turn between chunks.
    await nextTurn();
  }
}

async function* readStream(stream: Readable, stop: AbortSignal): AsyncGenerator<Buffer> {
  try {
    for await (const bytes of addAbortSignal(stop, stream))
      yield Buffer.isBuffer(bytes) ? bytes : Buffer.from(String(bytes));
  } catch (error) {
    if (!stop.aborted) throw error;
  }
}

/** Opening a named pipe waits for somebody who writes to it; a stop ends the wait. */
async function* readPipe(path: string, { stop }: Reading): AsyncGenerator<Buffer> {
  const release = (): void => releaseOpen(path);
  stop.addEventListener('abort', release, { once: true });
  try {
    const handle = await open(path, constants.O_RDONLY);
    if (stop.aborted) return void (await handle.close());
    yield* readStream(createReadStream('', { fd: handle, highWaterMark: 256 * 1024 }), stop);
  } finally {
    stop.removeEventListener('abort', release);
  }
}

/** Our own open of the writing end lets the waiting open of the reading end return (fifo(7)). */
function releaseOpen(path: string): void {
  try {
    closeSync(openSync(path, constants.O_WRONLY | constants.O_NONBLOCK));
  } catch {
    // Nobody waits there any more.
  }
}
