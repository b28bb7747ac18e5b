import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Runs a program of this folder on an input, and returns the lines of JSON that it prints. */
export function runPython(python: string, program: string, input: unknown): readonly unknown[] {
  const folder = mkdtempSync(join(tmpdir(), 'oracle-'));
  const file = join(folder, 'input.json');
  try {
    writeFileSync(file, JSON.stringify(input));
    const args = [join(import.meta.dirname, program), file];
    const { status, stdout, stderr } = spawnSync(python, args, { encoding: 'utf8', maxBuffer: 1 << 30 });
    if (status !== 0) throw new Error(`${program} failed: ${stderr.slice(-2000)}`);
    return stdout
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
