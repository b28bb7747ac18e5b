import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { inventoryJsonSchema } from '../../src/inventory/bill-schema.ts';
import { fileOf, recording, watchbill } from './run-watchbill.ts';

const ran = (...words: readonly string[]) => watchbill(['inventory', '--from', recording, ...words]);

describe('inventory', () => {
  it('a line a workload, within the width of the terminal', () => {
    for (const COLUMNS of ['100', '200']) {
      const { code, out, err } = watchbill(['inventory', '--from', recording], { env: { COLUMNS } });
      assert.equal(code, 0, err);
      const lines = out.trimEnd().split('\n');
      assert.equal(lines.length, 26);
      assert.ok(lines.every(line => line.length <= Number(COLUMNS)));
      assert.match(out, /^NAMESPACE +WORKLOAD +RUNS /);
      assert.match(out, /^data +CronJob\/license-check +in 462d/m);
    }
  });

  it('what its JSON says is what its schema says', () => {
    const { out } = ran('-o', 'json', '--all', '--deleted');
    const ajv = new Ajv2020({ strict: true, allErrors: true });
    addFormats.default(ajv);
    const validate = ajv.compile(inventoryJsonSchema());
    assert.ok(validate(JSON.parse(out)), JSON.stringify(validate.errors?.slice(0, 3)));
  });

  it('the bill as it was at a time', () => {
    const { out } = ran('--at', '2026-11-23T04:37:00Z', '-o', 'ndjson');
    assert.doesNotMatch(out, /license-check/);
    assert.match(out, /"name":"nightly-report"/);
  });

  it('kinds and namespaces', () => {
    const { out } = ran('--kind', 'ds', '-n', 'monitoring');
    assert.deepEqual(
      out
        .trimEnd()
        .split('\n')
        .slice(1)
        .map(line => line.split(/ +/)[1]),
      ['DaemonSet/fluent-bit', 'DaemonSet/node-exporter'],
    );
  });

  it('says what is wrong, and how', () => {
    assert.equal(watchbill(['inventory']).code, 2);
    assert.equal(ran('--at', 'yesterday').code, 2);
    assert.equal(watchbill(['inventory', '--from', '/no/such/file']).code, 3);
    assert.equal(watchbill(['inventory', '--from', fileOf('{"kind":')]).code, 3);
  });
});
