import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Json } from '../../../model/json.ts';
import { isObject } from '../../../model/json.ts';
import { isSame } from '../edit.ts';
import { jsonPatch } from './json-patch.ts';

/** RFC 6902, appendix A: target, patch, result or the reason why there is none. */
const published: readonly (readonly [name: string, target: Json, patch: readonly Json[], result: Json])[] = [
  [
    'A.1 adds a member',
    { foo: 'bar' },
    [{ op: 'add', path: '/baz', value: 'qux' }],
    { baz: 'qux', foo: 'bar' },
  ],
  [
    'A.2 adds an item',
    { foo: ['bar', 'baz'] },
    [{ op: 'add', path: '/foo/1', value: 'qux' }],
    { foo: ['bar', 'qux', 'baz'] },
  ],
  ['A.3 removes a member', { baz: 'qux', foo: 'bar' }, [{ op: 'remove', path: '/baz' }], { foo: 'bar' }],
  [
    'A.4 removes an item',
    { foo: ['bar', 'qux', 'baz'] },
    [{ op: 'remove', path: '/foo/1' }],
    { foo: ['bar', 'baz'] },
  ],
  [
    'A.5 replaces a value',
    { baz: 'qux', foo: 'bar' },
    [{ op: 'replace', path: '/baz', value: 'boo' }],
    { baz: 'boo', foo: 'bar' },
  ],
  [
    'A.6 moves a value',
    { foo: { bar: 'baz', waldo: 'fred' }, qux: { corge: 'grault' } },
    [{ op: 'move', from: '/foo/waldo', path: '/qux/thud' }],
    { foo: { bar: 'baz' }, qux: { corge: 'grault', thud: 'fred' } },
  ],
  [
    'A.7 moves an item',
    { foo: ['all', 'grass', 'cows', 'eat'] },
    [{ op: 'move', from: '/foo/1', path: '/foo/3' }],
    { foo: ['all', 'cows', 'eat', 'grass'] },
  ],
  [
    'A.8 tests, with success',
    { baz: 'qux', foo: ['a', 2, 'c'] },
    [
      { op: 'test', path: '/baz', value: 'qux' },
      { op: 'test', path: '/foo/1', value: 2 },
    ],
    { baz: 'qux', foo: ['a', 2, 'c'] },
  ],
  ['A.9 tests, with an error', { baz: 'qux' }, [{ op: 'test', path: '/baz', value: 'bar' }], 'test-failed'],
  [
    'A.10 adds a nested member',
    { foo: 'bar' },
    [{ op: 'add', path: '/child', value: { grandchild: {} } }],
    { foo: 'bar', child: { grandchild: {} } },
  ],
  [
    'A.11 ignores what it does not know',
    { foo: 'bar' },
    [{ op: 'add', path: '/baz', value: 'qux', xyz: 123 }],
    { foo: 'bar', baz: 'qux' },
  ],
  [
    'A.12 does not add into nothing',
    { foo: 'bar' },
    [{ op: 'add', path: '/baz/bat', value: 'qux' }],
    'no-such-path',
  ],
  [
    'A.14 unescapes ~0 and ~1',
    { '/': 9, '~1': 10 },
    [{ op: 'test', path: '/~01', value: 10 }],
    { '/': 9, '~1': 10 },
  ],
  [
    'A.15 tells texts from numbers',
    { '/': 9, '~1': 10 },
    [{ op: 'test', path: '/~01', value: '10' }],
    'test-failed',
  ],
  [
    'A.16 adds a list to a list',
    { foo: ['bar'] },
    [{ op: 'add', path: '/foo/-', value: ['abc', 'def'] }],
    { foo: ['bar', ['abc', 'def']] },
  ],
];

/** What the RFC says in its text, and what hostile patches hold. */
const more: readonly (readonly [name: string, target: Json, patch: readonly Json[], result: Json])[] = [
  ['adds over what is there', { a: 1 }, [{ op: 'add', path: '/a', value: 2 }], { a: 2 }],
  ['replaces the whole', { a: 1 }, [{ op: 'replace', path: '', value: [1] }], [1]],
  ['adds at the end by number', { a: [1] }, [{ op: 'add', path: '/a/1', value: 2 }], { a: [1, 2] }],
  ['does not add beyond the end', { a: [1] }, [{ op: 'add', path: '/a/2', value: 2 }], 'no-such-path'],
  ['does not take 01 for a number', { a: [1, 2] }, [{ op: 'remove', path: '/a/01' }], 'no-such-path'],
  ['does not take -1 for a number', { a: [1, 2] }, [{ op: 'remove', path: '/a/-1' }], 'no-such-path'],
  ['does not replace what is not there', {}, [{ op: 'replace', path: '/a', value: 1 }], 'no-such-path'],
  ['does not remove what is not there', {}, [{ op: 'remove', path: '/a' }], 'no-such-path'],
  ['copies', { a: { b: 1 } }, [{ op: 'copy', from: '/a', path: '/c' }], { a: { b: 1 }, c: { b: 1 } }],
  ['does not copy what is not there', {}, [{ op: 'copy', from: '/a', path: '/c' }], 'no-such-path'],
  ['does not move into itself', { a: { b: 1 } }, [{ op: 'move', from: '/a', path: '/a/b' }], 'bad-operation'],
  [
    'keeps all or nothing',
    { a: 1 },
    [
      { op: 'add', path: '/b', value: 1 },
      { op: 'remove', path: '/c' },
    ],
    'no-such-path',
  ],
  ['knows no other operation', {}, [{ op: 'merge', path: '/a', value: 1 }], 'bad-operation'],
  ['needs an operation', {}, ['add', null], 'bad-operation'],
  ['needs a pointer', {}, [{ op: 'add', path: 'a', value: 1 }], 'bad-operation'],
  ['adds null', {}, [{ op: 'add', path: '/a', value: null }], { a: null }],
  [
    'has no way to a prototype',
    {},
    [{ op: 'add', path: '/constructor/prototype/x', value: 1 }],
    'no-such-path',
  ],
];

describe('JSON Patch', () => {
  for (const [name, target, patch, expected] of [...published, ...more]) {
    it(name, () => {
      const result = jsonPatch(target, patch);
      assert.deepEqual(result.ok ? result.value : result.error, expected);
    });
  }

  it('takes __proto__ for a name like others', () => {
    const result = jsonPatch({}, [{ op: 'add', path: '/__proto__', value: { polluted: true } }]);
    assert.ok(result.ok && isObject(result.value));
    assert.deepEqual(Object.keys(result.value), ['__proto__']);
    assert.equal(Object.getPrototypeOf(result.value), Object.prototype);
    assert.equal(Reflect.get({}, 'polluted'), undefined);
  });

  it('stops copies that double', () => {
    const copies = Array.from({ length: 60 }, () => ({ op: 'copy', from: '/a', path: '/a/-' }));
    const result = jsonPatch({ a: ['x'.repeat(1_000)] }, copies);
    assert.deepEqual(result.ok ? 'done' : result.error, 'too-large');
  });

  it('stops at what is nested too deep', () => {
    const deeper = Array.from({ length: 10 }, () => ({
      op: 'copy',
      from: '/a',
      path: `/a${'/a'.repeat(100)}`,
    }));
    const nest: Json = JSON.parse(`${'{"a":'.repeat(101)}{}${'}'.repeat(101)}`);
    assert.deepEqual(jsonPatch(nest, deeper), { ok: false, error: 'too-large' });
  });

  it('stops at more operations than a server takes', () => {
    const many = Array.from({ length: 10_001 }, () => ({ op: 'test', path: '', value: {} }));
    assert.deepEqual(jsonPatch({}, many), { ok: false, error: 'too-large' });
  });

  it('leads from any object to any other, operation by operation, and leaves the first as it is', () => {
    fc.assert(
      fc.property(anyObject, anyObject, (from, to) => {
        const copy = structuredClone(from);
        const result = jsonPatch(from, operations(from, to, ''));
        assert.ok(result.ok && isSame(result.value, to), JSON.stringify(result));
        assert.deepEqual(from, copy);
      }),
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.array(anyOperation),
        (target, patch) => void jsonPatch(asJson(target), patch),
      ),
    );
  });
});

const name = fc.constantFrom('a', 'b/c', 'd~e', '__proto__', 'constructor', '', '0', '-');
const asJson = (value: unknown): Json => {
  const json: Json = JSON.parse(JSON.stringify(value ?? null));
  return json;
};
const { value: anyValue } = fc.letrec<{ value: Json; object: Json; list: Json[] }>(tie => ({
  value: fc.oneof({ maxDepth: 4 }, fc.string(), fc.integer(), fc.boolean(), tie('object'), tie('list')),
  object: fc
    .array(fc.tuple(name, tie('value')), { maxLength: 4 })
    .map(entries => Object.fromEntries(entries)),
  list: fc.array(tie('value'), { maxLength: 3 }),
}));
const anyObject = fc
  .array(fc.tuple(name, anyValue), { maxLength: 5 })
  .map(entries => asJson(Object.fromEntries(entries)));
const pointer = fc.array(name, { maxLength: 3 }).map(keys => keys.map(key => `/${key}`).join(''));
const anyOperation = fc.record({
  op: fc.constantFrom('add', 'remove', 'replace', 'move', 'copy', 'test', 'x'),
  path: pointer,
  from: pointer,
  value: anyValue,
});

function operations(from: Json, to: Json, path: string): readonly Json[] {
  if (isSame(from, to)) return [];
  if (!isObject(from) || !isObject(to)) return [{ op: 'replace', path, value: to }];
  const place = (key: string) => `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const gone = Object.keys(from).filter(key => !Object.hasOwn(to, key));
  return [
    ...gone.map(key => ({ op: 'remove', path: place(key) })),
    ...Object.entries(to).flatMap(([key, value = null]) => {
      const old = Object.hasOwn(from, key) ? from[key] : undefined;
      return old === undefined
        ? [{ op: 'add', path: place(key), value }]
        : operations(old, value, place(key));
    }),
  ];
}
