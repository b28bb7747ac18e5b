import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Json } from '../../../model/json.ts';
import { canonical } from './quantity.ts';

/** k8s.io/apimachinery/pkg/api/resource/quantity_test.go, and the lab. */
const cases: readonly (readonly [Json, Json])[] = [
  ['0', '0'],
  ['0m', '0'],
  ['1000m', '1'],
  ['1500m', '1500m'],
  [0.5, '500m'],
  [2, '2'],
  ['1.5', '1500m'],
  ['100000', '100k'],
  ['1024Mi', '1Gi'],
  ['1Ki', '1Ki'],
  ['1023', '1023'],
  ['0.5Ki', '512'],
  ['1.5Gi', '1536Mi'],
  ['2G', '2G'],
  ['123e3', '123e3'],
  ['1E3', '1e3'],
  ['0.0001', '1m'],
  ['1n', '1m'],
  ['-1500m', '-1500m'],
  ['+1', '1'],
  ['', ''],
  ['Mi', 'Mi'],
  ['one', 'one'],
  [true, true],
];

describe('quantities', () => {
  for (const [written, expected] of cases) {
    it(`${JSON.stringify(written)} is ${JSON.stringify(expected)}`, () =>
      assert.deepEqual(canonical(written), expected));
  }

  it('in their canonical form stay', () => {
    const quantity = fc
      .tuple(
        fc.integer({ min: 0, max: 10_000_000 }),
        fc.constantFrom('', 'm', 'k', 'M', 'G', 'Ki', 'Mi', 'Gi'),
      )
      .map(([amount, suffix]) => `${amount}${suffix}`);
    fc.assert(fc.property(quantity, text => canonical(canonical(text)) === canonical(text)));
  });

  it('of any text never throw', () => {
    fc.assert(fc.property(fc.string(), text => canonical(text) !== undefined));
  });
});
