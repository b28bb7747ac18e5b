import type { Stats } from 'node:fs';
import { closeSync, constants, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { compressionOf } from './compression.ts';
import type { Found, Input, Trouble } from './input.ts';
import { identityOf, regularInput, troubleOf } from './input.ts';
import { rotatedName } from './rotation.ts';

const extensions =
  /\.(?:log|json|jsonl|ndjson|yaml|yml|csv|out|nomad|hcl|container|kube|pod|timer|service|crontab)$/i;

interface Walk {
  readonly inputs: Input[];
  readonly troubles: { path: string; trouble: Trouble }[];
  /** Folders that were entered: links may form a circle. */
  readonly entered: Set<string>;
}

/**
 * The regular files of a folder and of its folders, sorted by path, that are named like a log or a manifest (also
 * rotated or compressed), or have a name without extension, as objects in buckets do, and begin like JSON, a
 * timestamp, `---` or compressed data. Names that begin with a dot are left out, and so are pipes and sockets.
 */
export function findInFolder(folder: string): Found {
  const walk: Walk = { inputs: [], troubles: [], entered: new Set() };
  attempt(walk, folder, () => enter(walk, folder, statSync(folder)));
  return walk;
}

function attempt(walk: Walk, path: string, action: () => void): void {
  try {
    action();
  } catch (error) {
    const trouble = troubleOf(error);
    if (trouble === undefined) throw error;
    walk.troubles.push({ path, trouble });
  }
}

function enter(walk: Walk, folder: string, status: Stats): void {
  const identity = identityOf(status);
  if (walk.entered.has(identity)) return;
  walk.entered.add(identity);
  for (const name of readdirSync(folder).toSorted()) {
    if (name.startsWith('.')) continue;
    const path = join(folder, name);
    attempt(walk, path, () => visit(walk, path));
  }
}

function visit(walk: Walk, path: string): void {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status === undefined) visitBrokenLink(walk, path);
  else if (status.isDirectory()) enter(walk, path, status);
  else if (status.isFile() && isWanted(path)) walk.inputs.push(regularInput(path, status));
}

function visitBrokenLink(walk: Walk, path: string): void {
  if (!hasWantedName(path)) return;
  walk.troubles.push({ path, trouble: { reason: 'unreadable', detail: 'a link to nothing' } });
}

const hasWantedName = (path: string): boolean => extensions.test(rotatedName(path).current);

function isWanted(path: string): boolean {
  if (hasWantedName(path)) return true;
  const name = rotatedName(path).current.split('/').at(-1) ?? '';
  return !/\.[a-z]\w*$/i.test(name) && beginsLikeInput(path);
}

function beginsLikeInput(path: string): boolean {
  const start = Buffer.alloc(64);
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const bytes = start.subarray(0, readSync(file, start, 0, start.length, 0));
    return (
      compressionOf(bytes) !== undefined ||
      /^\s*(?:[[{]|---\s|\d{4}-\d\d-\d\dT)/.test(bytes.toString('latin1'))
    );
  } finally {
    closeSync(file);
  }
}
