import type { Stats } from 'node:fs';
import type { RefusalReason } from '../../model/refusal.ts';

/** One thing to read. */
export type Input =
  | { readonly type: 'stdin' }
  /** A named pipe or a character device, such as the `/dev/fd/63` of a process substitution. */
  | { readonly type: 'pipe'; readonly path: string }
  | {
      readonly type: 'regular';
      readonly path: string;
      readonly size: number;
      /** When it was last written to, in milliseconds. */
      readonly changed: number;
      readonly identity: string;
    };

export const pathOf = (input: Input): string => (input.type === 'stdin' ? '-' : input.path);

export function regularInput(path: string, status: Stats): Input {
  return {
    type: 'regular',
    path,
    size: status.size,
    changed: status.mtimeMs,
    identity: identityOf(status),
  };
}

/** The same through links and renames. The time of birth tells a file from an older one whose inode it got. */
export const identityOf = ({ dev, ino, birthtimeMs }: Stats): string => `${dev}:${ino}:${birthtimeMs}`;

/** Why reading stopped, or could not begin. */
export interface Trouble {
  readonly reason: RefusalReason;
  readonly detail: string;
}

/** What a reader yields: bytes, and at most once, as the last thing, why it had to stop. */
export type Piece = Buffer | Trouble;

export const isTrouble = (piece: Piece): piece is Trouble => !Buffer.isBuffer(piece);

export interface Found {
  readonly inputs: readonly Input[];
  /** What could not be reached, with the path as the user gave it or as it was found. */
  readonly troubles: readonly { readonly path: string; readonly trouble: Trouble }[];
}

const sentences: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'no such file or folder'],
  ['EACCES', 'permission denied'],
  ['EPERM', 'operation not permitted'],
  ['EISDIR', 'is a folder'],
  ['ENOTDIR', 'a part of the path is no folder'],
  ['ELOOP', 'too many symbolic links, or a loop of them'],
  ['ENAMETOOLONG', 'the name is too long'],
  ['EMFILE', 'too many open files'],
  ['EIO', 'input/output error'],
  ['ENXIO', 'is a socket or a device that is not there'],
]);

/** What the operating system said, in words; `undefined` for an error that is a bug of ours. */
export function troubleOf(error: unknown): Trouble | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  if ('syscall' in error) return { reason: 'unreadable', detail: sentences.get(error.code) ?? error.code };
  if (
    error.code.startsWith('Z_') ||
    error.code.startsWith('ZSTD_') ||
    error.code === 'ERR_STREAM_PREMATURE_CLOSE'
  )
    return { reason: 'corrupt-compression', detail: error.message };
  return undefined;
}
