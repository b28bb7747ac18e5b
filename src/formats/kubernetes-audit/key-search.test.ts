import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createKeySearch } from './key-search.ts';

test('a key is found where a search for all of it finds it', () => {
  const key = ',"requestObject":';
  const search = createKeySearch('requestObject');
  const pieces = fc.constantFrom(
    key,
    'Object":',
    ',"oldObject":',
    '"requestObject":',
    ',"request',
    'é',
    '{',
    'O',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), fc.nat(60), (list, from) => {
      const record = Buffer.from(list.join(''));
      assert.equal(search(record, from), record.indexOf(key, from));
    }),
  );
});
