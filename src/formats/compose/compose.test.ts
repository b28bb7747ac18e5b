import assert from 'node:assert/strict';
import { test } from 'node:test';
import { objectAt } from '../../model/json.ts';
import type { All } from '../envelope/decode-all.ts';
import { decodeAll, decodeExample, reasonsOf } from '../envelope/decode-all.ts';

const servicesOf = (all: All): readonly string[] =>
  all.activities.map(activity => {
    if (activity.type !== 'manifest') return 'audit';
    const metadata = objectAt(activity.object, 'metadata');
    return `${String(metadata?.['namespace'] ?? '')}/${String(metadata?.['name'])}@${activity.origin.line}`;
  });

test('every service, with its line', () => {
  const table: [string, readonly string[]][] = [
    ['compose.yaml', ['shop/web@9', 'shop/api@25', 'shop/db@39', 'shop/worker@51']],
    ['stack.yaml', ['/agent@3', '/cleanup@12']],
    ['foothold.yaml', ['/cache@2']],
    ['config.json', ['shop/cache@4']],
  ];
  for (const [name, services] of table) {
    for (const format of [undefined, 'compose'] as const) {
      const all = decodeExample('compose', name, { format });
      assert.deepEqual([servicesOf(all), reasonsOf(all)], [services, []], name);
    }
  }
});

test('what only looks like a Compose file is none', () => {
  const others = [
    'services:\n  - docker:dind\nimage: ruby\n',
    'services:\n  App\\Controller:\n    arguments: [a]\n',
    '{"services": [{"serviceArn": "arn:x", "image": "y"}], "a": 1}',
  ];
  for (const text of others) assert.deepEqual(reasonsOf(decodeAll(text)), ['unknown-format@1'], text);
  const manifest = 'apiVersion: v1\nkind: X\nservices:\n  a:\n    image: b\n';
  assert.equal(decodeAll(manifest).activities[0]?.format, 'manifest');
});

test('damage is refused with its line', () => {
  const good = 'services:\n  a:\n    image: x\n';
  assert.deepEqual(reasonsOf(decodeAll(`${good}  b: 7\n`)), ['unknown-format@4']);
  assert.deepEqual(reasonsOf(decodeAll(`${good}    b: [\n`)), ['not-yaml@5']);
  assert.deepEqual(reasonsOf(decodeAll(`${good}    b: ${'['.repeat(2_000)}\n`)), ['too-deep@4']);
});
