/**
 * Steps over the bytes of one JSON record. Each takes the position that it starts from and returns the one behind what it passed, or
 * `lost`; from `lost` no step leads on. Plain functions without state, because they run for every byte of a header.
 */
export const lost = -1;

export const quote = 34;
const comma = 44;
const colon = 58;
const openBracket = 91;
const backslash = 92;
const closeBracket = 93;
export const openBrace = 123;
export const closeBrace = 125;

/** Past exactly these bytes. May read behind the record, so a walk has to compare its last position with the record's end. */
export function pastLiteral(bytes: Buffer, at: number, literal: Uint8Array): number {
  if (at === lost) return lost;
  const { length } = literal;
  for (let index = 0; index < length; index++) if (bytes[at + index] !== literal[index]) return lost;
  return at + length;
}

/** From behind an opening quote past the closing one. */
export function pastText(bytes: Buffer, from: number, end: number): number {
  if (from === lost) return lost;
  for (let at = from; at < end; at++) {
    const found = bytes[at];
    if (found === quote) return at + 1;
    if (found === backslash) at++;
  }
  return lost;
}

/** The same for texts that are long: the native search pays from about 20 bytes on. */
export function pastLongText(bytes: Buffer, from: number, end: number): number {
  const found = from === lost ? -1 : bytes.indexOf(quote, from);
  if (found === -1 || found >= end) return lost;
  return bytes[found - 1] === backslash ? pastText(bytes, from, end) : found + 1;
}

/** From behind `[` past `]`; texts alone. */
export function pastTexts(bytes: Buffer, from: number, end: number): number {
  if (from === lost) return lost;
  if (bytes[from] === closeBracket) return from + 1;
  for (let at = from; at < end && bytes[at] === quote; at++) {
    at = pastText(bytes, at + 1, end);
    if (at === lost || bytes[at] !== comma) return past(bytes, at, closeBracket);
  }
  return lost;
}

/** From behind `{` past `}`; keys with texts or lists of texts. */
export function pastMap(bytes: Buffer, from: number, end: number): number {
  if (from === lost) return lost;
  if (bytes[from] === closeBrace) return from + 1;
  for (let at = from; at < end && bytes[at] === quote; at++) {
    at = past(bytes, pastText(bytes, at + 1, end), colon);
    if (at !== lost) at = pastTextOrTexts(bytes, at, end);
    if (at === lost || bytes[at] !== comma) return past(bytes, at, closeBrace);
  }
  return lost;
}

function pastTextOrTexts(bytes: Buffer, at: number, end: number): number {
  if (bytes[at] === quote) return pastText(bytes, at + 1, end);
  return bytes[at] === openBracket ? pastTexts(bytes, at + 1, end) : lost;
}

/** Past one byte. */
export function past(bytes: Buffer, at: number, byte: number): number {
  return at !== lost && bytes[at] === byte ? at + 1 : lost;
}

/** From behind an opening bracket past its closing one, whatever is between. */
export function pastNested(bytes: Buffer, from: number, end: number): number {
  if (from === lost) return lost;
  let depth = 1;
  for (let at = from; at < end; at++) {
    const found = bytes[at] ?? 0;
    if (found === quote) {
      at = pastText(bytes, at + 1, end) - 1;
      if (at < from) return lost;
    } else depth += step(found);
    if (depth === 0) return at + 1;
  }
  return lost;
}

/** How a byte changes the depth. Each bracket differs from the brace by one bit. */
function step(byte: number): number {
  const brace = byte | 32;
  if (brace === openBrace) return 1;
  return brace === closeBrace ? -1 : 0;
}

/** Past a key and its text, if the key is there. */
export function pastOptionalText(bytes: Buffer, at: number, end: number, key: Uint8Array): number {
  const text = pastLiteral(bytes, at, key);
  return text === lost ? at : pastText(bytes, text, end);
}
