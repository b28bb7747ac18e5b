import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Found } from '../support/go-program.ts';
import { cache, findGo } from '../support/go-program.ts';

const version = 'v3.22.0';

/** The real Helm, compiled once from its Go module, or the reason why there is none. */
export function findHelm(): Found {
  const path = join(cache, `helm-${version}`);
  if (existsSync(path)) return { path };
  const go = findGo();
  if (go === undefined) return { missing: 'no Go >= 1.26 to compile Helm with' };
  process.stderr.write(`watchbill: compiling Helm ${version} into ${path} (once)\n`);
  const draft = join(cache, `helm-draft-${process.pid}`);
  mkdirSync(draft, { recursive: true });
  execFileSync(go, ['install', '-trimpath', '-ldflags=-s -w', `helm.sh/helm/v3/cmd/helm@${version}`], {
    env: { ...process.env, GOBIN: draft },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  renameSync(join(draft, 'helm'), path);
  return { path };
}
