import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createEventParser } from './event-parser.ts';

const start = '{"level":"Metadata","verb":"get","user":';

function parsed(text: string, at = Buffer.byteLength(text)): unknown {
  const record = Buffer.from(text);
  return createEventParser()(record, { end: at, tail: at });
}

test('an event is what JSON.parse makes of it, in whatever way its user is written', () => {
  const users = [
    '{"username":"alice"}',
    '{"username":"zoë","groups":["a","b"],"extra":{"k":["v"]}}',
    '{"username":"a}b"}',
    '{"username":"a{b","extra":{}}',
    '{"extra":{"a":{"b":{}}},"username":"x"}',
    '{"__proto__":{"polluted":true},"username":"x"}',
    'null',
    '"text"',
    '0',
  ];
  const rests = [
    '}',
    ',"userAgent":"x"}',
    ',"user":0}',
    ',"user":{"username":"the last counts"}}',
    ',"a":{"user":{}}}',
  ];
  for (const user of users)
    for (const rest of rests) {
      const text = `${start}${user}${rest}`;
      assert.deepEqual(parsed(text), JSON.parse(text), text);
      assert.deepEqual(Object.keys(parsed(text) ?? {}), Object.keys(JSON.parse(text)), 'in the same order');
    }
});

test('what is no JSON is no event', () => {
  for (const text of [
    '',
    '{',
    `${start}{"username":"a"}`,
    `${start}{"username":}}`,
    `${start}{]},"x":1}`,
    '[]',
  ])
    assert.equal(parsed(text), undefined, text);
});

test('a user nested too deep is refused as it is anywhere else', () => {
  const text = (depth: number) => `${start}{"groups":${'['.repeat(depth)}${']'.repeat(depth)}}}`;
  assert.equal(parsed(text(499)), undefined);
  assert.deepEqual(parsed(text(400)), JSON.parse(text(400)));
});

test('events of one user share it', () => {
  const parse = createEventParser();
  const [one, other] = ['1', '2'].map(id => {
    const record = Buffer.from(`${start}{"username":"alice","groups":["a"]},"id":${id}}`);
    return parse(record, { end: record.length, tail: record.length });
  });
  assert.deepEqual(one?.['user'], { username: 'alice', groups: ['a'] });
  assert.equal(one['user'], other?.['user']);
});

test('cut anywhere, damaged anywhere, an event is what JSON.parse makes of it, or none', () => {
  const text = `${start}{"username":"alice","groups":["a"],"extra":{"b":["c"]}},"userAgent":"x","user2":{"a":{}}}`;
  const bytes = fc.tuple(
    fc.nat(text.length),
    fc.constantFrom('', '"', '{', '}', '0', ',"user":{', '\\', '"user":0,'),
  );
  fc.assert(
    fc.property(bytes, fc.nat(text.length), ([at, inserted], cut) => {
      const changed = text.slice(0, at) + inserted + text.slice(Math.max(at, cut));
      assert.deepEqual(parsed(changed), objectOrNone(changed), changed);
    }),
    { numRuns: 5000 },
  );
});

function objectOrNone(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
