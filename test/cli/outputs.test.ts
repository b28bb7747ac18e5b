import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { parseAllDocuments } from 'yaml';
import { listAt, objectAt, stringAt } from '../../src/model/json.ts';
import { newFolder, objectsIn, recording, watchbill } from './run-watchbill.ts';

const formats = ['table', 'wide', 'json', 'ndjson', 'yaml', 'sarif', 'junit', 'markdown', 'html'];

describe('one run, every output', () => {
  const folder = newFolder();
  const at = (format: string): string => readFileSync(join(folder, format), 'utf8');
  let found: readonly string[] = [];
  let incidents: readonly string[] = [];

  before(() => {
    const outputs = formats.flatMap(format => ['-o', `${format}=${join(folder, format)}`]);
    const { code, out, err } = watchbill(['scan', recording, ...outputs]);
    assert.equal(code, 1, err);
    assert.equal(out, '');
    assert.match(err, /\d+ findings \(.*\), \d+ incidents\n5,025 events read/);
    const objects = objectsIn(at('ndjson'));
    const ids = (type: string) =>
      objects.filter(object => object['type'] === type).map(object => stringAt(object, 'id') ?? '');
    found = ids('finding');
    incidents = ids('incident');
    assert.ok(found.length > 10 && incidents.length > 5);
  });

  it('ndjson: findings, then incidents, then one summary', () => {
    const types = objectsIn(at('ndjson')).map(object => object['type']);
    const expected = [...found.map(() => 'finding'), ...incidents.map(() => 'incident'), 'summary'];
    assert.deepEqual(types, expected);
    const summary = objectsIn(at('ndjson')).at(-1);
    assert.equal(summary?.['findings'], found.length);
    assert.equal(summary?.['incidents'], incidents.length);
  });

  it('json and yaml hold the same objects', () => {
    const json: unknown = JSON.parse(at('json'));
    const lines = objectsIn(at('ndjson'));
    assert.deepEqual(
      [...listAt(json, 'findings'), ...listAt(json, 'incidents'), objectAt(json, 'summary')],
      lines,
    );
    const documents = parseAllDocuments(at('yaml')).map((document): unknown => document.toJS());
    assert.deepEqual(documents, lines);
  });

  it('sarif has a result for each finding', () => {
    const sarif: unknown = JSON.parse(at('sarif'));
    const results = listAt(listAt(sarif, 'runs')[0], 'results');
    const ids = results.map(result => Object.values(objectAt(result, 'partialFingerprints') ?? {})[0]);
    assert.deepEqual(ids, found);
  });

  it('junit has a failure for each finding, wide a row', () => {
    assert.equal([...at('junit').matchAll(/<failure /g)].length, found.length);
    for (const id of found) assert.ok(at('wide').includes(id.slice(0, 8)), `${id} is not in wide`);
  });

  it('table and markdown tell every incident', () => {
    for (const id of incidents) {
      assert.ok(at('table').includes(id), `${id} is not in the table`);
      assert.ok(at('markdown').includes(id), `${id} is not in markdown`);
    }
  });

  it('nothing but the outputs is left', () => {
    assert.deepEqual(readdirSync(folder).toSorted(), formats.toSorted());
  });

  it('the same input gives the same output, with or without --strict, which passes nothing over', () => {
    const again = watchbill(['scan', recording, '-o', 'ndjson', '--strict']);
    const known = objectsIn(at('ndjson'));
    const objects = objectsIn(again.out);
    assert.deepEqual(objects.slice(0, -1), known.slice(0, -1));
    assert.equal(objects.at(-1)?.['skipped'], 0);
    assert.equal(objects.at(-1)?.['events'], known.at(-1)?.['events']);
  });
});

it('--quiet: data only', () => {
  const { out, err } = watchbill(['scan', recording, '-o', 'json', '--quiet']);
  assert.doesNotThrow(() => JSON.parse(out));
  assert.equal(err, '');
});

it('the table is on standard output, with the summary', () => {
  const { out, err } = watchbill(['scan', recording]);
  assert.match(out, /events read from 1 input/);
  assert.equal(err, '');
});
