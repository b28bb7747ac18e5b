/** Cuts a stream into messages: by octet counts or by line ends, told apart by the first byte of each. https://www.rfc-editor.org/rfc/rfc6587#section-3.4 */
export interface SyslogFrames {
  /** The messages that end in these bytes. `undefined`: the stream cannot be understood any more. */
  push(bytes: Buffer): readonly Buffer[] | undefined;
  /** What is left when the stream has ended, a message without its line end. */
  end(): readonly Buffer[];
}

const lineFeed = 10;
const space = 32;
const zero = 48;
const one = 49;
const nine = 57;

export function createSyslogFrames(maxBytes: number): SyslogFrames {
  let rest: Buffer = Buffer.alloc(0);
  return {
    push(bytes) {
      const all = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
      const messages: Buffer[] = [];
      let at = 0;
      for (let frame = frameAt(all, at); frame !== undefined; frame = frameAt(all, at)) {
        if (frame.end - frame.start > maxBytes) return undefined;
        if (frame.end > all.length) break;
        if (frame.end > frame.start) messages.push(all.subarray(frame.start, frame.end));
        at = frame.next;
      }
      rest = all.subarray(at);
      return rest.length > maxBytes + longestCount ? undefined : messages;
    },
    end: () => (rest.length === 0 || startsWithCount(rest, 0) ? [] : [rest]),
  };
}

interface Frame {
  readonly start: number;
  readonly end: number;
  /** Where the next one begins. */
  readonly next: number;
}

/** Digits of a count, and its space. */
const longestCount = 10;

/** undefined: its beginning, or its end, has not come yet. */
function frameAt(bytes: Buffer, at: number): Frame | undefined {
  if (at >= bytes.length) return undefined;
  if (startsWithCount(bytes, at)) return countedAt(bytes, at);
  const end = bytes.indexOf(lineFeed, at);
  return end === -1 ? undefined : { start: at, end, next: end + 1 };
}

/** A message itself begins with `<`. */
function startsWithCount(bytes: Buffer, at: number): boolean {
  const first = bytes[at] ?? 0;
  return first >= one && first <= nine;
}

function countedAt(bytes: Buffer, at: number): Frame | undefined {
  let count = 0;
  for (let index = at; index < Math.min(bytes.length, at + longestCount); index += 1) {
    const byte = bytes[index] ?? 0;
    if (byte === space) return { start: index + 1, end: index + 1 + count, next: index + 1 + count };
    if (byte < zero || byte > nine) break;
    count = count * 10 + byte - zero;
  }
  // No count after all: then it is a line, as anything else is.
  const isUndecided = bytes.length < at + longestCount && /^\d+$/.test(bytes.toString('latin1', at));
  if (isUndecided) return undefined;
  const end = bytes.indexOf(lineFeed, at);
  return end === -1 ? undefined : { start: at, end, next: end + 1 };
}
