import assert from 'node:assert/strict';
import { it } from 'node:test';
import { columns } from './columns.ts';
import { progressLine } from './progress.ts';
import { wantsColor, widthOf } from './terminal.ts';

it('progress: how much, how fast, how long still', () => {
  const line = (bytesRead: number, bytesTotal: number | undefined, seconds: number): string =>
    progressLine({ bytesRead, bytesTotal, seconds });
  assert.equal(line(412e6, 2319e6, 2), '412 of 2,319 MB (17 %), 206 MB/s, 10 s left');
  assert.equal(line(412e6, undefined, 2), '412 MB, 206 MB/s');
  assert.equal(line(0, 0, 0), '0 MB, 0 MB/s');
  assert.equal(line(10e6, 10e6, 1), '10 of 10 MB (100 %), 10 MB/s, 0 s left');
  assert.equal(line(20e6, 10e6, 1), '20 of 10 MB (100 %), 20 MB/s, 0 s left');
});

it('columns: as wide as their widest cell, the last as it is', () => {
  assert.equal(
    columns([
      ['A', 'LONG'],
      ['bcd', 'e'],
    ]),
    'A    LONG\nbcd  e',
  );
  assert.equal(columns([['x'.repeat(100), 'y']]).length, 70 + 2 + 1);
  assert.equal(columns([['a\u001b[2J', 'b\n']]), 'a\\u001b[2J  b\\n');
});

it('colours: on a terminal, unless the environment says otherwise', () => {
  assert.equal(wantsColor(true, {}), true);
  assert.equal(wantsColor(false, {}), false);
  assert.equal(wantsColor(true, { NO_COLOR: '1' }), false);
  assert.equal(wantsColor(true, { NO_COLOR: '' }), true);
  assert.equal(wantsColor(true, { TERM: 'dumb' }), false);
  assert.equal(wantsColor(false, { FORCE_COLOR: '1' }), true);
  assert.equal(wantsColor(true, { FORCE_COLOR: '0' }), false);
  assert.equal(wantsColor(true, { FORCE_COLOR: '1', NO_COLOR: '1' }), false);
});

it("width: the terminal's, else COLUMNS, else 120", () => {
  assert.equal(widthOf(80, { COLUMNS: '200' }), 80);
  assert.equal(widthOf(undefined, { COLUMNS: '200' }), 200);
  assert.equal(widthOf(undefined, { COLUMNS: 'wide' }), 120);
  assert.equal(widthOf(0, {}), 120);
});
