import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { auditFile } from './audit-file.ts';
import { readAll, testFolder } from './test-folder.ts';

const lines = (name: string, count: number): string =>
  Array.from({ length: count }, (_, index) => `{"name":"${name}","line":${index}}\n`).join('');

test('reads a plain file in chunks of 1 MiB at most and marks its end', async context => {
  const folder = testFolder(context);
  const text = lines('plain', 100_000);
  writeFileSync(join(folder, 'a.log'), text);
  const result = await readAll({ paths: [join(folder, 'a.log')] });
  assert.deepEqual(result.refusals, []);
  assert.equal(result.files.length, 1);
  assert.equal(result.files[0]?.complete, true);
  assert.equal(result.files[0]?.text, text);
});

test('reuses one buffer for plain files and lets timers run between chunks', async context => {
  const folder = testFolder(context);
  writeFileSync(join(folder, 'a.log'), Buffer.alloc(3 * 1024 * 1024 + 1, 'x\n'));
  const memories = new Set<ArrayBufferLike>();
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
  }, 0);
  for await (const item of auditFile({ paths: [folder] }).read(new AbortController().signal)) {
    if (!('bytes' in item) || item.bytes.length === 0) continue;
    memories.add(item.bytes.buffer);
    const until = performance.now() + 3;
    while (performance.now() < until);
  }
  clearInterval(timer);
  assert.equal(memories.size, 1);
  assert.ok(turns > 0);
});

test('gzip, gzip of many members, zstd and zstd of many frames are told by their bytes, not by their names', async context => {
  const folder = testFolder(context);
  const [first, second] = [lines('first', 5_000), lines('second', 50_000)];
  const skippable = Buffer.from([0x53, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 9, 9, 9]);
  const files = {
    'a.log': gzipSync(first + second),
    'b.log': Buffer.concat([gzipSync(first), gzipSync(second)]),
    'c.log': zstdCompressSync(first + second),
    'd.log': Buffer.concat([
      skippable,
      zstdCompressSync(first),
      skippable,
      zstdCompressSync(second),
      skippable,
    ]),
    'e.log': Buffer.concat([gzipSync(first), gzipSync(second), Buffer.alloc(512)]),
    'f.gz': Buffer.from(first + second),
  };
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
  const result = await readAll({ paths: [folder] });
  assert.deepEqual(result.refusals, []);
  assert.deepEqual(
    result.files.map(({ file }) => file),
    Object.keys(files).map(name => join(folder, name)),
  );
  for (const { file, text, complete } of result.files) {
    assert.ok(text === first + second, file);
    assert.ok(complete, file);
  }
});

test('standard input, whole or byte by byte, plain or compressed', async () => {
  const text = lines('in', 300);
  const inputs = [Buffer.from(text), gzipSync(text), zstdCompressSync(text)];
  for (const bytes of inputs) {
    for (const pieces of [[bytes], [...bytes].map(byte => Buffer.from([byte]))]) {
      const result = await readAll({ paths: ['-'], stdin: Readable.from(pieces) });
      assert.deepEqual(result, { files: [{ file: '-', text, complete: true }], refusals: [] });
    }
  }
});

test('standard input of the process: pipe and redirected file', context => {
  const folder = testFolder(context);
  const text = lines('in', 20_000);
  writeFileSync(join(folder, 'in.log'), gzipSync(text));
  const program = `
    import { auditFile } from ${JSON.stringify(new URL('./audit-file.ts', import.meta.url).href)};
    for await (const item of auditFile({ paths: ['-'] }).read(new AbortController().signal))
      process.stdout.write(item.bytes ?? JSON.stringify(item));`;
  const node = `"${process.execPath}" --input-type=module -e "$PROGRAM"`;
  for (const command of [`${node} < in.log`, `cat in.log | ${node}`]) {
    const env = { ...process.env, PROGRAM: program };
    assert.equal(execFileSync('sh', ['-c', command], { cwd: folder, env, encoding: 'utf8' }), text);
  }
});

test('what cannot be read is refused by name and the rest is read', async context => {
  const folder = testFolder(context);
  const at = (name: string): string => join(folder, name);
  symlinkSync('loop', at('loop'));
  mkdirSync(at('empty'));
  writeFileSync(at('good.log'), 'good\n');
  writeFileSync(at('secret.log'), 'secret\n');
  chmodSync(at('secret.log'), 0);
  const server = createServer().listen(at('socket'));
  await new Promise(resolve => server.once('listening', resolve));
  context.after(() => server.close());
  const names = ['missing.log', 'loop', 'empty', 'socket', 'good.log/x', 'none-*.log', 'good.log'];
  const { files, refusals } = await readAll({ paths: names.map(at) });
  assert.deepEqual(files, [{ file: at('good.log'), text: 'good\n', complete: true }]);
  assert.deepEqual(
    refusals.map(({ reason, detail, origin }) => [reason, origin.file, origin.line, detail]),
    [
      ['unreadable', at('missing.log'), 1, 'no such file or folder'],
      ['unreadable', at('loop'), 1, 'too many symbolic links, or a loop of them'],
      ['unreadable', at('empty'), 1, 'the folder holds no file that looks like a log or a manifest'],
      ['unreadable', at('socket'), 1, 'is a socket'],
      ['unreadable', at('good.log/x'), 1, 'a part of the path is no folder'],
      ['unreadable', at('none-*.log'), 1, 'no file matches'],
    ],
  );
  if (process.getuid?.() === 0) return;
  const denied = await readAll({ paths: [at('secret.log')] });
  assert.deepEqual([denied.refusals[0]?.detail, denied.files], ['permission denied', []]);
});

test('a named pipe is read to its end', async context => {
  const folder = testFolder(context);
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const text = lines('pipe', 30_000);
  writeFileSync(join(folder, 'text'), gzipSync(text));
  spawn('sh', ['-c', 'cat text > pipe'], { cwd: folder });
  assert.deepEqual((await readAll({ paths: [pipe] })).files, [{ file: pipe, text, complete: true }]);
});

test('a stop ends at once: between chunks, on a silent standard input, on a pipe that nobody writes to', async context => {
  const folder = testFolder(context);
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  writeFileSync(join(folder, 'big.log'), Buffer.alloc(8 * 1024 * 1024, 'x\n'));
  const silent = new Readable({ read: () => {} });
  for (const path of [join(folder, 'big.log'), pipe, '-']) {
    const controller = new AbortController();
    const seen: unknown[] = [];
    setTimeout(() => controller.abort(), 20);
    for await (const item of auditFile({ paths: [path], stdin: silent }).read(controller.signal)) {
      seen.push(item);
      controller.abort();
    }
    assert.ok(seen.length <= 1, path);
    assert.ok(
      seen.every(item => JSON.stringify(item).includes('"last":false')),
      path,
    );
  }
});

test('progress counts compressed bytes and knows the total of plain files', async context => {
  const folder = testFolder(context);
  const bytes = gzipSync(lines('x', 1000));
  writeFileSync(join(folder, 'a.log'), bytes);
  writeFileSync(join(folder, 'b.log'), 'y\n');
  const seen: [number, number | undefined][] = [];
  await readAll({ paths: [folder], progress: (read, total) => seen.push([read, total]) });
  assert.deepEqual(seen.at(-1), [bytes.length + 2, bytes.length + 2]);
  await readAll({
    paths: ['-'],
    stdin: Readable.from([Buffer.from('z\n')]),
    progress: (...args) => seen.push(args),
  });
  assert.deepEqual(seen.at(-1), [2, undefined]);
});
