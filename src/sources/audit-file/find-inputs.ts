import type { Stats } from 'node:fs';
import { existsSync, globSync, statSync } from 'node:fs';
import { findInFolder } from './find-in-folder.ts';
import type { Found, Input } from './input.ts';
import { pathOf, regularInput, troubleOf } from './input.ts';
import { oldestFirst } from './rotation.ts';

/**
 * Everything that the arguments name, in their order: within a folder or a glob sorted by path, rotated logs oldest
 * first. A file that is named twice, also through links, is read once.
 */
export function findInputs(paths: readonly string[]): Found {
  const found = paths.map(findArgument);
  const inputs = withoutRepeats(found.flatMap(one => one.inputs));
  return { inputs: oldestFirst(inputs, pathOf), troubles: found.flatMap(one => one.troubles) };
}

const none = (path: string, detail: string): Found => ({
  inputs: [],
  troubles: [{ path, trouble: { reason: 'unreadable', detail } }],
});

function findArgument(path: string): Found {
  if (path === '-') return { inputs: [{ type: 'stdin' }], troubles: [] };
  if (/[*?[{]/.test(path) && !existsSync(path)) return findGlob(path);
  return findPath(path);
}

function findGlob(pattern: string): Found {
  const matches = globSync(pattern).toSorted();
  if (matches.length === 0) return none(pattern, 'no file matches');
  const found = matches.map(findPath);
  return { inputs: found.flatMap(one => one.inputs), troubles: found.flatMap(one => one.troubles) };
}

function findPath(path: string): Found {
  try {
    const status = statSync(path);
    return status.isDirectory() ? findFolder(path) : findSingle(path, status);
  } catch (error) {
    const trouble = troubleOf(error);
    if (trouble === undefined) throw error;
    return { inputs: [], troubles: [{ path, trouble }] };
  }
}

function findFolder(path: string): Found {
  const found = findInFolder(path);
  if (found.inputs.length + found.troubles.length > 0) return found;
  return none(path, 'the folder holds no file that looks like a log or a manifest');
}

function findSingle(path: string, status: Stats): Found {
  if (status.isFile()) return { inputs: [regularInput(path, status)], troubles: [] };
  if (status.isFIFO() || status.isCharacterDevice())
    return { inputs: [{ type: 'pipe', path }], troubles: [] };
  return none(path, status.isSocket() ? 'is a socket' : 'is a block device');
}

function withoutRepeats(inputs: readonly Input[]): readonly Input[] {
  const seen = new Set<string>();
  return inputs.filter(input => {
    const key = input.type === 'regular' ? input.identity : `${input.type} ${pathOf(input)}`;
    const repeated = seen.has(key);
    seen.add(key);
    return !repeated;
  });
}
