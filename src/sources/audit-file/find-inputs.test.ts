import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { findInputs } from './find-inputs.ts';
import { pathOf } from './input.ts';
import { oldestFirst, rotatedName } from './rotation.ts';
import { testFolder } from './test-folder.ts';

function write(folder: string, names: readonly string[], content = '{}'): void {
  for (const name of names) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}

const found = (folder: string, ...paths: string[]): readonly string[] =>
  findInputs(paths.map(path => join(folder, path))).inputs.map(input =>
    pathOf(input).slice(folder.length + 1),
  );

test('a folder: sorted, all levels, only names of logs and manifests, rotated oldest first', context => {
  const folder = testFolder(context);
  write(folder, [
    'audit.log',
    'audit-2026-11-23T04-33-40.123.log',
    'audit-2026-11-22T23-59-59.999.log.gz',
    'b/deploy.yaml',
    'b/.hidden.yaml',
    '.git/config.yaml',
    'b/README.md',
    'b/main.go',
    'a/000000',
    'a/syslog.2.gz',
    'a/audit.log.10.gz',
    'a/audit.log.2.gz',
    'a/audit.log.1',
    'a/audit.log',
  ]);
  write(folder, ['LICENSE', 'b/Makefile'], 'All rights reserved');
  assert.deepEqual(found(folder, ''), [
    'a/000000',
    'a/audit.log.10.gz',
    'a/audit.log.2.gz',
    'a/audit.log.1',
    'a/audit.log',
    'a/syslog.2.gz',
    'audit-2026-11-22T23-59-59.999.log.gz',
    'audit-2026-11-23T04-33-40.123.log',
    'audit.log',
    'b/deploy.yaml',
  ]);
});

test('links are followed, circles end, a file is read once', context => {
  const folder = testFolder(context);
  write(folder, ['pods/ns_web/0.log', 'pods/ns_api/0.log']);
  mkdirSync(join(folder, 'containers'));
  symlinkSync('../pods/ns_web/0.log', join(folder, 'containers/web.log'));
  symlinkSync('../pods', join(folder, 'containers/pods'));
  symlinkSync('..', join(folder, 'pods/up'));
  linkSync(join(folder, 'pods/ns_api/0.log'), join(folder, 'hard.log'));
  symlinkSync('gone', join(folder, 'gone.log'));
  const { inputs, troubles } = findInputs([folder, folder, join(folder, 'hard.log')]);
  assert.deepEqual(
    inputs.map(input => pathOf(input).slice(folder.length + 1)),
    ['containers/pods/ns_api/0.log', 'containers/pods/ns_web/0.log'],
  );
  assert.deepEqual(
    new Set(troubles.map(({ path, trouble }) => `${path.slice(folder.length + 1)}: ${trouble.detail}`)),
    new Set(['gone.log: a link to nothing']),
  );
});

test('globs: files and folders, any name; a name with glob characters that exists is that file', context => {
  const folder = testFolder(context);
  write(folder, ['x/one.txt', 'x/two.md', 'y/deep/three.log', 'odd[1].log', 'z.dat']);
  assert.deepEqual(found(folder, 'x/*.txt'), ['x/one.txt']);
  assert.deepEqual(found(folder, '{x,y}'), ['y/deep/three.log']);
  assert.deepEqual(found(folder, '**/*.{txt,dat}'), ['x/one.txt', 'z.dat']);
  assert.deepEqual(found(folder, 'odd[1].log'), ['odd[1].log']);
});

test('arguments keep their order; pipes inside folders are left alone, named ones are read', context => {
  const folder = testFolder(context);
  write(folder, ['b.log', 'a.log']);
  execFileSync('mkfifo', [join(folder, 'pipe.log')]);
  assert.deepEqual(found(folder, 'b.log', 'a.log'), ['b.log', 'a.log']);
  assert.deepEqual(found(folder, ''), ['a.log', 'b.log']);
  assert.deepEqual(found(folder, 'pipe.log'), ['pipe.log']);
  assert.deepEqual(findInputs(['-', '-']).inputs, [{ type: 'stdin' }]);
});

test('names of rotated logs', () => {
  const table: [string, string, string | undefined][] = [
    ['/l/audit.log', '/l/audit.log', undefined],
    ['/l/audit-2026-11-23T04-33-40.123.log', '/l/audit.log', '2026-11-23T04-33-40.123'],
    ['/l/audit-2026-11-23T04-33-40.123.log.gz', '/l/audit.log', '2026-11-23T04-33-40.123'],
    ['/l/audit-2026-11-23T04-33-40.123', '/l/audit', '2026-11-23T04-33-40.123'],
    ['/l/audit.log.1', '/l/audit.log', '99998'],
    ['/l/audit.log.12.zst', '/l/audit.log', '99987'],
    ['/l/audit.log-20261123', '/l/audit.log', '20261123'],
    ['/l/audit.log-20261123-1795408420.gz', '/l/audit.log', '20261123-1795408420'],
    ['/l/0.log.20261123-043340', '/l/0.log', '20261123-043340'],
    ['/l/manifest-20261123.yaml', '/l/manifest-20261123.yaml', undefined],
    ['/l/v1.2', '/l/v1.2', undefined],
  ];
  for (const [path, current, age] of table) assert.deepEqual(rotatedName(path), { current, age }, path);
});

test('one rotation is brought together, at the place of its first file', () => {
  const given = ['z.log', 'audit.log', 'b.log', 'audit.log.2', 'audit.log.1'];
  assert.deepEqual(
    oldestFirst(given, path => path),
    ['z.log', 'audit.log.2', 'audit.log.1', 'audit.log', 'b.log'],
  );
});
