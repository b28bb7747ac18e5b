/** Two stretches of one buffer that are asked about together; the second may be empty. */
export interface Stretches {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
  readonly secondStart: number;
  readonly secondEnd: number;
}

interface Slot {
  readonly hash: number;
  readonly first: Uint8Array;
  readonly second: Uint8Array;
  readonly answer: boolean;
}

const slotCount = 4096;
const longestKey = 512;

/**
 * Asks `decide` about a text (or two) once and remembers the answer under its bytes, so that no string is made for what was met before.
 * A fixed number of slots: bounded, whatever the log holds. Texts are those inside JSON quotes, escapes and all; `true` for what is
 * no valid text, so that it gets parsed.
 */
export function byteMemo(decide: (first: string, second: string) => boolean): (of: Stretches) => boolean {
  const slots: (Slot | undefined)[] = Array.from({ length: slotCount }, () => undefined);

  function ask(of: Stretches): boolean {
    const first = decodeText(of.bytes, of.start, of.end);
    const second = decodeText(of.bytes, of.secondStart, of.secondEnd);
    return first === undefined || second === undefined || decide(first, second);
  }

  return of => {
    const hash = hashOf(of);
    const place = hash & (slotCount - 1);
    const known = slots[place];
    if (known && known.hash === hash && holds(known, of)) return known.answer;
    const neighbour = slots[place ^ 1];
    if (neighbour && neighbour.hash === hash && holds(neighbour, of)) return neighbour.answer;
    const answer = ask(of);
    if (of.end - of.start + of.secondEnd - of.secondStart > longestKey) return answer;
    slots[place ^ 1] = known ?? neighbour;
    const first = of.bytes.subarray(of.start, of.end);
    const second = of.bytes.subarray(of.secondStart, of.secondEnd);
    slots[place] = { hash, first: Uint8Array.from(first), second: Uint8Array.from(second), answer };
    return answer;
  };
}

/** Lengths, and bytes from both ends of each text: enough to spread them; `holds` compares the rest. */
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
  const headEnd = end - start > 16 ? start + 8 : end;
  for (let at = start; at < headEnd; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  if (headEnd === end) return hash;
  for (let at = end - 8; at < end; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  return hash;
}

function holds(slot: Slot, of: Stretches): boolean {
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
