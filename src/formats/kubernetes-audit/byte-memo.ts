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
  readonly boundary: number;
  readonly key: Uint8Array;
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
  const slots = new Array<Slot | undefined>(slotCount).fill(undefined);

  function ask(of: Stretches): boolean {
    const first = decodeText(of.bytes, of.start, of.end);
    const second = decodeText(of.bytes, of.secondStart, of.secondEnd);
    return first === undefined || second === undefined || decide(first, second);
  }

  return of => {
    const length = of.end - of.start + of.secondEnd - of.secondStart;
    if (length > longestKey) return ask(of);
    const hash = hashOf(of);
    const place = hash & (slotCount - 1);
    const known = slots[place];
    if (known && known.hash === hash && holds(known, of)) return known.answer;
    const neighbour = slots[place ^ 1];
    if (neighbour && neighbour.hash === hash && holds(neighbour, of)) return neighbour.answer;
    const answer = ask(of);
    slots[place ^ 1] = known ?? neighbour;
    slots[place] = { hash, boundary: of.end - of.start, key: keyOf(of, length), answer };
    return answer;
  };
}

/** Lengths, and the bytes at both ends of each text: enough to spread them; `holds` compares the rest. */
function hashOf(of: Stretches): number {
  const first = hashText(of.bytes, { start: of.start, end: of.end, seed: 0x811c9dc5 });
  return hashText(of.bytes, { start: of.secondStart, end: of.secondEnd, seed: first });
}

function hashText(
  bytes: Buffer,
  { start, end, seed }: { readonly start: number; readonly end: number; readonly seed: number },
): number {
  let hash = Math.imul(seed ^ (end - start), 0x01000193);
  const headEnd = end - start > 32 ? start + 12 : end;
  for (let at = start; at < headEnd; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  if (headEnd < end)
    for (let at = end - 16; at < end; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  return hash ^ (hash >>> 15);
}

function holds(slot: Slot, of: Stretches): boolean {
  const { key, boundary } = slot;
  if (of.end - of.start !== boundary) return false;
  if (of.secondEnd - of.secondStart !== key.length - boundary) return false;
  for (let at = 0; at < boundary; at++) if (key[at] !== of.bytes[of.start + at]) return false;
  const shift = of.secondStart - boundary;
  for (let at = boundary; at < key.length; at++) if (key[at] !== of.bytes[shift + at]) return false;
  return true;
}

function keyOf(of: Stretches, length: number): Uint8Array {
  const key = new Uint8Array(length);
  key.set(of.bytes.subarray(of.start, of.end));
  key.set(of.bytes.subarray(of.secondStart, of.secondEnd), of.end - of.start);
  return key;
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
