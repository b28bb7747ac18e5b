import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createDecoder } from '../../src/formats/decoder.ts';
import type { Interest } from '../../src/model/interest.ts';
import type { RefusalReason } from '../../src/model/refusal.ts';
import { refusalReasons } from '../../src/model/refusal.ts';
import type { Counts } from './corpus.ts';
import { corpus } from './corpus.ts';

const interest: Interest = { pair: (_, resource) => resource === 'cronjobs', codes: new Set([403]) };

/** Decodes a file in chunks of one size, reads all that an event has, and counts. */
function count(content: Buffer, chunkBytes: number, asked: Interest | 'everything'): Counts {
  const refused = new Map<RefusalReason, number>();
  let inspected = 0;
  let skipped = 0;
  const push = createDecoder({ cluster: 'c', interest: asked }, decoded => {
    skipped += decoded.skipped;
    for (const activity of decoded.activities) {
      inspected++;
      assert.ok(activity.type === 'audit');
      JSON.stringify([activity.event, activity.request]);
    }
    for (const { reason, detail, origin } of decoded.refusals) {
      refused.set(reason, (refused.get(reason) ?? 0) + 1);
      assert.ok(Object.hasOwn(refusalReasons, reason) && detail.length < 200 && origin.line > 0);
    }
  });
  for (let at = 0; at < content.length; at += chunkBytes)
    push({ source: 'audit-file', file: 'f', bytes: content.subarray(at, at + chunkBytes), last: false });
  push({ source: 'audit-file', file: 'f', bytes: Buffer.alloc(0), last: true });
  return { inspected, skipped, refused: Object.fromEntries(refused) };
}

const mebibyte = 1024 * 1024;

describe('each file of the hostile corpus is counted exactly', () => {
  for (const { name, content, expected, strict } of corpus)
    test(name, () => {
      const bytes = content();
      assert.deepEqual(count(bytes, mebibyte, interest), expected);
      assert.deepEqual(count(bytes, 61_001, interest), expected, 'in smaller chunks');
      assert.deepEqual(count(bytes, mebibyte, 'everything'), strict ?? expected, 'decoded whole');
      if (bytes.length < 5000) assert.deepEqual(count(bytes, 1, interest), expected, 'byte by byte');
    });
});

test('no prototype was touched', () => {
  const fresh: Record<string, unknown> = {};
  assert.deepEqual(
    [fresh['verb'], fresh['username'], Object.keys(Object.prototype)],
    [undefined, undefined, []],
  );
});
