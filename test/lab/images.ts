import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Found } from '../support/go-program.ts';
import { findGoProgram } from '../support/go-program.ts';

/** The one program that images of the lab hold. */
export const findInert = (): Found =>
  findGoProgram({
    name: 'inert',
    source: join(import.meta.dirname, 'inert'),
    what: "the program of the lab's images",
  });

export interface Images {
  /** References, as pods name them. */
  readonly names: readonly string[];
  /** What pods may call in them, besides the usual: a name (found in /bin) or an absolute path. */
  readonly programs?: readonly string[];
}

const usual = ['serve', 'pause', 'sleep', 'sh', 'bash', 'echo', 'true'];

/**
 * Writes a tar of images, in the form of `docker save`, in which every program is the inert one: whatever a command line says, nothing
 * of it is carried out. An image without a command of the pod's stays until it is ended.
 */
export function writeImages(tar: string, program: string, { names, programs = [] }: Images): void {
  const draft = mkdtempSync(join(tmpdir(), 'watchbill-image-'));
  try {
    writeLayer(draft, program, [...new Set([...usual, ...programs])]);
    const layer = createHash('sha256')
      .update(readFileSync(join(draft, 'layer.tar')))
      .digest('hex');
    const config = { Env: ['PATH=/bin'], Entrypoint: ['/bin/serve'] };
    const rootfs = { type: 'layers', diff_ids: [`sha256:${layer}`] };
    writeJson(draft, 'config.json', { architecture: architecture(), os: 'linux', config, rootfs });
    writeJson(draft, 'manifest.json', [
      { Config: 'config.json', RepoTags: names.map(fullName), Layers: ['layer.tar'] },
    ]);
    execFileSync('tar', ['-C', draft, '-cf', tar, 'config.json', 'manifest.json', 'layer.tar']);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function writeLayer(draft: string, program: string, called: readonly string[]): void {
  const rootfs = join(draft, 'rootfs');
  mkdirSync(join(rootfs, 'bin'), { recursive: true });
  mkdirSync(join(rootfs, 'tmp'));
  copyFileSync(program, join(rootfs, 'bin/inert'));
  for (const name of called) {
    const path = join(rootfs, name.startsWith('/') ? name : `bin/${name}`);
    mkdirSync(dirname(path), { recursive: true });
    symlinkSync('/bin/inert', path);
  }
  execFileSync('tar', [
    '-C',
    rootfs,
    '--sort=name',
    '--mtime=@0',
    '--owner=0',
    '--group=0',
    '-cf',
    join(draft, 'layer.tar'),
    '.',
  ]);
}

function writeJson(folder: string, name: string, value: unknown): void {
  writeFileSync(join(folder, name), JSON.stringify(value));
}

const architecture = (): string => (process.arch === 'x64' ? 'amd64' : process.arch);

/** `busybox` is `docker.io/library/busybox:latest`, as the runtime has it. */
export function fullName(name: string): string {
  const [first = '', ...rest] = name.split('/');
  const host = rest.length > 0 && /[.:]|^localhost$/.test(first);
  const path = host ? name : `docker.io/${rest.length > 0 ? '' : 'library/'}${name}`;
  return /[:@][^/]*$/.test(path.slice(path.lastIndexOf('/'))) ? path : `${path}:latest`;
}
