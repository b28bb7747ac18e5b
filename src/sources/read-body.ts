import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip, zstdDecompress } from 'node:zlib';
import type { Result } from '../model/result.ts';
import { fail, succeed } from '../model/result.ts';

export interface BodyProblem {
  /** HTTP. */
  readonly status: number;
  readonly reason: 'too-long' | 'corrupt-compression' | 'cut-off' | 'unreadable';
  readonly detail: string;
}

const unzip = promisify(gunzip);
const unzstd = promisify(zstdDecompress);

/** The body of a request, decompressed, at most so many bytes before and after. */
export async function readBody(
  request: IncomingMessage,
  limit: number,
): Promise<Result<Buffer, BodyProblem>> {
  const tooLong = { status: 413, reason: 'too-long', detail: `a body of more than ${limit} bytes` } as const;
  if (Number(request.headers['content-length'] ?? 0) > limit) return fail(tooLong);
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const part of request) {
      const bytes = Buffer.isBuffer(part) ? part : Buffer.from(String(part));
      length += bytes.length;
      if (length > limit) return fail(tooLong);
      parts.push(bytes);
    }
  } catch {
    return fail({ status: 400, reason: 'cut-off', detail: 'the client went away' });
  }
  const whole = parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
  return decompressed(whole, request.headers['content-encoding'] ?? '', limit);
}

async function decompressed(
  bytes: Buffer,
  encoding: string,
  limit: number,
): Promise<Result<Buffer, BodyProblem>> {
  try {
    if (encoding === '' || encoding === 'identity') return succeed(bytes);
    if (encoding === 'gzip') return succeed(await unzip(bytes, { maxOutputLength: limit }));
    if (encoding === 'zstd') return succeed(await unzstd(bytes, { maxOutputLength: limit }));
  } catch (error) {
    const isLong = error instanceof RangeError;
    const detail = isLong ? `a body that decompresses to more than ${limit} bytes` : 'a damaged body';
    return fail({
      status: isLong ? 413 : 400,
      reason: isLong ? 'too-long' : 'corrupt-compression',
      detail,
    });
  }
  return fail({ status: 415, reason: 'unreadable', detail: `Content-Encoding ${encoding.slice(0, 40)}` });
}
