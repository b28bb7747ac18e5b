import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Json } from '../../../model/json.ts';
import { isObject } from '../../../model/json.ts';
import { isSame } from '../edit.ts';
import { mergePatch } from './merge-patch.ts';

/** RFC 7386, appendix A: original, patch, result. */
const published: readonly (readonly [original: Json, patch: Json, result: Json])[] = [
  [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
  [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
  [{ a: 'b' }, { a: null }, {}],
  [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
  [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
  [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
  [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
  [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
  [
    ['a', 'b'],
    ['c', 'd'],
    ['c', 'd'],
  ],
  [{ a: 'b' }, ['c'], ['c']],
  [{ a: 'foo' }, null, null],
  [{ a: 'foo' }, 'bar', 'bar'],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [[1, 2], { a: 'b', c: null }, { a: 'b' }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
];

describe('JSON Merge Patch', () => {
  for (const [original, patch, result] of published) {
    it(`${JSON.stringify(original)} and ${JSON.stringify(patch)}`, () =>
      assert.deepEqual(mergePatch(original, patch), result));
  }

  it('takes __proto__ for a name like others', () => {
    const patch: Json = JSON.parse(
      '{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}',
    );
    const result = mergePatch({}, patch);
    assert.ok(isObject(result));
    assert.deepEqual(Object.keys(result), ['__proto__', 'constructor']);
    assert.equal(Reflect.get({}, 'polluted'), undefined);
  });

  it('leads from any object without nulls to any other', () => {
    const json = fc
      .jsonValue()
      .filter(value => !JSON.stringify(value).includes('null'))
      .map((value): Json => JSON.parse(JSON.stringify({ value })));
    fc.assert(fc.property(json, json, (from, to) => isSame(mergePatch(from, difference(from, to)), to)));
  });

  it('applied twice is applied once', () => {
    const json = fc.jsonValue().map((value): Json => JSON.parse(JSON.stringify(value)));
    fc.assert(
      fc.property(json, json, (target, patch) => {
        const once = mergePatch(target, patch);
        return isSame(mergePatch(once, patch), once);
      }),
    );
  });
});

function difference(from: Json | undefined, to: Json): Json {
  if (!isObject(from) || !isObject(to)) return to;
  const gone = Object.keys(from).filter(key => !Object.hasOwn(to, key));
  return Object.fromEntries([
    ...gone.map(key => [key, null] as const),
    ...Object.entries(to).map(
      ([key, value = null]) =>
        [key, difference(Object.hasOwn(from, key) ? from[key] : undefined, value)] as const,
    ),
  ]);
}
