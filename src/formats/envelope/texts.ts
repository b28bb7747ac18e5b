import { isUtf8 } from 'node:buffer';
import { gunzipSync } from 'node:zlib';
import type { Json } from '../../model/json.ts';
import type { Result } from '../../model/result.ts';
import { fail, succeed } from '../../model/result.ts';
import type { RawRecord } from '../../model/seams.ts';
import type { Misfit } from '../kubernetes-audit/audit-events.ts';
import { isTooDeep, maxDepth } from '../too-deep.ts';

export function recordText({ bytes, start, end }: RawRecord): Result<string, Misfit> {
  const text = bytes.toString('utf8', start, end);
  if (text.includes('\uFFFD') && !isUtf8(bytes.subarray(start, end)))
    return fail({ reason: 'not-utf8', detail: 'bytes that are not UTF-8' });
  return succeed(text);
}

export function parseJson(text: string): Result<Json, Misfit> {
  if (isTooDeep(text)) return fail({ reason: 'too-deep', detail: `nested deeper than ${maxDepth}` });
  try {
    return succeed(JSON.parse(text));
  } catch (error) {
    return fail({ reason: 'not-json', detail: error instanceof Error ? error.message.slice(0, 120) : '' });
  }
}

const longestPayload = 64 * 1024 * 1024;

/** Text in base64, gzipped or not, as log services deliver it. */
export function unpackBase64(encoded: string): Result<string, Misfit> {
  const bytes = Buffer.from(encoded, 'base64');
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return succeed(bytes.toString('utf8'));
  try {
    return succeed(gunzipSync(bytes, { maxOutputLength: longestPayload }).toString('utf8'));
  } catch (error) {
    const tooLong = error instanceof RangeError;
    return fail({
      reason: tooLong ? 'expands-too-far' : 'corrupt-compression',
      detail: tooLong
        ? `more than ${longestPayload} bytes in one payload`
        : 'the gzip inside the base64 is damaged',
    });
  }
}
