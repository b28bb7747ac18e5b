import { gunzipSync } from 'node:zlib';

const limits = { tokens: 64, output: 65_536 } as const;

/** Words near which even a short run of letters is taken for an encoding. */
const base64Context = /base64|b64|-enc\b|-encodedcommand|\batob\b|openssl\s+enc|-d\b|--decode/i;
const hexContext = /xxd|unhex|fromhex|hex\(|hexdump|\bod\b|pack\(/i;

/** What the encoded stretches of a text say, and the text with its escapes resolved. */
export function decodings(text: string): readonly string[] {
  return [...fromBase64(text), ...fromHex(text), ...fromEscapes(text)];
}

function fromBase64(text: string): readonly string[] {
  const shortest = base64Context.test(text) ? 8 : 24;
  return tokensOf(text, /[A-Za-z0-9+/_-]{8,}={0,2}/g)
    .filter(token => token.length >= shortest)
    .map(token => readable(Buffer.from(token, 'base64')))
    .filter(found => found !== undefined);
}

function fromHex(text: string): readonly string[] {
  const shortest = hexContext.test(text) ? 8 : 24;
  return tokensOf(text, /(?<![0-9A-Za-z])(?:0x)?(?:[0-9A-Fa-f]{2}){4,}(?![0-9A-Za-z])/g)
    .map(token => token.replace(/^0x/, ''))
    .filter(token => token.length >= shortest)
    .map(token => readable(Buffer.from(token, 'hex')))
    .filter(found => found !== undefined);
}

function tokensOf(text: string, pattern: RegExp): readonly string[] {
  const tokens: string[] = [];
  for (const [token] of text.matchAll(pattern)) {
    tokens.push(token);
    if (tokens.length >= limits.tokens) break;
  }
  return tokens;
}

/** `$'\x63\x75\x72\x6c'`, `printf '\143\165'`, `\u0063`: at least two escapes, so that a lone `\x` in a pattern is none. */
function fromEscapes(text: string): readonly string[] {
  const pattern = /\\x([0-9A-Fa-f]{2})|\\u\{?([0-9A-Fa-f]{4})\}?|\\0?([0-3][0-7]{2})/g;
  let count = 0;
  const resolved = text.replace(pattern, (_, hex: string | undefined, unicode, octal: string | undefined) => {
    count += 1;
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
    return String.fromCharCode(Number.parseInt(hex ?? String(unicode), 16));
  });
  return count >= 2 && isText(resolved) ? [resolved] : [];
}

/** Bytes as text, if that is what they are. */
function readable(bytes: Buffer): string | undefined {
  const plain = unpacked(bytes);
  if (plain === undefined || plain.length < 4) return undefined;
  const text = isUtf16(plain) ? plain.toString('utf16le') : plain.toString('utf8');
  return isText(text) ? text : undefined;
}

/** Gunzips what begins like gzip; what is cut off gives what there is. */
function unpacked(bytes: Buffer): Buffer | undefined {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: limits.output, finishFlush: 2 });
  } catch {
    return undefined;
  }
}

/** ASCII in UTF-16LE: every second byte is zero. */
function isUtf16(bytes: Buffer): boolean {
  if (bytes.length % 2 !== 0) return false;
  for (let index = 1; index < bytes.length; index += 2) if (bytes[index] !== 0) return false;
  return true;
}

/** No control characters but white space, nothing that is not UTF-8, and something to read. */
function isText(text: string): boolean {
  return (
    !/[\u0000-\u0008\u000e-\u001a\u001c-\u001f\u007f-\u009f\ufffd]/.test(text) && /[A-Za-z]{2}/.test(text)
  );
}
