export const nul = 0;
export const lineFeed = 10;
export const quote = 34;
export const comma = 44;
export const colon = 58;
export const openBracket = 91;
export const backslash = 92;
export const closeBracket = 93;
export const openBrace = 123;
export const closeBrace = 125;

/** JSON's white space, and NUL: no white space in JSON, but what a hole in a file consists of. */
export function isBlank(byte: number | undefined): boolean {
  return byte === 32 || byte === lineFeed || byte === 13 || byte === 9 || byte === 0;
}

/** Past what is neither blank nor changes the state: commas, colons, numbers, words. */
export function skipPlain(bytes: Buffer, start: number): number {
  let at = start;
  while (at < bytes.length && plain[bytes[at] ?? 0] === 1) at++;
  return at;
}

const plain = new Uint8Array(256).fill(1);
for (const byte of Buffer.from('\0\t\n\r "{}[]')) plain[byte] = 0;

/** Where a number or a word ends, at the latest with its line; the end of the bytes if it does not end here. */
export function endOfScalar(bytes: Buffer, start: number, inList: boolean): number {
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === lineFeed || (inList && (byte === comma || byte === closeBracket))) return at;
  }
  return bytes.length;
}
