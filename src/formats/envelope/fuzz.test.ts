import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { FormatName } from '../format-options.ts';
import { formatNames } from '../format-options.ts';
import { auditedAnything } from './audited-anything.ts';
import { decodeAll } from './decode-all.ts';

const folders = formatNames.filter(name => name !== 'kubernetes-audit');

/** An input that is changed in a few places. */
interface Mutation {
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
}

const fragments = [
  '{',
  '}',
  '[',
  ']',
  '"',
  '\\',
  ',',
  ':',
  '\n',
  '\u0000',
  '\u{1F600}',
  'null',
  '1e999',
  '-',
  '{{',
  '&a ',
  '*a',
  '"__proto__":',
  '[Truncated...]',
  ' P ',
  '""',
];
const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.nat(),
  remove: fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: 400 })),
  insert: fc.oneof(fc.constantFrom(...fragments), fc.string({ maxLength: 6 })),
});

function mutate(bytes: Buffer, mutations: readonly Mutation[]): Buffer {
  let result = bytes;
  for (const { at, remove, insert } of mutations) {
    const place = at % (result.length + 1);
    result = Buffer.concat([result.subarray(0, place), Buffer.from(insert), result.subarray(place + remove)]);
  }
  return result;
}

/** Decodes, and reads all that there is to read of what came out. */
function readWhole(bytes: Buffer, format: FormatName | undefined): void {
  const all = decodeAll(bytes, { format });
  for (const { request } of all.events) auditedAnything(request);
  for (const { reason, detail, origin } of all.refusals) {
    assert.equal(typeof reason, 'string');
    assert.ok(detail.length < 400, detail);
    assert.ok(origin.line >= 1);
  }
}

for (const folder of folders) {
  const examples = new URL(`../${folder}/examples/`, import.meta.url);
  const contents = readdirSync(examples).map(name => readFileSync(new URL(name, examples)));

  test(`${folder}: changed examples never make it throw, in any format`, () => {
    const format = fc.constantFrom(undefined, folder, ...formatNames);
    const mutations = fc.array(mutation, { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.constantFrom(...contents), mutations, format, (bytes, changes, named) => {
        readWhole(mutate(bytes, changes), named);
      }),
      { numRuns: 150 },
    );
  });

  test(`${folder}: any JSON value in its place never makes it throw`, () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), value =>
        readWhole(Buffer.from(JSON.stringify(value)), folder),
      ),
      { numRuns: 200 },
    );
  });
}
