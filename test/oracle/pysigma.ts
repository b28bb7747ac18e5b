import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

export type Pysigma = { readonly python: string } | { readonly missing: string };

const requirements = join(import.meta.dirname, 'requirements.txt');

/** A Python with the pinned pySigma, installed into the user's cache at the first call. */
export function findPysigma(): Pysigma {
  const [, version = ''] = /^pysigma==(.+)$/m.exec(readFileSync(requirements, 'utf8')) ?? [];
  const cache = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  const folder = join(cache, 'watchbill', `pysigma-${version}`);
  const python = join(folder, 'bin', 'python');
  if (existsSync(join(folder, 'complete'))) return { python };
  process.stderr.write(`installing pySigma ${version} into ${folder}\n`);
  const missing = install(folder);
  return missing === undefined ? { python } : { missing };
}

/** Into a folder of its own, moved into place when it is complete: a run that was cut off leaves nothing half-done. */
function install(folder: string): string | undefined {
  const draft = `${folder}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  const missing =
    run('python3', ['-m', 'venv', draft]) ??
    run(join(draft, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', '--requirement', requirements]);
  // Another run of the tests may have been quicker; what it has installed is in use.
  if (missing === undefined && !existsSync(join(folder, 'complete'))) {
    writeFileSync(join(draft, 'complete'), '');
    rmSync(folder, { recursive: true, force: true });
    renameSync(draft, folder);
  }
  rmSync(draft, { recursive: true, force: true });
  return missing;
}

/** What went wrong, in one line. */
function run(program: string, args: readonly string[]): string | undefined {
  const { status, error, stderr } = spawnSync(program, args, { encoding: 'utf8', timeout: 300_000 });
  if (status === 0) return undefined;
  const reason = error?.message ?? stderr.trim().split('\n').at(-1) ?? '';
  return `pySigma cannot be installed: ${program} ${args.slice(0, 3).join(' ')}: ${reason}`;
}
