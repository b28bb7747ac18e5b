import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { createSyslogFrames } from './syslog-frames.ts';

function cut(chunks: readonly Buffer[], maxBytes = 1000): readonly string[] | undefined {
  const frames = createSyslogFrames(maxBytes);
  const found: string[] = [];
  for (const chunk of chunks) {
    const messages = frames.push(Buffer.from(chunk));
    if (messages === undefined) return undefined;
    found.push(...messages.map(String));
  }
  return [...found, ...frames.end().map(String)];
}

const cases: readonly (readonly [string, string, readonly string[] | undefined])[] = [
  ['lines', '<1>a\n<1>b\n', ['<1>a', '<1>b']],
  ['a last line without its end', '<1>a\n<1>b', ['<1>a', '<1>b']],
  ['octet counts', '4 <1>a5 <1>\nb', ['<1>a', '<1>\nb']],
  ['one after the other', '4 <1>a<1>b\n4 <1>c', ['<1>a', '<1>b', '<1>c']],
  ['a count whose message is cut off', '4 <1>a9 <1>', ['<1>a']],
  ['a line that begins with digits and is no count', '2026-11-23 a\n', ['2026-11-23 a']],
  ['a count that is too large', '99999 <1>a', undefined],
  ['a line that is too long', `<${'x'.repeat(2000)}`, undefined],
  ['nothing', '', []],
];

describe('a stream of syslog', () => {
  for (const [name, text, expected] of cases)
    it(name, () => {
      assert.deepEqual(cut([Buffer.from(text)]), expected);
      assert.deepEqual(cut([...text].map(letter => Buffer.from(letter))), expected);
    });

  it('is cut the same however it comes, and anything is cut without a throw', () => {
    const part = fc.oneof(
      fc.string({ maxLength: 20 }).map(text => `<1>${text.replaceAll('\n', '')}\n`),
      fc.string({ maxLength: 20 }).map(text => `${Buffer.byteLength(text)} ${text}`),
      fc.string({ maxLength: 10 }),
    );
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 8 }),
        fc.array(fc.nat(60), { maxLength: 5 }),
        (parts, places) => {
          const bytes = Buffer.from(parts.join(''));
          const ends = [...places.filter(place => place < bytes.length), bytes.length].toSorted(
            (a, b) => a - b,
          );
          const chunks = ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
          assert.deepEqual(cut(chunks), cut([bytes]));
        },
      ),
    );
  });
});
