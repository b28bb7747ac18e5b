import assert from 'node:assert/strict';
import { test } from 'node:test';
import { objectAt } from '../../model/json.ts';
import { decodeAll, decodeExample, reasonsOf } from '../envelope/decode-all.ts';

test('services of inspect and of ls', () => {
  const table: [string, readonly string[]][] = [
    ['service-inspect.json', ['shop/shop_web', '/maintenance']],
    ['service-ls.jsonl', ['/shop_web', '/monitor_node']],
  ];
  for (const [name, services] of table) {
    const all = decodeExample('swarm', name);
    const names = all.activities.map(activity => {
      const metadata = activity.type === 'manifest' ? objectAt(activity.object, 'metadata') : undefined;
      return `${String(metadata?.['namespace'] ?? '')}/${String(metadata?.['name'])}`;
    });
    assert.deepEqual([names, reasonsOf(all)], [services, []], name);
  }
});

test('other values of the file are refused', () => {
  const service = '{"ID":"a","Spec":{"Name":"n","TaskTemplate":{}}}';
  const all = decodeAll(`${service}\n{"ID":"b"}\n{"ID":`);
  assert.equal(all.activities.length, 1);
  assert.deepEqual(reasonsOf(all), ['unknown-format@2', 'cut-off@3']);
});
