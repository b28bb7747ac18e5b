import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Framing } from '../format-options.ts';
import { createFramer } from './create-framer.ts';

/** `3: {"a":1}` for a record on line 3, `4: not-json` for a refusal; `~` marks the last record if the file ends inside of its line. */
function frame(framing: Framing, chunks: readonly Buffer[], maxRecordBytes = 200): readonly string[] {
  const found: string[] = [];
  const taker = {
    record: (piece: { bytes: Buffer; start: number; end: number; line: number; unterminated: boolean }) => {
      const text = piece.bytes.toString('latin1', piece.start, piece.end);
      found.push(`${piece.line}: ${text}${piece.unterminated ? '~' : ''}`);
    },
    refuse: (reason: string, _detail: string, line: number) => void found.push(`${line}: ${reason}`),
  };
  const framer = createFramer(framing, { taker, maxRecordBytes, firstLine: 1 });
  for (const chunk of chunks) {
    const reused = Buffer.from(chunk);
    framer.push(reused);
    reused.fill(0x3f);
  }
  framer.end();
  return found;
}

/** In one piece, byte by byte, and in pieces of three. */
function frameInAnyPieces(framing: Framing, text: string): readonly string[] {
  const bytes = Buffer.from(text, 'latin1');
  const whole = frame(framing, [bytes]);
  for (const size of [1, 3]) {
    const chunks = [];
    for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
    assert.deepEqual(frame(framing, chunks), whole, `in pieces of ${size}`);
  }
  return whole;
}

interface Case {
  readonly name: string;
  readonly text: string;
  readonly expected: readonly string[];
}

function table(framing: Framing, cases: readonly Case[]): void {
  for (const { name, text, expected } of cases)
    test(name, () => assert.deepEqual(frameInAnyPieces(framing, text), expected));
}

const long = 'x'.repeat(201);

describe('lines', () => {
  table({ type: 'lines' }, [
    { name: 'nothing', text: '', expected: [] },
    { name: 'each line', text: 'a\nb\n', expected: ['1: a', '2: b'] },
    { name: 'the last one without a line feed', text: 'a\nb', expected: ['1: a', '2: b~'] },
    {
      name: 'CRLF, blanks around, blank lines',
      text: '\r\n a\t\r\n\n \r\nb \r\n',
      expected: ['2: a', '5: b'],
    },
    { name: 'blanks inside stay', text: 'a b\rc\n', expected: ['1: a b\rc'] },
    { name: 'a hole before a line', text: 'a\n\0\0\0b\n', expected: ['1: a', '2: not-json', '2: b'] },
    { name: 'a hole at the end', text: 'a\n\0\0', expected: ['1: a', '2: not-json'] },
    { name: 'NULs inside a line stay', text: 'a\0b\n', expected: ['1: a\0b'] },
    {
      name: 'too long, and what follows',
      text: `a\n${long}\nb\n`,
      expected: ['1: a', '2: too-long', '3: b'],
    },
    { name: 'too long at the end', text: `a\n${long}`, expected: ['1: a', '2: too-long'] },
    { name: 'just short enough', text: `${'x'.repeat(200)}\n`, expected: [`1: ${'x'.repeat(200)}`] },
  ]);
});

describe('JSON values', () => {
  const framing: Framing = { type: 'json-values', streamed: ['items'] };
  const wide = `{"a":"${long}"}`;
  const deep = `${'['.repeat(600)}${']'.repeat(600)}`;
  table(framing, [
    { name: 'nothing', text: ' \n ', expected: [] },
    { name: 'one a line', text: '{"a":1}\n{"b":2}\n', expected: ['1: {"a":1}', '2: {"b":2}'] },
    { name: 'without anything between', text: '{"a":1}{"b":2}', expected: ['1: {"a":1}', '1: {"b":2}'] },
    { name: 'commas between', text: '{"a":1},\n{"b":2},', expected: ['1: {"a":1}', '2: {"b":2}'] },
    { name: 'pretty', text: '{\n "a": [\n  1\n ]\n}\n{}', expected: ['1: {\n "a": [\n  1\n ]\n}', '6: {}'] },
    { name: 'a list', text: '[{"a":1},\n {"b":[2]}]\n', expected: ['1: {"a":1}', '2: {"b":[2]}'] },
    { name: 'an empty list', text: '[]', expected: [] },
    { name: 'a list in a list is one value', text: '[[{}],{}]', expected: ['1: [{}]', '1: {}'] },
    {
      name: 'a streamed list, without what is around it',
      text: '{"kind":"EventList","items":[{"a":1},\n{"b":2}],"more":{"c":"]}"}}\n{"d":1}',
      expected: ['1: {"a":1}', '2: {"b":2}', '3: {"d":1}'],
    },
    {
      name: 'streamed lists in a list',
      text: '[{"items":[{"a":1}]},{"items":[]}]',
      expected: ['1: {"a":1}'],
    },
    { name: 'items deeper down', text: '{"a":{"items":[{}]}}', expected: ['1: {"a":{"items":[{}]}}'] },
    { name: 'items that are no list', text: '{"items":{"a":1}}', expected: ['1: {"items":{"a":1}}'] },
    { name: 'items as a value', text: '{"a":"items","b":[1]}', expected: ['1: {"a":"items","b":[1]}'] },
    {
      name: 'brackets and quotes inside a text',
      text: '{"a":"}]\\"{["}{}',
      expected: ['1: {"a":"}]\\"{["}', '1: {}'],
    },
    {
      name: 'values that are no objects',
      text: '[1,"a",null]\n17\n',
      expected: ['1: 1', '1: "a"', '1: null', '2: 17'],
    },
    { name: 'other text', text: 'hello {"a":1}\n{"b":2}\n', expected: ['1: hello {"a":1}', '2: {"b":2}'] },
    { name: 'cut off at the end', text: '{"a":1}\n{"b":', expected: ['1: {"a":1}', '2: cut-off'] },
    { name: 'a list that is not closed', text: '[{"a":1},', expected: ['1: {"a":1}', '1: cut-off'] },
    {
      name: 'half of the last element',
      text: '{"items":[{"a":1},{"b',
      expected: ['1: {"a":1}', '1: cut-off'],
    },
    {
      name: 'the object around is not closed',
      text: '{"items":[{"a":1}],"b":',
      expected: ['1: {"a":1}', '1: cut-off'],
    },
    { name: 'cut off inside a text', text: '{"a":"b\n{"c":1}\n', expected: ['1: cut-off', '2: {"c":1}'] },
    { name: 'cut off between fields', text: '{"a":1,\n{"c":1}\n', expected: ['1: cut-off', '2: {"c":1}'] },
    { name: 'cut off in a number', text: '{"a":1\n{"c":1}\n', expected: ['1: cut-off', '2: {"c":1}'] },
    {
      name: 'cut off in a list, where another value could stand: that one is lost as well',
      text: '{"a":["b",\n{"c":1}\n{"d":1}\n',
      expected: ['1: cut-off', '3: {"d":1}'],
    },
    {
      name: 'a bracket that does not fit',
      text: '{"a":[1}\n{"c":1}',
      expected: ['1: not-json', '2: {"c":1}'],
    },
    {
      name: 'a damaged pretty value: no part of it is taken for a value',
      text: '{\n "a": "b\nc",\n "d": [\n  {\n  "e": 1\n  }\n ]\n}\n{\n "f": 1\n}',
      expected: ['1: cut-off', '10: {\n "f": 1\n}'],
    },
    {
      name: 'a damaged element of a pretty list',
      text: '[\n  {\n    "a": "b\n  },\n  {\n    "c": {}\n  }\n]',
      expected: ['2: cut-off', '5: {\n    "c": {}\n  }'],
    },
    {
      name: 'half a list and another',
      text: '{"items":[{"a":1},{"b\n{"items":[{"c":1}]}',
      expected: ['1: {"a":1}', '1: cut-off', '2: {"items":[{"c":1}]}', '1: cut-off'],
    },
    { name: 'a hole', text: '{"a":1}\n\0\0\0{"b":1}', expected: ['1: {"a":1}', '2: not-json', '2: {"b":1}'] },
    { name: 'too long', text: `${wide}\n{"b":1}`, expected: ['1: too-long', '2: {"b":1}'] },
    {
      name: 'a long element',
      text: `[{"a":1},${wide},{"b":1}]`,
      expected: ['1: {"a":1}', '1: too-long', '1: {"b":1}'],
    },
    { name: 'too long and cut off', text: wide.slice(0, -3), expected: ['1: too-long'] },
    { name: 'too deep', text: `{"a":${deep}}\n{"b":1}`, expected: ['1: too-long', '2: {"b":1}'] },
    { name: 'too deep as an element', text: `[${deep},{"b":1}]`, expected: ['1: too-long', '1: {"b":1}'] },
  ]);

  test('a list longer than the limit of a record', () => {
    const chunks = [
      Buffer.from('{"items":['),
      ...Array.from({ length: 100 }, () => Buffer.from('{"a":"b"},')),
    ];
    assert.equal(frame(framing, [...chunks, Buffer.from('{}]}')]).length, 101);
  });

  test('100,000 brackets that never close', () => {
    const found = frame(
      framing,
      [Buffer.from(`{"a":${'['.repeat(100_000)}\n`), Buffer.from('{"b":1}')],
      1 << 20,
    );
    assert.deepEqual(found, ['1: too-deep']);
  });

  table({ type: 'json-values', streamed: [], splitTopLevel: false }, [
    {
      name: 'a list as one value',
      text: '[{"a":1}]\n{"items":[1]}',
      expected: ['1: [{"a":1}]', '2: {"items":[1]}'],
    },
  ]);
});

describe('YAML documents', () => {
  table({ type: 'yaml-documents' }, [
    { name: 'one', text: 'a: 1\n', expected: ['1: a: 1\n'] },
    { name: 'parted by markers', text: '---\na: 1\n---\nb: 2', expected: ['1: \na: 1\n', '3: \nb: 2\n~'] },
    {
      name: 'text behind a marker',
      text: '--- # first\na: 1\n---\tb\n',
      expected: ['1:  # first\na: 1\n', '3: \tb\n'],
    },
    { name: 'CRLF', text: '---\r\na: 1\r\n---\r\n', expected: ['1: \r\na: 1\r\n'] },
    {
      name: 'dashes that are no marker',
      text: 'a: |\n  ---\n----\n---b\n',
      expected: ['1: a: |\n  ---\n----\n---b\n'],
    },
    { name: 'empty documents', text: '---\n---\n\n---\na: 1\n', expected: ['4: \na: 1\n'] },
    {
      name: 'too long, and what follows',
      text: `a: ${long}\n---\nb: 1\n`,
      expected: ['1: too-long', '2: \nb: 1\n'],
    },
    {
      name: 'too long in many lines',
      text: `${'a: 1\n'.repeat(50)}---\nb: 1\n`,
      expected: ['1: too-long', '51: \nb: 1\n'],
    },
  ]);
});

describe('CSV rows', () => {
  table({ type: 'csv-rows' }, [
    { name: 'rows', text: 'a,b\nc,d\n', expected: ['1: a,b', '2: c,d'] },
    { name: 'CRLF and blank rows', text: 'a\r\n\r\nb', expected: ['1: a', '3: b~'] },
    {
      name: 'a line break in quotes',
      text: 'a,"b\nc ""d""\n",e\nf\n',
      expected: ['1: a,"b\nc ""d""\n",e', '4: f'],
    },
    { name: 'quotes that never close', text: 'a\n"b\nc', expected: ['1: a', '2: "b\nc\n~'] },
    { name: 'too long', text: `${long}\nb\n`, expected: ['1: too-long', '2: b'] },
    { name: 'too long in quotes', text: `"${'x\n'.repeat(150)}"\nb\n`, expected: ['1: too-long', '152: b'] },
  ]);
});

describe('a whole file', () => {
  table({ type: 'whole-file' }, [
    { name: 'lines, markers and all', text: 'a\n---\n\nb', expected: ['1: a\n---\n\nb\n'] },
    { name: 'nothing', text: '', expected: [] },
    { name: 'a hole', text: 'a\n\0\0b\n', expected: ['2: not-json', '1: a\nb\n'] },
    { name: 'too long', text: `${'a\n'.repeat(200)}`, expected: ['1: too-long'] },
    { name: 'too long in one line', text: `${long}\na`, expected: ['1: too-long'] },
  ]);
});

describe('any bytes', () => {
  const framings: readonly Framing[] = [
    { type: 'lines' },
    { type: 'json-values', streamed: ['items'] },
    { type: 'json-values', streamed: [], splitTopLevel: false },
    { type: 'yaml-documents' },
    { type: 'csv-rows' },
    { type: 'whole-file' },
  ];
  const pieces = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    '"',
    '\\',
    ',',
    ':',
    '\n',
    '\r\n',
    ' ',
    '\0',
    '---',
    '{"items":[',
    '"a":',
    '1',
    'é',
    long,
  );
  const bytes = fc.oneof(
    fc.array(pieces, { maxLength: 40 }).map(texts => Buffer.from(texts.join(''))),
    fc.uint8Array({ maxLength: 60 }).map(array => Buffer.from(array)),
  );
  const cuts = fc.array(fc.nat(300), { maxLength: 8 });

  for (const framing of framings)
    test(`${JSON.stringify(framing)}: no chunking changes what is found, and nothing throws`, () => {
      fc.assert(
        fc.property(bytes, cuts, (text, at) => {
          const places = [0, ...at.map(cut => cut % (text.length + 1)), text.length].toSorted(
            (a, b) => a - b,
          );
          const chunks = places.slice(1).map((end, index) => text.subarray(places[index], end));
          assert.deepEqual(frame(framing, chunks), frame(framing, [text]));
        }),
        { numRuns: 3000 },
      );
    });
});
