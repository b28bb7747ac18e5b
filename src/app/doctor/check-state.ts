import { accessSync, constants, existsSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { lockFolder } from '../../stores/sqlite/lock-folder.ts';
import { openForReading } from '../../stores/sqlite/open-database.ts';
import type { Check } from './check.ts';
import { broken, messageOf, pass, warn } from './check.ts';

export interface StateChecks {
  readonly checks: readonly Check[];
  /** Another process works with the folder: its ports are taken, and that is right. */
  readonly running: boolean;
}

const mebibyte = 1024 * 1024;
const needed = 64 * mebibyte;
const comfortable = 1024 * mebibyte;

/** Rights, room and the database of a state folder. Nothing in it is changed. */
export function checkState(folder: string): StateChecks {
  if (!existsSync(folder)) return { checks: notThere(folder), running: false };
  const rights = checkRights(folder);
  const checks = [rights, checkRoom(folder), ...checkDatabase(folder)];
  return { checks, running: rights.status !== 'fail' && isLocked(folder) };
}

function notThere(folder: string): readonly Check[] {
  try {
    accessSync(dirname(join(folder, '.')), constants.W_OK);
    return [pass('state folder', `${folder} is not there yet; the first start makes it`)];
  } catch (error) {
    return [
      broken(
        'state folder',
        `${folder} is not there and cannot be made: ${messageOf(error)}`,
        'Make it, and give it to the user that runs the watch',
      ),
    ];
  }
}

function checkRights(folder: string): Check {
  const probe = join(folder, `.doctor-${process.pid}`);
  try {
    writeFileSync(probe, '', { mode: 0o600 });
    rmSync(probe);
  } catch (error) {
    return broken(
      'state folder',
      `${folder} cannot be written: ${messageOf(error)}`,
      'Give it to the user that runs the watch, and mount it writable',
    );
  }
  const open = statSync(folder).mode & 0o077;
  return open === 0
    ? pass('state folder', `${folder} can be written, by its owner alone`)
    : warn('state folder', `${folder} can be read by others`, `chmod 700 ${folder}`);
}

function checkRoom(folder: string): Check {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  const says = `${Math.round(free / mebibyte)} MiB free where the state is`;
  if (free < needed)
    return broken(
      'space',
      says,
      'Make room: without it nothing can be stored, and what is sent is turned away',
    );
  return free < comfortable
    ? warn('space', says, 'Make room, or lower --max-state-bytes')
    : pass('space', says);
}

function checkDatabase(folder: string): readonly Check[] {
  const path = join(folder, 'watchbill.db');
  if (!existsSync(path)) return [pass('database', 'there is none yet')];
  const recover = `Stop the watch, keep a copy, and start with an empty folder: audit-file reads again from what is there; or \`sqlite3 ${path} .recover\``;
  try {
    const database = openForReading(path);
    const [row] = database.prepare('PRAGMA quick_check(1)').all();
    database.close();
    const result = String(row?.['quick_check'] ?? '');
    return [
      result === 'ok'
        ? pass('database', `${path} is whole`)
        : broken('database', `${path} is damaged: ${result}`, recover),
    ];
  } catch (error) {
    return [broken('database', messageOf(error), recover)];
  }
}

function isLocked(folder: string): boolean {
  if (!existsSync(join(folder, 'lock'))) return false;
  const lock = lockFolder(folder);
  lock?.release();
  return lock === undefined;
}
