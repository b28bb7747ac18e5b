/** Two stretches of one buffer that are asked about together; the second may be empty. */
export interface Stretches {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
  readonly secondStart: number;
  readonly secondEnd: number;
}

interface Slot<T> {
  readonly hash: number;
  readonly first: Uint8Array;
  readonly second: Uint8Array;
  readonly answer: T;
}

export interface MemoLimits {
  /** A power of two. */
  readonly slots: number;
  /** Longer stretches are not remembered. */
  readonly longest: number;
}

/**
 * Asks `decide` about a text (or two) once and remembers the answer under its bytes, so that no string is made for what was met before.
 * Texts are those inside JSON quotes, escapes and all; `true` for what is no valid text, so that it gets parsed.
 */
export function byteMemo(decide: (first: string, second: string) => boolean): (of: Stretches) => boolean {
  const ask = (of: Stretches): boolean => {
    const first = decodeText(of.bytes, of.start, of.end);
    const second = decodeText(of.bytes, of.secondStart, of.secondEnd);
    return first === undefined || second === undefined || decide(first, second);
  };
  return memoOfBytes(ask, { slots: 4096, longest: 512 });
}

/** What `make` makes of stretches of bytes, once for the same bytes as long as they are remembered: a fixed number is, whatever the log holds. */
export function memoOfBytes<T>(
  make: (of: Stretches) => T,
  { slots: count, longest }: MemoLimits,
): (of: Stretches) => T {
  const slots: (Slot<T> | undefined)[] = Array.from({ length: count }, () => undefined);
  return of => {
    const hash = hashOf(of);
    const place = hash & (count - 1);
    const known = slots[place];
    if (known && known.hash === hash && holds(known, of)) return known.answer;
    const neighbour = slots[place ^ 1];
    if (neighbour && neighbour.hash === hash && holds(neighbour, of)) return neighbour.answer;
    const answer = make(of);
    if (of.end - of.start + of.secondEnd - of.secondStart > longest) return answer;
    slots[place ^ 1] = known ?? neighbour;
    const first = of.bytes.subarray(of.start, of.end);
    const second = of.bytes.subarray(of.secondStart, of.secondEnd);
    slots[place] = { hash, first: Uint8Array.from(first), second: Uint8Array.from(second), answer };
    return answer;
  };
}

/** Lengths, and some of the bytes: enough to spread them; `holds` compares the rest. */
function hashOf(of: Stretches): number {
  const first = hashText(of.bytes, { start: of.start, end: of.end, seed: 0x811c9dc5 });
  const both = hashText(of.bytes, { start: of.secondStart, end: of.secondEnd, seed: first });
  return both ^ (both >>> 15);
}

function hashText(
  bytes: Buffer,
  { start, end, seed }: { readonly start: number; readonly end: number; readonly seed: number },
): number {
  let hash = Math.imul(seed ^ (end - start), 0x01000193);
  const step = ((end - start) >> 4) + 1;
  for (let at = start; at < end; at += step) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  return Math.imul(hash ^ (bytes[end - 1] ?? 0), 0x01000193);
}

function holds(slot: Slot<unknown>, of: Stretches): boolean {
  return (
    isSame(slot.first, of.bytes, of.start, of.end) &&
    isSame(slot.second, of.bytes, of.secondStart, of.secondEnd)
  );
}

function isSame(key: Uint8Array, bytes: Buffer, start: number, end: number): boolean {
  const { length } = key;
  if (end - start !== length) return false;
  for (let at = 0; at < length; at++) if (key[at] !== bytes[start + at]) return false;
  return true;
}

function decodeText(bytes: Buffer, start: number, end: number): string | undefined {
  const text = bytes.toString('utf8', start, end);
  if (!text.includes('\\')) return text;
  try {
    const parsed: unknown = JSON.parse(`"${text}"`);
    return typeof parsed === 'string' ? parsed : undefined;
  } catch {
    return undefined;
  }
}
