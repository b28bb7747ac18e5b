import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of the installation: it holds `rules/`, `package.json` and the program. */
export const installation = findInstallation(import.meta.dirname);

export const version = readVersion();

function findInstallation(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error(`no package.json above ${import.meta.dirname}`);
  return findInstallation(parent);
}

function readVersion(): string {
  const text = readFileSync(join(installation, 'package.json'), 'utf8');
  return /"version":\s*"([^"]+)"/.exec(text)?.[1] ?? 'unknown';
}
