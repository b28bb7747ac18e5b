import assert from 'node:assert/strict';
import { test } from 'node:test';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import * as fc from 'fast-check';
import { createFrameSplitter } from './zstd-frames.ts';

const frame = fc
  .tuple(fc.string({ maxLength: 400 }), fc.nat({ max: 3 }), fc.boolean())
  .map(([text, repeat, checksum]) => {
    const data = Buffer.from(text.repeat(1 + repeat * 200));
    const params = { [constants.ZSTD_c_checksumFlag]: checksum ? 1 : 0 };
    return { data, bytes: zstdCompressSync(data, { params }) };
  });
const skippable = fc.uint8Array({ maxLength: 40 }).map(content => {
  const header = Buffer.from([0x5a, 0x2a, 0x4d, 0x18, content.length, 0, 0, 0]);
  return { data: Buffer.alloc(0), bytes: Buffer.concat([header, content]) };
});

test('frames are found wherever the stream is cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(frame, skippable), { minLength: 1, maxLength: 5 }),
      fc.nat(),
      (frames, seed) => {
        const stream = Buffer.concat(frames.map(({ bytes }) => bytes));
        const size = 1 + (seed % (stream.length + 3));
        const splitter = createFrameSplitter();
        const data: Buffer[] = [];
        let open: Buffer[] = [];
        for (let at = 0; at < stream.length; at += size) {
          for (const part of splitter.split(stream.subarray(at, at + size)) ?? assert.fail('no frame')) {
            if (part.skip) continue;
            open.push(part.bytes);
            if (!part.ends) continue;
            data.push(zstdDecompressSync(Buffer.concat(open)));
            open = [];
          }
        }
        assert.equal(splitter.complete(), true);
        assert.deepEqual(Buffer.concat(data), Buffer.concat(frames.map(one => one.data)));
      },
    ),
  );
});

test('anything else is no frame', () => {
  assert.equal(createFrameSplitter().split(Buffer.from('not zstd')), undefined);
  const cut = createFrameSplitter();
  cut.split(zstdCompressSync('some text').subarray(0, -1));
  assert.equal(cut.complete(), false);
});
