import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { auditFile } from './audit-file.ts';
import { readAll, testFolder } from './test-folder.ts';

const lines = (name: string, count: number): string =>
  Array.from({ length: count }, (_, index) => `{"name":"${name}","line":${index}}\n`).join('');

test('what came before damage is used, to the last byte, and the damage is refused', async context => {
  const folder = testFolder(context);
  const [good, bad] = [lines('good', 30_000), lines('bad', 30_000)];
  const damaged = gzipSync(bad);
  damaged[40] = (damaged[40] ?? 0) ^ 255;
  writeFileSync(join(folder, 'damaged.log'), Buffer.concat([gzipSync(good), damaged]));
  writeFileSync(
    join(folder, 'garbage.log'),
    Buffer.concat([gzipSync(good), Buffer.from('and then something')]),
  );
  writeFileSync(
    join(folder, 'padded.log'),
    Buffer.concat([gzipSync(good), Buffer.alloc(9), Buffer.from('more')]),
  );
  writeFileSync(
    join(folder, 'zgarbage.log'),
    Buffer.concat([zstdCompressSync(good), Buffer.from('something')]),
  );
  writeFileSync(join(folder, 'cut.log'), gzipSync(good).subarray(0, -9));
  writeFileSync(join(folder, 'zcut.log'), zstdCompressSync(good).subarray(0, -2));
  const result = await readAll({ paths: [folder] });
  assert.deepEqual(
    result.refusals.map(({ reason }) => reason),
    Array.from({ length: 6 }, () => 'corrupt-compression'),
  );
  for (const { file, text, complete } of result.files) {
    assert.ok(complete, file);
    assert.ok(text.startsWith(file.includes('cut') ? good.slice(0, good.length / 2) : good), file);
    assert.ok(good.startsWith(text) || file.includes('damaged'), file);
  }
  assert.equal(result.files.length, 6);
});

test('a bomb is stopped, what it gave before is used', async context => {
  const folder = testFolder(context);
  const bomb = Buffer.alloc(64 * 1024 * 1024, 'a');
  writeFileSync(join(folder, 'gzip.log'), gzipSync(bomb));
  writeFileSync(join(folder, 'zstd.log'), zstdCompressSync(bomb));
  const given = new Map<string, number>();
  const refusals: string[] = [];
  const options = { paths: [folder], expansionLimit: { ratio: 20, bytes: 8 * 1024 * 1024 } };
  for await (const item of auditFile(options).read(new AbortController().signal)) {
    if ('reason' in item) refusals.push(item.reason);
    else given.set(item.file, (given.get(item.file) ?? 0) + item.bytes.length);
  }
  assert.deepEqual(refusals, ['expands-too-far', 'expands-too-far']);
  for (const size of given.values())
    assert.ok(size <= 8 * 1024 * 1024 && size > 7 * 1024 * 1024, String(size));
  const generous = { ratio: 20, bytes: 64 * 1024 * 1024 };
  assert.deepEqual((await readAll({ paths: [folder], expansionLimit: generous })).refusals, []);
});

test('other compressions and archives are named', async context => {
  const folder = testFolder(context);
  const tar = Buffer.alloc(1024);
  tar.write('audit.log', 0);
  tar.write('ustar', 257);
  writeFileSync(join(folder, 'a.log'), Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 1, 2]));
  writeFileSync(join(folder, 'b.log'), 'BZh91AY');
  writeFileSync(join(folder, 'c.log'), gzipSync(tar));
  const { files, refusals } = await readAll({ paths: [folder] });
  assert.deepEqual(files, []);
  assert.deepEqual(
    refusals.map(({ reason, detail }) => `${reason}: ${detail}`),
    [
      'unreadable: is compressed with xz, which is not read: unpack it first',
      'unreadable: is compressed with bzip2, which is not read: unpack it first',
      'unreadable: is a tar archive: unpack it first',
    ],
  );
});
