import type { Transform } from 'node:stream';

/** A decompressor that is driven by hand. */
export interface Engine {
  write(bytes: Buffer): AsyncGenerator<Buffer>;
  end(): AsyncGenerator<Buffer>;
  /** The compressed data has ended, though more bytes may have been written. */
  ended(): boolean;
  /** Bytes of the last write that lie behind that end. */
  unread(): Buffer;
  destroy(): void;
}

/** Output that waits to be taken is held below this, even if one piece of input expands to gigabytes. */
const waitingBytes = 4 * 1024 * 1024;

/**
 * A stream that fails drops what it has put out but nobody has read yet: here that would be events of the log.
 * So the output is taken as soon as it is there, and the failure is thrown after it.
 */
export function createEngine(stream: Transform & { readonly bytesWritten: number }): Engine {
  let waiting: Buffer[] = [];
  let size = 0;
  let failure: Error | undefined;
  let ended = false;
  let written = 0;
  let last: Buffer = Buffer.alloc(0);
  let wake = (): void => {};
  stream.on('data', (chunk: Buffer) => {
    waiting.push(chunk);
    size += chunk.length;
    if (size < waitingBytes) return;
    stream.pause();
    wake();
  });
  stream.on('end', () => {
    ended = true;
    wake();
  });
  stream.on('error', error => {
    failure = error;
    wake();
  });

  async function* drain(finished: () => boolean): AsyncGenerator<Buffer> {
    for (;;) {
      const settled = failure !== undefined || finished();
      const taken = waiting;
      waiting = [];
      size = 0;
      yield* taken;
      if (failure !== undefined && settled) throw failure;
      if (settled) return;
      const woken = new Promise<void>(resolve => {
        wake = resolve;
      });
      stream.resume();
      if (failure === undefined && !finished()) await woken;
    }
  }

  return {
    async *write(bytes) {
      let consumed = false;
      last = bytes;
      written += bytes.length;
      stream.write(bytes, () => {
        consumed = true;
        wake();
      });
      yield* drain(() => consumed || ended);
    },
    async *end() {
      stream.end();
      yield* drain(() => ended);
    },
    ended: () => ended,
    unread: () => last.subarray(Math.max(0, last.length - (written - stream.bytesWritten))),
    destroy: () => stream.destroy(),
  };
}
