/**
 * Finds where each frame of a zstd stream ends, without decompressing (RFC 8878, section 3.1). Node's decompressor
 * reads the first frame and drops the others without a word (seen with 24.21.0), but `zstd` appends frames, and
 * `pzstd` and rotated logs that were joined are made of many.
 */
export interface FramePart {
  readonly bytes: Buffer;
  /** A skippable frame holds no data of ours. */
  readonly skip: boolean;
  /** These are the last bytes of the frame. */
  readonly ends: boolean;
}

type Expecting = 'magic' | 'descriptor' | 'header' | 'block' | 'body' | 'skip-size';

interface State {
  expecting: Expecting;
  /** Bytes of a field that came in pieces. */
  field: Buffer;
  /** Size of the field, or bytes of the body that are still to come. */
  want: number;
  skip: boolean;
  checksum: boolean;
  lastBlock: boolean;
  /** The first bytes of a frame of which it cannot be said yet whether it is a skippable one. */
  held: Buffer;
}

const nothing = Buffer.alloc(0);

export interface FrameSplitter {
  /** Parts in order; `undefined` where the bytes are no zstd frame. */
  split(bytes: Buffer): readonly FramePart[] | undefined;
  /** No frame has begun and not ended. */
  complete(): boolean;
}

export function createFrameSplitter(): FrameSplitter {
  const state: State = {
    expecting: 'magic',
    field: nothing,
    want: 4,
    skip: false,
    checksum: false,
    lastBlock: false,
    held: nothing,
  };
  return {
    split: bytes => split(state, bytes),
    complete: () => state.expecting === 'magic' && state.held.length === 0,
  };
}

function split(state: State, added: Buffer): readonly FramePart[] | undefined {
  const bytes = state.held.length === 0 ? added : Buffer.concat([state.held, added]);
  state.held = nothing;
  const parts: FramePart[] = [];
  let start = 0;
  let at = 0;
  while (at < bytes.length) {
    at = step(state, bytes, at);
    if (at < 0) return undefined;
    if (state.expecting !== 'magic' || state.field.length > 0) continue;
    parts.push({ bytes: bytes.subarray(start, at), skip: state.skip, ends: true });
    start = at;
  }
  const rest = bytes.subarray(start);
  if (state.expecting === 'magic') holdBack(state, rest);
  else if (rest.length > 0) parts.push({ bytes: rest, skip: state.skip, ends: false });
  return parts;
}

function holdBack(state: State, rest: Buffer): void {
  state.held = Buffer.from(rest);
  state.field = nothing;
}

/** Consumes some bytes; answers where to go on, or -1 where no frame can be. */
function step(state: State, bytes: Buffer, at: number): number {
  const take = Math.min(
    state.want - (state.expecting === 'body' ? 0 : state.field.length),
    bytes.length - at,
  );
  if (state.expecting === 'body') {
    state.want -= take;
    if (state.want === 0) endBody(state);
    return at + take;
  }
  state.field = Buffer.concat([state.field, bytes.subarray(at, at + take)]);
  if (state.field.length < state.want) return at + take;
  const field = state.field;
  state.field = nothing;
  return endField(state, field) ? at + take : -1;
}

function endBody(state: State): void {
  if (state.lastBlock) expect(state, 'magic', 4);
  else expect(state, 'block', 3);
}

function expect(state: State, expecting: Expecting, want: number): true {
  state.expecting = expecting;
  state.want = want;
  return true;
}

function endField(state: State, field: Buffer): boolean {
  if (state.expecting === 'magic') return endMagic(state, field);
  if (state.expecting === 'skip-size') return expectBody(state, field.readUInt32LE(0), true);
  if (state.expecting === 'descriptor') return endDescriptor(state, field[0] ?? 0);
  if (state.expecting === 'header') return expect(state, 'block', 3);
  return endBlockHeader(state, field.readUIntLE(0, 3));
}

function endMagic(state: State, field: Buffer): boolean {
  const magic = field.readUInt32LE(0);
  state.skip = magic >>> 4 === 0x184d2a5;
  if (state.skip) return expect(state, 'skip-size', 4);
  return magic === 0xfd2fb528 && expect(state, 'descriptor', 1);
}

function endDescriptor(state: State, descriptor: number): boolean {
  const single = (descriptor & 0x20) !== 0;
  const contentSize = [single ? 1 : 0, 2, 4, 8][descriptor >>> 6] ?? 0;
  const dictionaryId = [0, 1, 2, 4][descriptor & 3] ?? 0;
  state.checksum = (descriptor & 4) !== 0;
  return expect(state, 'header', (single ? 0 : 1) + dictionaryId + contentSize);
}

function endBlockHeader(state: State, header: number): boolean {
  const type = (header >>> 1) & 3;
  if (type === 3) return false;
  const last = (header & 1) !== 0;
  const size = type === 1 ? 1 : header >>> 3;
  return expectBody(state, size + (last && state.checksum ? 4 : 0), last);
}

function expectBody(state: State, size: number, last: boolean): true {
  state.lastBlock = last;
  expect(state, 'body', size);
  if (size === 0) endBody(state);
  return true;
}
