import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { fileOf, newFolder, recording, watchbill } from './run-watchbill.ts';

const state = join(newFolder(), 'state');
let log = '';

describe('what a watch keeps tells of objects what its log told', () => {
  before(() => {
    log = fileOf(gunzipSync(readFileSync(recording)).toString('utf8'));
    const { code, err } = watchbill(['run', '--state', state, '--source', `audit-file:${log}`, '--once']);
    assert.equal(code, 0, err);
  });

  const both = (words: readonly string[]) => {
    const files = watchbill([...words, '--from', log]);
    assert.equal(files.err.includes('no '), false, files.err);
    return { files, kept: watchbill([...words, '--state', state]) };
  };

  for (const target of ['po/fluent-bit-hkh67', 'pod/storefront-b68464f4d-jnz9j', 'cj/heartbeat'])
    it(`trace ${target}`, () => {
      const { files, kept } = both(['trace', target, '-o', 'json']);
      assert.deepEqual(JSON.parse(kept.out), JSON.parse(files.out));
    });

  it('inventory', () => {
    const words = ['--at', '2026-11-24T00:00:00Z', '--all', '--deleted', '-o', 'json'];
    const { files, kept } = both(['inventory', ...words]);
    const [whole, remembered] = [JSON.parse(files.out), JSON.parse(kept.out)];
    assert.ok(whole.rows.length > 20);
    assert.deepEqual(remembered.rows, whole.rows);
  });

  it('inventory diff', () => {
    const { files, kept } = both(['inventory', 'diff', '--since', '2026-11-23T05:00:00Z', '-o', 'json']);
    assert.deepEqual(JSON.parse(kept.out).differences, JSON.parse(files.out).differences);
    assert.equal(kept.code, files.code);
  });

  it('says what is wrong, and how', () => {
    const table = [
      { words: ['trace', 'pod/a'], code: 2, says: /--from <path>, or --state/ },
      { words: ['inventory', '--from', log, '--state', state], code: 2, says: /not both/ },
      {
        words: ['inventory', 'diff', '--state', state, '--to', log, '--since', '1h'],
        code: 2,
        says: /not with --to/,
      },
      {
        words: ['trace', 'pod/a', '--state', '/no/such/folder'],
        code: 4,
        says: /no such folder|unable to open/i,
      },
    ];
    for (const { words, code, says } of table) {
      const ran = watchbill(words);
      assert.match(ran.err, says);
      assert.equal(ran.code, code);
    }
  });
});
