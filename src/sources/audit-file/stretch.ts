import { hash } from 'node:crypto';
import { isObject } from '../../model/json.ts';

/**
 * How far the content of one file was read. Content is known again by its beginning, wherever it is: under another name, copied before its
 * file was truncated, or compressed.
 */
export interface Stretch {
  /** The path under which it was first read; evidence names it. */
  readonly label: string;
  /** Device and inode where it was last seen. */
  readonly inode: string;
  /** Bytes that were read, decompressed. */
  readonly offset: number;
  /** The line on which the next byte is. */
  readonly line: number;
  /** Digest of its first `headBytes` bytes. */
  readonly head: string;
  readonly headBytes: number;
  /** Its file is no longer written to, and it was read to its end. */
  readonly ended: boolean;
}

export const longestHead = 512;

export function headOf(bytes: Buffer): Pick<Stretch, 'head' | 'headBytes'> {
  const start = bytes.subarray(0, longestHead);
  return { head: hash('sha256', start, 'base64url').slice(0, 22), headBytes: start.length };
}

/** Does content that begins so go on with what was read of this stretch? Of nothing read nothing can be said. */
export function continues({ head, headBytes }: Stretch, start: Buffer): boolean {
  return headBytes > 0 && start.length >= headBytes && headOf(start.subarray(0, headBytes)).head === head;
}

/** What was written by `JSON.stringify`; undefined for anything else. */
export function readStretch(text: string): Stretch | undefined {
  const value: unknown = JSON.parse(text);
  if (!isObject(value)) return undefined;
  const { label, inode, offset, line, head, headBytes, ended } = value;
  if (typeof label !== 'string' || typeof inode !== 'string' || typeof head !== 'string') return undefined;
  if (typeof offset !== 'number' || typeof line !== 'number' || typeof headBytes !== 'number')
    return undefined;
  return { label, inode, offset, line, head, headBytes, ended: ended === true };
}
