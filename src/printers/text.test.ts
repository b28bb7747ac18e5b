import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { parseDocument } from 'yaml';
import { visible } from '../model/visible-text.ts';
import { inBlocks } from './blocks.ts';
import { columnsOf, cutTo, rowText, widthsOf, wrapped } from './columns.ts';
import { counted, grouped, timeLabel } from './labels.ts';
import { safeJson } from './safe-json.ts';
import { yamlText } from './yaml-text.ts';

const anyText = fc.string({ unit: 'binary' });

describe('columns', () => {
  const table = [
    ['', 0],
    ['abc', 3],
    ['日本', 4],
    ['e\u0301', 1],
    ['ünï', 3],
    ['🚀', 2],
  ] as const;
  for (const [text, columns] of table) {
    test(`${JSON.stringify(text)} takes ${columns}`, () => {
      assert.equal(columnsOf(text), columns);
    });
  }

  test('cutTo never takes more than it may, and leaves what fits', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 40 }), (text, columns) => {
        assert.ok(columnsOf(cutTo(text, columns)) <= columns);
        if (columnsOf(text) <= columns) assert.equal(cutTo(text, columns), text);
      }),
    );
  });

  test('wrapped loses nothing and keeps to the width', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 20, max: 60 }), (text, columns) => {
        const lines = wrapped(text, columns);
        assert.equal(lines.join('').replaceAll(' ', ''), text.replaceAll(' ', ''));
        for (const line of lines) assert.ok(columnsOf(line) <= columns, line);
      }),
    );
  });

  test('rows stand below each other', () => {
    const rows = [
      ['A', 'LONGER', 'C'],
      ['日本', 'b', 'c'],
    ];
    const widths = widthsOf(rows);
    assert.deepEqual(
      rows.map(row => rowText(row, widths)),
      ['A     LONGER  C', '日本  b       c'],
    );
  });
});

test('safeJson is plain to see and means the same', () => {
  fc.assert(
    fc.property(fc.oneof(anyText, fc.constantFrom('\u009b', '\u202e', '\u{e0041}', '\ufeff')), text => {
      const json = safeJson({ [text]: text });
      assert.deepEqual(JSON.parse(json), JSON.parse(JSON.stringify({ [text]: text })));
      assert.doesNotMatch(json, /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    }),
  );
});

describe('yamlText', () => {
  for (const version of ['1.1', '1.2'] as const) {
    test(`is read back as what it was, as YAML ${version}`, () => {
      const leaf = fc.oneof(
        fc.string({ unit: 'grapheme' }),
        fc.string({
          unit: fc.constantFrom('a', ':', ' ', '#', '-', '\n', '"', "'", '[', '0', '.', 'e', '\t'),
        }),
        fc.constantFrom(
          'null',
          'Yes',
          'off',
          '~',
          '1e3',
          'e0',
          'E+05',
          '0x1f',
          '1:30',
          '<<',
          '=',
          '2026-11-23',
          '...',
          '---',
          '',
          ' ',
        ),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
      );
      const { tree } = fc.letrec(tie => ({
        tree: fc.oneof(
          { maxDepth: 3 },
          leaf,
          fc.array(tie('tree'), { maxLength: 3 }),
          fc.dictionary(fc.string(), tie('tree'), { maxKeys: 3, noNullPrototype: true }),
        ),
      }));
      fc.assert(
        fc.property(tree, value => {
          const document = parseDocument(yamlText({ value }), { version });
          assert.deepEqual(document.errors, []);
          assert.deepEqual(
            JSON.parse(JSON.stringify(document.toJS())),
            JSON.parse(JSON.stringify({ value })),
          );
        }),
      );
    });
  }

  test('writes several lines as lines', () => {
    assert.equal(yamlText({ story: 'Who: a\nWhat: b' }), 'story: |-\n  Who: a\n  What: b\n');
  });
});

test('visible leaves one line that hides nothing', () => {
  fc.assert(
    fc.property(anyText, text => {
      assert.doesNotMatch(visible(text), /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u);
      assert.equal(visible(visible(text)), visible(text));
    }),
  );
  assert.equal(visible('a\u001b[2J\u202e\u{e0041}\n日本 ü'), 'a\\u001b[2J\\u202e\\u{e0041}\\n日本 ü');
});

test('numbers and times are the same in every locale', () => {
  assert.equal(grouped(1_234_567), '1,234,567');
  assert.equal(counted(1, 'finding'), '1 finding');
  assert.equal(timeLabel('2026-11-23T05:39:00.123456+01:00'), '2026-11-23 04:39:00');
  assert.equal(timeLabel(null), '-');
  assert.equal(timeLabel('no time'), '-');
});

describe('blocks', () => {
  const sizes = (live: boolean): readonly number[] => {
    const written: number[] = [];
    const out = inBlocks(text => written.push(text.length), { color: false, width: 80, version: '', live });
    for (let index = 0; index < 300; index += 1) out.add('x'.repeat(1000));
    out.flush();
    return written;
  };

  test('hold back 64 KiB', () => {
    assert.deepEqual(sizes(false), [66_000, 66_000, 66_000, 66_000, 36_000]);
  });

  test('hold nothing back when a log is followed', () => {
    assert.equal(sizes(true).length, 300);
  });
});
