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

type Decompressor = Transform & { readonly bytesWritten: number };

/**
 * A stream that fails drops what it has put out but nobody has read yet: here that would be events of the log.
 * So the output is taken as soon as it is there, and the failure is thrown after it.
 */
export function createEngine(stream: Decompressor): Engine {
  const output = collectOutput(stream);
  let written = 0;
  let last: Buffer = Buffer.alloc(0);
  return {
    async *write(bytes) {
      let consumed = false;
      last = bytes;
      written += bytes.length;
      stream.write(bytes, () => {
        consumed = true;
        output.wake();
      });
      yield* output.drain(() => consumed || output.ended());
    },
    async *end() {
      stream.end();
      yield* output.drain(output.ended);
    },
    ended: output.ended,
    unread: () => last.subarray(Math.max(0, last.length - (written - stream.bytesWritten))),
    destroy: () => stream.destroy(),
  };
}

interface Output {
  /** Yields what comes until it is finished; throws the failure of the stream, if any, at the end. */
  drain(finished: () => boolean): AsyncGenerator<Buffer>;
  ended(): boolean;
  wake(): void;
}

/** Output that waits to be taken is held below this, even if one piece of input expands to gigabytes. */
const waitingBytes = 4 * 1024 * 1024;

function collectOutput(stream: Decompressor): Output {
  const state = { waiting: emptyList(), size: 0, ended: false, wake: (): void => {} };
  let failure: Error | undefined;
  stream.on('data', (chunk: Buffer) => {
    state.waiting.push(chunk);
    state.size += chunk.length;
    if (state.size < waitingBytes) return;
    stream.pause();
    state.wake();
  });
  stream.on('end', () => {
    state.ended = true;
    state.wake();
  });
  stream.on('error', error => {
    failure = error;
    state.wake();
  });
  const take = (): readonly Buffer[] => {
    state.size = 0;
    return state.waiting.splice(0);
  };
  async function* drain(finished: () => boolean): AsyncGenerator<Buffer> {
    for (;;) {
      const settled = failure !== undefined || finished();
      yield* take();
      if (settled) break;
      await more(() => failure !== undefined || finished());
    }
    if (failure !== undefined) throw failure;
  }
  /** Until there is output to take, or nothing more will come. */
  async function more(over: () => boolean): Promise<void> {
    const woken = new Promise<void>(resolve => {
      state.wake = resolve;
    });
    stream.resume();
    if (!over()) await woken;
  }
  return { drain, ended: () => state.ended, wake: () => state.wake() };
}

const emptyList = (): Buffer[] => [];
