import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { salvage } from './salvage.ts';

test('what was whole before the cut is kept', () => {
  const table: [string, unknown][] = [
    ['{"a":1,"b":"tw', { a: 1 }],
    ['{"a":1,"b":"two"', { a: 1, b: 'two' }],
    ['{"a":12', undefined],
    ['{"a":12,', { a: 12 }],
    ['{"a":tr', undefined],
    ['{"a":true ', { a: true }],
    ['{"a":{"b":[1,{"c":"x"},{"d":"y', { a: { b: [1, { c: 'x' }] } }],
    ['{"a":{"b":["x","y"', { a: { b: ['x', 'y'] } }],
    ['{"a":{"b":["x","y"],"key"', { a: { b: ['x', 'y'] } }],
    ['{"a":"x","b":{', { a: 'x' }],
    ['{"a":"x","b":{}', { a: 'x', b: {} }],
    ['{"a":"\\"\\\\","b":"\\', { a: '"\\' }],
    ['{ "a" : 1 ,\n "b" : [ ', { a: 1 }],
    ['{"a":1}', { a: 1 }],
    ['{"a":1} and more', { a: 1 }],
    ['{"__proto__":{"x":1},"a":"', JSON.parse('{"__proto__":{"x":1}}')],
    ['{"a"', undefined],
    ['{', undefined],
    ['', undefined],
    ['[1,2', undefined],
    ['{a:1,', undefined],
    ['{"a":1,]', undefined],
  ];
  for (const [text, expected] of table) assert.deepEqual(salvage(text), expected, text);
});

test('any prefix of any JSON object gives a part of that object', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.nat(), (object, seed) => {
      const text = JSON.stringify(object);
      const whole: unknown = JSON.parse(text);
      const saved = salvage(text.slice(0, seed % (text.length + 1)));
      if (saved !== undefined) assertPart(saved, whole);
      assert.deepEqual(salvage(text), whole);
    }),
  );
});

function assertPart(part: unknown, whole: unknown): void {
  if (typeof part !== 'object' || part === null) {
    assert.deepEqual(part, whole);
    return;
  }
  assert.ok(typeof whole === 'object' && whole !== null);
  const wholeEntries = new Map(Object.entries(whole));
  for (const [key, value] of Object.entries(part)) assertPart(value, wholeEntries.get(key));
}

test('anything at all: never throws', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'{}[]",:\\1a \u{1F600}') }),
      text => void salvage(`{${text}`),
    ),
  );
});
