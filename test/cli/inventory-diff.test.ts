import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { inventoryDiffJsonSchema } from '../../src/inventory/bill-schema.ts';
import { isObject, listAt, objectAt, stringAt } from '../../src/model/json.ts';
import { fileOf, recording, watchbill } from './run-watchbill.ts';

const ran = (...words: readonly string[]) => watchbill(['inventory', 'diff', '--from', recording, ...words]);
const from = '2026-11-23T04:37:02Z';

describe('inventory diff', () => {
  it('what was done since a time, and by whom', () => {
    const { code, out } = ran('--since', from, '-n', 'data');
    assert.equal(code, 1);
    assert.match(out, /^\+ data\/CronJob license-check: added$/m);
    assert.match(out, /^~ data\/CronJob nightly-report: changed$/m);
    assert.match(
      out,
      /^ +2026-11-23T04:37:08Z dev@corp\.example \(.*\): image registry\.corp\.example\/data\/nightly-report:2\.3\.0 -> ghcr\.io/m,
    );
  });

  it('changed and changed back, and what came and went', () => {
    const { out } = ran('--since', '2026-11-23T04:37:03Z', '--until', '2026-11-23T04:37:12Z');
    assert.match(out, /^= data\/CronJob nightly-report: changed and changed back$/m);
    assert.match(out, /^% web\/Deployment preview-503: came and went$/m);
  });

  it('what its JSON says is what its schema says', () => {
    const { out } = ran('--since', from, '-o', 'json', '--all');
    const ajv = new Ajv2020({ strict: true, allErrors: true });
    addFormats.default(ajv);
    const validate = ajv.compile(inventoryDiffJsonSchema());
    const diff: unknown = JSON.parse(out);
    assert.ok(validate(diff), JSON.stringify(validate.errors?.slice(0, 3)));
    const types = listAt(diff, 'differences')
      .filter(isObject)
      .map(each => stringAt(each, 'type'));
    assert.ok(types.includes('added') && types.includes('changed') && types.includes('passed'));
  });

  it('nothing differs: 0', () => {
    const { code, out } = ran('--since', '2026-11-23T05:00:00Z');
    assert.equal(code, 0);
    assert.match(out, /no difference/);
  });

  it('two files', () => {
    const cronJob = (image: string, uid = 'u-1') =>
      JSON.stringify({
        apiVersion: 'batch/v1',
        kind: 'CronJob',
        metadata: { name: 'backup', namespace: 'data', uid, resourceVersion: '1' },
        spec: {
          schedule: '0 2 * * *',
          jobTemplate: { spec: { template: { spec: { containers: [{ name: 'main', image }] } } } },
        },
      });
    const [one, two] = [fileOf(cronJob('a:1'), 'one.json'), fileOf(cronJob('a:2'), 'two.json')];
    const { code, out } = watchbill(['inventory', 'diff', '--from', one, '--to', two, '-o', 'json']);
    assert.equal(code, 1);
    const [difference] = listAt(JSON.parse(out), 'differences');
    assert.equal(stringAt(difference, 'type'), 'changed');
    assert.deepEqual(
      listAt(difference, 'changes').map(change => `${stringAt(change, 'from')} ${stringAt(change, 'to')}`),
      ['a:1 a:2'],
    );
    assert.deepEqual(listAt(difference, 'acts'), []);
    const remade = fileOf(cronJob('a:1', 'u-2'), 'two.json');
    const other = watchbill(['inventory', 'diff', '--from', one, '--to', remade, '-o', 'json']);
    assert.equal(stringAt(listAt(JSON.parse(other.out), 'differences')[0], 'type'), 'replaced');
    const none = fileOf('apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\n', 'none.yaml');
    const gone = JSON.parse(watchbill(['inventory', 'diff', '--from', one, '--to', none, '-o', 'json']).out);
    assert.equal(stringAt(listAt(gone, 'differences')[0], 'type'), 'removed');
    assert.equal(stringAt(objectAt(listAt(gone, 'differences')[0], 'row'), 'name'), 'backup');
  });

  it('says what is wrong, and how', () => {
    assert.equal(ran().code, 2);
    assert.match(ran().err, /--since/);
    assert.equal(ran('--since', 'yesterday').code, 2);
    assert.equal(watchbill(['inventory', 'diff', '--from', '/no/such/file', '--since', from]).code, 3);
  });
});
