import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { root } from './repository.ts';

/** Programs of node_modules, run as a contributor runs them. */
function run(
  name: string,
  words: readonly string[],
): { readonly status: number | null; readonly said: string } {
  const { status, stdout, stderr, error } = spawnSync(join(root, 'node_modules/.bin', name), words, {
    cwd: root,
    encoding: 'utf8',
    env: {
      ...process.env,
      NO_COLOR: '1',
      PATH: `${join(process.execPath, '..')}:${process.env['PATH'] ?? ''}`,
    },
  });
  return { status, said: error === undefined ? `${stdout}${stderr}` : String(error) };
}

describe('the toolchain is content', () => {
  it('the type checker', () => {
    const { status, said } = run('tsc', ['-p', '.']);
    assert.equal(status, 0, said);
  });

  it('the formatter and its linter', () => {
    const { status, said } = run('biome', ['check', '--error-on-warnings', '.']);
    assert.equal(status, 0, said);
  });

  /** In tests `it` returns a promise that the runner looks after. */
  it('the linter that knows types: no promise is left alone', () => {
    const rules = ['no-floating-promises', 'no-misused-promises', 'await-thenable'];
    const denied = rules.flatMap(rule => ['-D', `typescript/${rule}`]);
    const words = ['--type-aware', '-A', 'all', ...denied, '--ignore-pattern', '**/*.test.ts'];
    const { status, said } = run('oxlint', [...words, 'src', 'test', 'tools', 'bench']);
    assert.equal(status, 0, said);
  });
});
