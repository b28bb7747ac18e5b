/** Every recording is whole: its truth speaks of requests that are in its log, and its log of nobody real. */
import assert from 'node:assert/strict';
import { globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { stringAt } from '../../src/model/json.ts';

const root = join(import.meta.dirname, '../..');
const worlds = globSync('recordings/*/truth.jsonl', { cwd: root }).map(dirname).toSorted();

for (const world of worlds)
  describe(world, () => {
    const read = (name: string): string => readFileSync(join(root, world, name), 'utf8');
    const truth = lines(read('truth.jsonl'));
    const log = gunzipSync(readFileSync(join(root, world, 'audit.log.gz'))).toString();
    const events = lines(log);

    test('every request of the truth is in the log', () => {
      const logged = new Set(events.map(event => textAt(event, 'auditID')));
      const missing = truth.filter(
        line => textAt(line, 'auditID') !== '' && !logged.has(textAt(line, 'auditID')),
      );
      assert.deepEqual(missing, []);
      const ids = truth.map(line => textAt(line, 'auditID')).filter(id => id !== '');
      assert.equal(new Set(ids).size, ids.length, 'a request twice');
    });

    test('until the time that it names there is benign work alone, and enough of it', () => {
      const { learnUntil }: { learnUntil: string } = JSON.parse(read('world.json'));
      const early = truth.filter(line => Date.parse(textAt(line, 'time')) < Date.parse(learnUntil));
      assert.ok(early.length > 100);
      assert.deepEqual([...new Set(early.map(line => textAt(line, 'label')))], ['benign']);
    });

    test('its addresses are of loopback, private or for documentation', () => {
      const addresses = new Set(log.match(/(?<![\d.v:])\d{1,3}(?:\.\d{1,3}){3}(?![\d.-])/g));
      const kept =
        /^(?:127|10|0)\.|^192\.0\.2\.|^198\.51\.100\.|^203\.0\.113\.|^169\.254\.|^192\.168\.|^172\.(?:1[6-9]|2\d|3[01])\./;
      assert.deepEqual(
        [...addresses].filter(address => !kept.test(address)),
        [],
      );
    });

    test('it is not large, and says how it was made', () => {
      assert.ok(statSync(join(root, world, 'audit.log.gz')).size < 1_500_000);
      assert.ok(read('README.md').length > 500);
    });
  });

function textAt(value: unknown, key: string): string {
  return stringAt(value, key) ?? '';
}

function lines(text: string): readonly unknown[] {
  return text.split('\n').flatMap((line): readonly unknown[] => (line === '' ? [] : [JSON.parse(line)]));
}
