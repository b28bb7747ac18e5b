import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { compileCel } from '../../src/detect/cel/compile-cel.ts';
import { parseRuleFile } from '../../src/detect/rules/parse-rule-file.ts';
import { isObject, listAt, objectAt, stringAt, stringsAt } from '../../src/model/json.ts';

const root = join(import.meta.dirname, '../../rules');
const folders = globSync('*/*/rule.yml', { cwd: root, exclude: ['community/**'] }).map(dirname);
const documents = folders.flatMap(folder => {
  const path = join(root, folder, 'rule.yml');
  return parseRuleFile(readFileSync(path, 'utf8'), folder).documents;
});
const folderOf = new Map(documents.map(({ metadata, file }) => [metadata.id, file]));
const workloads = listAt(
  parse(readFileSync(join(import.meta.dirname, 'honest-workloads.yml'), 'utf8')),
  'workloads',
);

for (const [index, workload] of workloads.entries()) {
  const object = objectAt(workload, 'object');
  const name = `${stringAt(object, 'kind')} ${stringAt(objectAt(object, 'metadata'), 'name')}`;
  test(`honest: ${name}`, () => {
    assert.ok(isObject(object));
    const { detector } = compileCel(documents);
    const origin = { source: 'test', file: 'honest-workloads.yml', line: index + 1 };
    const signals = detector.inspect({ type: 'manifest', cluster: '', format: 'manifest', origin, object });
    const found = signals.map(signal => folderOf.get(signal.detector.id) ?? signal.detector.title);
    assert.deepEqual(found.toSorted(), stringsAt(workload, 'found').toSorted());
    assert.deepEqual(detector.failures(), []);
  });
}

test('there are honest workloads', () => assert.ok(workloads.length > 40));
