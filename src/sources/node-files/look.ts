import { hash } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface SeenNow {
  readonly path: string;
  /** When it was last written, RFC 3339. */
  readonly time: string;
  /** Of the content, or of size and time where it is too large to be read. */
  readonly digest: string;
  /** Where it was asked for, and is text of a reasonable size. */
  readonly content?: string | undefined;
}

const most = { files: 5_000, bytes: 1024 * 1024 } as const;

/** The files of a folder and of those below it, as they are now. What goes away meanwhile, or may not be read, is left out. */
export async function look(folder: string, withContent: boolean): Promise<readonly SeenNow[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const found: SeenNow[] = [];
  for (const entry of entries.filter(isWanted).slice(0, most.files)) {
    const file = await lookAt(join(entry.parentPath, entry.name), withContent);
    if (file !== undefined) found.push(file);
  }
  return found;
}

/** The kubelet passes over what is hidden, and editors write such files first. */
const isWanted = (entry: Dirent): boolean =>
  (entry.isFile() || entry.isSymbolicLink()) && !entry.name.startsWith('.');

async function lookAt(path: string, withContent: boolean): Promise<SeenNow | undefined> {
  try {
    const { size, mtime } = await stat(path);
    const time = mtime.toISOString();
    if (size > most.bytes) return { path, time, digest: `size:${size} ${time}` };
    const bytes = await readFile(path);
    const digest = `sha256:${hash('sha256', bytes)}`;
    return { path, time, digest, ...(withContent && { content: bytes.toString('utf8') }) };
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) return undefined;
    throw error;
  }
}
