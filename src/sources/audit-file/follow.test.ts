import assert from 'node:assert/strict';
import {
  appendFileSync,
  copyFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { auditFile } from './audit-file.ts';
import type { ReadResult } from './test-folder.ts';
import { takeInto, testFolder } from './test-folder.ts';

interface Watch {
  readonly result: ReadResult;
  /** Waits until the texts of all files together are this. */
  until(text: string): Promise<void>;
  stop(): Promise<void>;
}

function watch(context: TestContext, paths: readonly string[]): Watch {
  const controller = new AbortController();
  const result: ReadResult = { files: [], refusals: [] };
  const done = (async () => {
    for await (const item of auditFile({ paths, follow: true, pollEvery: 5 }).read(controller.signal))
      takeInto(result, item);
  })();
  const text = (): string => result.files.map(entry => entry.text).join('');
  const stop = async (): Promise<void> => {
    controller.abort();
    await done;
  };
  context.after(stop);
  return {
    result,
    stop,
    async until(expected) {
      const end = Date.now() + 10_000;
      while (text() !== expected && Date.now() < end) await sleep(2);
      assert.equal(text(), expected);
    },
  };
}

test('waits for what is appended; a partial line waits for its rest; a stop ends it at once', async context => {
  const path = join(testFolder(context), 'audit.log');
  writeFileSync(path, 'one\n');
  const { result, until, stop } = watch(context, [path]);
  await until('one\n');
  appendFileSync(path, 'tw');
  await until('one\ntw');
  appendFileSync(path, 'o\n');
  await until('one\ntwo\n');
  await stop();
  assert.deepEqual(result, { files: [{ file: path, text: 'one\ntwo\n', complete: false }], refusals: [] });
});

test('rename and create: the old file to its end, also what its writer still adds, then the new one', async context => {
  const folder = testFolder(context);
  const path = join(folder, 'audit.log');
  writeFileSync(path, 'one\n');
  const { result, until } = watch(context, [folder]);
  await until('one\n');
  renameSync(path, join(folder, 'audit-2026-11-23T04-33-40.123.log'));
  appendFileSync(join(folder, 'audit-2026-11-23T04-33-40.123.log'), 'two\n');
  await until('one\ntwo\n');
  writeFileSync(path, 'three\n');
  await until('one\ntwo\nthree\n');
  writeFileSync(join(folder, 'audit-2026-11-23T04-33-40.123.log.gz'), gzipSync('one\ntwo\n'));
  rmSync(join(folder, 'audit-2026-11-23T04-33-40.123.log'));
  appendFileSync(path, 'four\n');
  await until('one\ntwo\nthree\nfour\n');
  await sleep(100);
  assert.deepEqual(result.files, [
    { file: path, text: 'one\ntwo\n', complete: true },
    { file: path, text: 'three\nfour\n', complete: false },
  ]);
});

test('copytruncate: begins anew, also when the new text is longer than the old', async context => {
  const folder = testFolder(context);
  const path = join(folder, 'audit.log');
  writeFileSync(path, 'one\n');
  const { result, until } = watch(context, [path]);
  await until('one\n');
  copyFileSync(path, join(folder, 'audit.log.1'));
  truncateSync(path);
  appendFileSync(path, 'two, which is longer\n');
  await until('one\ntwo, which is longer\n');
  truncateSync(path);
  await sleep(50);
  appendFileSync(path, 'three\n');
  await until('one\ntwo, which is longer\nthree\n');
  assert.equal(result.files.length, 3);
  assert.ok(statSync(path).size > 0);
});

test('finished files first, oldest first, then several files side by side, and new ones', async context => {
  const folder = testFolder(context);
  writeFileSync(join(folder, 'audit.log.2.gz'), gzipSync('1\n'));
  writeFileSync(join(folder, 'audit.log.1'), '2\n');
  writeFileSync(join(folder, 'audit.log'), '3\n');
  writeFileSync(join(folder, 'b.log'), '4\n');
  const { result, until } = watch(context, [folder]);
  await until('1\n2\n3\n4\n');
  appendFileSync(join(folder, 'b.log'), '5\n');
  await until('1\n2\n3\n4\n5\n');
  appendFileSync(join(folder, 'audit.log'), '3a\n');
  await until('1\n2\n3\n3a\n4\n5\n');
  writeFileSync(join(folder, 'c.log'), '6\n');
  await until('1\n2\n3\n3a\n4\n5\n6\n');
  assert.deepEqual(
    result.files.map(({ complete }) => complete),
    [true, true, false, false, false],
  );
});

test('a file that is not there yet is refused, then followed once it is', async context => {
  const path = join(testFolder(context), 'audit.log');
  const { result, until } = watch(context, [path]);
  await sleep(30);
  writeFileSync(path, 'one\n');
  await until('one\n');
  assert.deepEqual(
    result.refusals.map(({ reason }) => reason),
    ['unreadable'],
  );
});
