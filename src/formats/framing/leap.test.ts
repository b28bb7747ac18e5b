import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { leapPastValue, unknown } from './leap.ts';

const leap = (text: string, maxDepth = 500): number => leapPastValue(Buffer.from(text), 0, maxDepth);

it('leaps past any compact value that begins with a bracket, whatever follows it', () => {
  fc.assert(
    fc.property(fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.array(fc.jsonValue())), value => {
      const text = JSON.stringify(value);
      assert.equal(leap(`${text},{"a":[]}`), Buffer.byteLength(text));
    }),
  );
});

it('a value that is cut off is not leapt past, wherever the cut is', () => {
  const text = JSON.stringify({ a: [{ 'b"}': '\\"]}' }, [], 'é'], c: {} });
  for (let end = 0; end < Buffer.byteLength(text); end += 1)
    assert.equal(leapPastValue(Buffer.from(text).subarray(0, end), 0, 500), unknown);
});

for (const text of ['{]', '{"a"{}}', '[{}{}]', '{"a":"b\n"}', '{"a":\n1}', '{"a": 1}', '{"a\\\n":1}', '{\0}'])
  it(`does not leap past ${JSON.stringify(text)}`, () => assert.equal(leap(text), unknown));

it('does not leap past what is nested too deep', () => {
  assert.equal(leap('[[[]]]', 3), 6);
  assert.equal(leap('[[[]]]', 2), unknown);
});
