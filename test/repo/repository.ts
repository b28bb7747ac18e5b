import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '../..');

const ours = ['src', 'test', 'bench', 'tools', 'rules', 'docs', 'bin'];

/** Every file that belongs to the repository, committed or about to be; paths from its root. */
export const files: readonly string[] = listed();

export const sources = files.filter(file => /^(src|test|bench|tools)\/.*\.ts$/.test(file));

export const isTest = (file: string): boolean => file.endsWith('.test.ts') || file.startsWith('test/');

export const read = (file: string): string => readFileSync(join(root, file), 'utf8');

/** A copy without git's own folder (a released archive) is listed by walking. */
function listed(): readonly string[] {
  const all = existsSync(join(root, '.git'))
    ? git(['ls-files', '-z', '--cached', '--others', '--exclude-standard']).split('\0')
    : globSync([...ours.map(folder => `${folder}/**/*`), '*', '.ci/*'], { cwd: root, withFileTypes: true })
        .filter(entry => entry.isFile())
        .map(entry => join(entry.parentPath, entry.name).slice(root.length + 1));
  return all.filter(file => file !== '' && existsSync(join(root, file)));
}

function git(words: readonly string[]): string {
  return execFileSync('git', words, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 });
}

/** `path:line` of every match. */
export function placesOf(file: string, text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map(
    match => `${file}:${text.slice(0, match.index).split('\n').length}: ${match[0].trim()}`,
  );
}
