/**
 * A cursor over the bytes of one JSON record. Each step returns whether what it expects is there, and moves past it if so; after a
 * `false` the walk is over.
 */
export interface ByteWalk {
  readonly begin: (bytes: Buffer, start: number, end: number) => void;
  readonly at: () => number;
  /** Past exactly these bytes; stays where it is if they are not there. */
  readonly literal: (expected: Uint8Array) => boolean;
  /** From behind an opening quote past the closing one. */
  readonly text: () => boolean;
  /** From behind `[` past `]`; texts alone. */
  readonly texts: () => boolean;
  /** From behind `{` past `}`; keys with texts or lists of texts. */
  readonly map: () => boolean;
  /** From behind an opening bracket past its closing one, whatever is between. */
  readonly nested: () => boolean;
  /** Past a number of at most three digits and the `}` behind it: the number; -1 for anything else. */
  readonly code: () => number;
}

const quote = 34;
const comma = 44;
const colon = 58;
const openBracket = 91;
const backslash = 92;
const closeBracket = 93;
const openBrace = 123;
const closeBrace = 125;

export function byteWalk(): ByteWalk {
  let bytes: Buffer = Buffer.alloc(0);
  let at = 0;
  let end = 0;

  function literal(expected: Uint8Array): boolean {
    const from = at;
    for (let index = 0; index < expected.length; index++)
      if (bytes[from + index] !== expected[index]) return false;
    at = from + expected.length;
    return at <= end;
  }

  function byte(expected: number): boolean {
    if (at >= end || bytes[at] !== expected) return false;
    at++;
    return true;
  }

  function text(): boolean {
    const past = pastText(bytes, at, end);
    if (past === -1) return false;
    at = past;
    return true;
  }

  function texts(): boolean {
    if (byte(closeBracket)) return true;
    while (byte(quote) && text()) if (!byte(comma)) return byte(closeBracket);
    return false;
  }

  function map(): boolean {
    if (byte(closeBrace)) return true;
    while (byte(quote) && text() && byte(colon) && textOrTexts()) if (!byte(comma)) return byte(closeBrace);
    return false;
  }

  function textOrTexts(): boolean {
    return byte(quote) ? text() : byte(openBracket) && texts();
  }

  function nested(): boolean {
    for (let depth = 1; at < end; ) {
      const found = bytes[at++] ?? 0;
      if (found === quote && !text()) return false;
      depth += step(found);
      if (depth === 0) return true;
    }
    return false;
  }

  function code(): number {
    let number = 0;
    for (let digits = 0; digits < 4; digits++) {
      if (digits > 0 && byte(closeBrace)) return number;
      const digit = (bytes[at++] ?? 0) - 48;
      if (at > end || digit < 0 || digit > 9) return -1;
      number = number * 10 + digit;
    }
    return -1;
  }

  return {
    begin(record, start, stop) {
      bytes = record;
      at = start;
      end = stop;
    },
    at: () => at,
    literal,
    text,
    texts,
    map,
    nested,
    code,
  };
}

/** How a byte changes the depth. Each bracket differs from the brace by one bit. */
function step(byte: number): number {
  const brace = byte | 32;
  if (brace === openBrace) return 1;
  return brace === closeBrace ? -1 : 0;
}

function pastText(bytes: Buffer, from: number, end: number): number {
  for (let at = from; at < end; at++) {
    const found = bytes[at];
    if (found === quote) return at + 1;
    if (found === backslash) at++;
  }
  return -1;
}
