import type { Json } from '../model/json.ts';
import type { Sample } from './format-options.ts';

/** `bytes` end at a line feed, at the end of the file (`whole`), or, at 64 KiB, anywhere. */
export function takeSample(bytes: Buffer, whole: boolean, file: string): Sample {
  const text = bytes.toString('utf8');
  const pieces = text.split('\n');
  const last = pieces.pop() ?? '';
  const lines = [...pieces, ...(whole ? [last] : [])].map(line => line.trim()).filter(line => line !== '');
  return { text, whole, lines, values: readValues(text, lines, whole), file };
}

function readValues(text: string, lines: readonly string[], whole: boolean): readonly Json[] {
  const only = whole ? parse(text) : undefined;
  if (only !== undefined) return [only];
  return lines.map(parse).filter(value => value !== undefined);
}

/** Objects and lists alone: a line of a text may well be a number or a quoted word. */
function parse(text: string): Json | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** By its byte order mark, or by the NULs that UTF-16 has beside every ASCII letter. */
export function isUtf16(bytes: Buffer): boolean {
  const first = bytes[0] ?? 0;
  const second = bytes[1] ?? 0;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true;
  return first !== 0 && second === 0 && bytes[2] !== 0 && bytes[3] === 0;
}

/** For the refusal of a file that no format knows. */
export function describeStart(bytes: Buffer): string {
  if (isUtf16(bytes)) return 'the file looks like UTF-16: convert it to UTF-8';
  const start = bytes.subarray(0, 40);
  const readable = start.every(byte => byte >= 32 || byte === 10 || byte === 13 || byte === 9);
  if (!readable) return `the file begins with the bytes ${start.subarray(0, 16).toString('hex')}`;
  return `the file begins with ${JSON.stringify(start.toString('utf8'))}`;
}
