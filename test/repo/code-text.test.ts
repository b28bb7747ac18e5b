import assert from 'node:assert/strict';
import { it } from 'node:test';
import { codeOnly, withoutComments } from './code-text.ts';

const table: readonly (readonly [text: string, code: string])[] = [
  ['const a = 1; // as any', 'const a = 1;          '],
  ['/* x\ny */ b', '    \n     b'],
  ["f('it // is')", "f('        ')"],
  ['f("\\"") + 1', 'f("  ") + 1'],
  [`\`a \${b} c\` as X`, '`        ` as X'],
  [`\`a \${\`n \${x}\`} c\`; y`, '`               `; y'],
  ['a / b / c', 'a / b / c'],
  ['x.replace(/[\'"]/g, y)', 'x.replace(       , y)'],
  ['return /as/.test(z)', 'return     .test(z)'],
];

it('blanks what is no code and keeps its length', () => {
  for (const [text, code] of table) {
    assert.equal(codeOnly(text), code);
    assert.equal(codeOnly(text).length, text.length);
  }
});

it('keeps strings where only comments go', () => {
  assert.equal(withoutComments("import 'a.ts'; // b"), "import 'a.ts';     ");
});
