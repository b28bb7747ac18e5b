import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse, parseAllDocuments } from 'yaml';
import { objectsIn, recording, root, watchbill } from './run-watchbill.ts';

function validator(name: string) {
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  addFormats.default(ajv);
  const schema: object = JSON.parse(watchbill(['schema', name]).out);
  const validate = ajv.compile(schema);
  return (value: unknown): string => (validate(value) ? '' : ajv.errorsText(validate.errors));
}

describe('schema', () => {
  it('finding: every line of -o ndjson', () => {
    const wrong = validator('finding');
    for (const object of objectsIn(
      watchbill(['scan', recording, '-o', 'ndjson', '--rules', 'watchbill', '--rules', 'community']).out,
    ))
      assert.equal(wrong(object), '');
    assert.notEqual(wrong({ type: 'finding' }), '');
  });

  it('rule: every rule that is shipped', () => {
    const wrong = validator('rule');
    const files = globSync('rules/**/*.yml', { cwd: root }).filter(
      file => !/cases\.yml$|pipelines\//.test(file),
    );
    assert.ok(files.length > 40);
    for (const file of files)
      for (const document of parseAllDocuments(readFileSync(join(root, file), 'utf8')))
        assert.equal(wrong(document.toJS()), '', file);
    for (const bad of [
      { title: 'x' },
      { title: 'x', cel: 'true' },
      { title: 'x', cel: 'true', logsource: { product: 'kubernetes' }, level: 'huge' },
    ])
      assert.notEqual(wrong(bad), '');
  });

  it('config: what the reference shows, and no more', () => {
    const wrong = validator('config');
    const [, example = ''] =
      /```yaml\n([\s\S]*?)```/.exec(readFileSync(join(root, 'docs/reference/config.md'), 'utf8')) ?? [];
    assert.equal(wrong(parse(example)), '');
    assert.equal(
      wrong({ sigma: false, 'max-record-bytes': 1000, output: ['table', 'sarif=a.sarif'], severity: 'low' }),
      '',
    );
    for (const bad of [
      { severty: 'low' },
      { severity: 'huge' },
      { output: 'xml' },
      { sigma: 'no' },
      { follow: true },
    ])
      assert.notEqual(wrong(bad), '', JSON.stringify(bad));
  });

  it('suppressions', () => {
    const wrong = validator('suppressions');
    const suppression = {
      id: 'a',
      owner: 'b',
      reason: 'c',
      expires: '2027-01-01',
      scope: { namespace: 'data' },
    };
    assert.equal(wrong({ suppressions: [suppression] }), '');
    assert.notEqual(wrong({ suppressions: [{ ...suppression, owner: undefined }] }), '');
  });
});
