import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { JsonObject } from '../../model/json.ts';
import { listAt, objectAt } from '../../model/json.ts';
import type { All } from '../envelope/decode-all.ts';
import { decodeAll, decodeExample, reasonsOf } from '../envelope/decode-all.ts';
import { parseHcl } from './hcl/parse-hcl.ts';

const objectsOf = (all: All): readonly JsonObject[] =>
  all.activities.flatMap(activity => (activity.type === 'manifest' ? [activity.object] : []));
const jobsOf = (all: All): readonly string[] =>
  all.activities.map(activity =>
    activity.type === 'manifest'
      ? `${String(objectAt(activity.object, 'metadata')?.['name'])}@${activity.origin.line}`
      : 'audit',
  );

test('every example gives its job, by itself and by name of the format', () => {
  const table: [string, readonly string[], readonly string[]][] = [
    ['backup.nomad.hcl', ['nightly-backup@7'], []],
    ['tuner.nomad.hcl', ['kernel-tuner@1'], []],
    ['web.nomad.hcl', ['web@1'], []],
    ['inspect.json', ['report@1'], []],
    ['cut-off.nomad.hcl', [], ['cut-off@5']],
  ];
  for (const [name, jobs, reasons] of table) {
    const all = decodeExample('nomad', name);
    assert.deepEqual([jobsOf(all), reasonsOf(all)], [jobs, reasons], name);
    if (!name.endsWith('.json'))
      assert.deepEqual(jobsOf(decodeExample('nomad', name, { format: 'nomad' })), jobs);
  }
});

test('HCL becomes what the API would have', () => {
  const [object] = objectsOf(decodeExample('nomad', 'backup.nomad.hcl'));
  const job = objectAt(object, 'Job');
  assert.deepEqual(objectAt(job, 'Periodic'), {
    Specs: ['15 2 * * *', '15 14 * * SUN'],
    TimeZone: 'Europe/Berlin',
    ProhibitOverlap: true,
  });
  const [group] = listAt(job, 'TaskGroups');
  assert.deepEqual(objectAt(group, 'Volumes'), { dumps: { Source: 'dumps' } });
  const [task] = listAt(group, 'Tasks');
  assert.deepEqual(objectAt(task, 'Config')?.['args'], [
    '-c',
    'pg_dump --format=custom orders > /dumps/orders-$(date +%F).dump\nfind /dumps -mtime +14 -delete\n',
  ]);
  assert.deepEqual(object?.['unevaluated'], ['var.image_tag (line 36)']);
});

const value = (text: string): unknown => {
  const parsed = parseHcl(`a = ${text}\n`);
  return parsed.ok ? parsed.value.body.attributes.get('a') : parsed.error.reason;
};

test('values', () => {
  const table: [string, unknown][] = [
    ['"x"', 'x'],
    [String.raw`"a\n\"b\" \u00e9 \\"`, 'a\n"b" é \\'],
    ['"${join(",", ["a", "}"])} b"', '${join(",", ["a", "}"])} b'],
    ['1.5e3', 1500],
    ['-7', -7],
    ['true', true],
    ['null', null],
    ['[]', []],
    ['["a", 1, [true],]', ['a', 1, [true]]],
    ['{ a = 1, "b-c" : "x" }', { a: 1, 'b-c': 'x' }],
    ['{\n  a = 1\n  b = 2\n}', { a: 1, b: 2 }],
    ['[ # why\n  "a", // and\n /* so */ "b"\n]', ['a', 'b']],
    ['var.image', 'var.image'],
    ['local.a == "x" ? [1] : [2, 3]', 'local.a == "x" ? [1] : [2, 3]'],
    ['[for x in var.l : upper(x)]', '[for x in var.l : upper(x)]'],
    ['<<EOT\n  a\n    b\nEOT', '  a\n    b\n'],
    ['<<-EOT\n  a\n    b\n  EOT', 'a\n  b\n'],
    ['<<EOT\n---\nEOT', '---\n'],
    ['"open', 'unknown-format'],
    ['<<EOT\nopen', 'cut-off'],
    ['(1 + ', 'cut-off'],
    ['', 'unknown-format'],
    ['{ __proto__ = "x" }', JSON.parse('{"__proto__": "x"}')],
  ];
  for (const [text, expected] of table) assert.deepEqual(value(text), expected, text);
});

test('deep, long and broken texts end in reasons', () => {
  const table: [string, string][] = [
    [`job "x" {\n${'a {\n'.repeat(200)}`, 'too-deep@101'],
    [`job "x" {\n  a = ${'['.repeat(5_000)}\n}\n`, 'too-deep@2'],
    [`job "x" {\n  a = ${'f('.repeat(5_000)}\n}\n`, 'too-deep@2'],
    [`job "x" {\n  a = "${'x'.repeat(3 * 1024 * 1024)}"\n}\n`, 'too-long@1'],
    ['job "x" {\n  = 1\n}\n', 'unknown-format@2'],
    ['job "x" {\n', 'cut-off@2'],
    ['job "x" {\n}\n}\n', 'unknown-format@3'],
    [`job "x" {\n${'a = <<E\n'.repeat(1_000)}`, 'cut-off@2'],
  ];
  for (const [text, reason] of table)
    assert.deepEqual(reasonsOf(decodeAll(text)), [reason], text.slice(0, 40));
});

test('a hostile text costs no more than its length', () => {
  const pieces = ['"${', '${"', 'a = [', '<<', '/*', 'a {', '}', '\\', '"', '\n', 'x', '= ', '('];
  for (const piece of pieces) parseHcl(piece.repeat(200_000).slice(0, 1_000_000));
});

test('it never throws', () => {
  const piece = fc.constantFrom(
    'job "a" {',
    '}',
    'a = ',
    '"',
    '${',
    '[',
    ']',
    '<<E\n',
    'E\n',
    '\n',
    ',',
    '# x\n',
    '\u{1F600}',
    '1',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 5 })), { maxLength: 40 }), pieces => {
      const parsed = parseHcl(pieces.join(''));
      assert.ok(parsed.ok || parsed.error.line >= 1);
    }),
    { numRuns: 1_000 },
  );
});
