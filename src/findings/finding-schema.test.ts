import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { z } from 'zod';
import type { Found } from '../../test/support/found.ts';
import { emptyFound, print, sampleFound } from '../../test/support/found.ts';
import type { Finding, Incident } from '../model/finding.ts';
import type { Json } from '../model/json.ts';
import type { Summary } from '../model/summary.ts';
import { ndjsonPrinter } from '../printers/ndjson.ts';
import type { findingSchema, incidentSchema } from './finding-schema.ts';
import { findingJsonSchema, outputLineSchema } from './finding-schema.ts';
import type { summarySchema } from './summary-schema.ts';
import { suppressionFileJsonSchema } from './suppressions/suppression-schema.ts';

/** The same type with nothing `readonly`, because a schema's types are not. */
type Writable<T> = T extends readonly (infer Item)[]
  ? Writable<Item>[]
  : T extends object
    ? { -readonly [Key in keyof T]: Writable<T[Key]> }
    : T;

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** The compiler refuses these lines if the schema and the model say different things. */
const agreed: readonly [
  Same<Writable<Finding>, Writable<z.infer<typeof findingSchema>>>,
  Same<Writable<Incident>, Writable<z.infer<typeof incidentSchema>>>,
  Same<Writable<Summary>, Writable<z.infer<typeof summarySchema>>>,
] = [true, true, true];

function validatorOf(schema: object) {
  const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false });
  formats.default(ajv);
  return ajv.compile(schema);
}

function linesOf(found: Found): readonly Json[] {
  let text = '';
  print(
    found,
    ndjsonPrinter({ color: false, width: 80, version: '1' }, part => {
      text += part;
    }),
  );
  return text
    .trimEnd()
    .split('\n')
    .map(line => {
      const value: Json = JSON.parse(line);
      return value;
    });
}

const reference = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../docs/reference/${name}`, import.meta.url), 'utf8'));

test('the types of the schema are those of the model', () => {
  assert.deepEqual(agreed, [true, true, true]);
});

describe('the published schemas are those of the code', () => {
  test('finding.schema.json', () => {
    assert.deepEqual(reference('finding.schema.json'), findingJsonSchema());
  });

  test('suppressions.schema.json', () => {
    assert.deepEqual(reference('suppressions.schema.json'), suppressionFileJsonSchema());
  });
});

describe('every line that is printed', () => {
  const published = validatorOf(findingJsonSchema());
  /** The same without room for anything that the schema does not name. */
  const exact = validatorOf(z.toJSONSchema(outputLineSchema));
  for (const [name, found] of [
    ['with findings and hostile texts', sampleFound()],
    ['with nothing found', emptyFound],
  ] as const) {
    test(`${name} is as published`, () => {
      for (const line of linesOf(found)) {
        assert.ok(published(line), JSON.stringify(published.errors));
        assert.ok(exact(line), JSON.stringify(exact.errors));
      }
    });
  }

  test('could be found wrong', () => {
    const [line] = linesOf(sampleFound());
    assert.ok(line);
    for (const changes of [
      { id: 'x' },
      { time: 'today' },
      { severity: 'bad' },
      { actor: undefined },
      { type: 'other' },
    ]) {
      assert.equal(
        published(JSON.parse(JSON.stringify(Object.assign({}, line, changes)))),
        false,
        JSON.stringify(changes),
      );
    }
    assert.equal(published(Object.assign({}, line, { added: 'by a later version' })), true);
  });
});
