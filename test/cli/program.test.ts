import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { fileOf, newFolder, root, suspicious, watchbill } from './run-watchbill.ts';

describe('help', () => {
  const commands = [
    [],
    ['scan'],
    ['explain'],
    ['rules'],
    ['rules', 'list'],
    ['rules', 'describe'],
    ['rules', 'lint'],
    ['rules', 'test'],
    ['rules', 'fields'],
    ['schema'],
    ['completion'],
    ['version'],
  ];

  it('of every command: on standard output, with an example', () => {
    for (const words of commands) {
      const { code, out, err } = watchbill([...words, '--help']);
      assert.deepEqual([code, err], [0, ''], words.join(' '));
      assert.match(out, /^Usage: watchbill/);
      assert.match(out, /Examples:|Commands:/);
    }
  });

  it('without a command: on standard error, as wrong use', () => {
    const { code, out, err } = watchbill([]);
    assert.deepEqual([code, out], [2, '']);
    assert.match(err, /Usage: watchbill/);
  });
});

describe('version', () => {
  it('is that of the package', () => {
    const { out } = watchbill(['--version']);
    assert.match(out, /^watchbill \d+\.\d+\.\d+\n$/);
    assert.ok(watchbill(['version']).out.startsWith(out));
  });
});

describe('bin/watchbill', () => {
  before(() => {
    const { status, stderr } = spawnSync('sh', [join(root, 'tools/setup')], { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
  });

  const run = (program: string, words: readonly string[]) =>
    spawnSync(program, words, {
      cwd: newFolder(),
      encoding: 'utf8',
      env: { ...process.env, WATCHBILL_NO_STATE: '1' },
    });

  it('runs from anywhere, through links, relative and absolute', () => {
    const folder = newFolder();
    symlinkSync(join(root, 'bin/watchbill'), join(folder, 'one'));
    symlinkSync('one', join(folder, 'two'));
    for (const program of [join(root, 'bin/watchbill'), join(folder, 'one'), join(folder, 'two')]) {
      const { status, stdout, stderr } = run(program, ['--version']);
      assert.deepEqual([status, stderr], [0, '']);
      assert.match(stdout, /^watchbill /);
    }
  });

  it('scans, and hands on the exit code', () => {
    const { status, stdout } = run(join(root, 'bin/watchbill'), ['scan', fileOf(suspicious), '-o', 'ndjson']);
    assert.equal(status, 1);
    assert.match(stdout, /"type":"summary"/);
  });

  it('keeps words with blanks and quotes whole', () => {
    const log = fileOf(suspicious, "a 'log' with $blanks.log");
    assert.equal(run(join(root, 'bin/watchbill'), ['scan', log]).status, 1);
  });
});
