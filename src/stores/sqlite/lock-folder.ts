import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * Keeps a state folder for this process until the lock is released or the process ends, however it ends: the operating system holds the lock
 * on behalf of SQLite, in a file of its own, so that readers of the database are not kept out. undefined: another process has it.
 */
export function lockFolder(folder: string): { release(): void } | undefined {
  const database = new DatabaseSync(join(folder, 'lock'));
  try {
    database.exec('BEGIN EXCLUSIVE');
    return { release: () => database.close() };
  } catch (error) {
    database.close();
    if (error instanceof Error && /locked/.test(error.message)) return undefined;
    throw error;
  }
}
