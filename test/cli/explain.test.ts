import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { stringAt } from '../../src/model/json.ts';
import { auditEvent } from '../support/signals.ts';
import {
  fileOf,
  harmless,
  linesOf,
  newFolder,
  objectsIn,
  recording,
  suspicious,
  watchbill,
} from './run-watchbill.ts';

const state = newFolder();
const env = { XDG_STATE_HOME: state };
const findingsOf = (out: string) => objectsIn(out).filter(({ type }) => type === 'finding');

describe('explain a finding', () => {
  const log = fileOf(`${harmless}${suspicious}`);
  const found = findingsOf(watchbill(['scan', log, '-o', 'ndjson'], { env }).out);
  const id = stringAt(found[0], 'id') ?? '';

  it('of the last scan, by the beginning of its id', () => {
    const { code, out, err } = watchbill(['explain', id.slice(0, 8)], { env });
    assert.equal(code, 0, err);
    assert.match(out, new RegExp(`fired \\(finding ${id}, `));
    assert.match(out, /audit\.log:2\n/);
    assert.match(out, /because /);
    assert.match(out, /request {4}create \/apis\/batch\/v1\/namespaces\/data\/cronjobs/);
    assert.match(out, /^ +yes /m);
  });

  it('every finding of the recording can be explained, and its tree says that it fired', () => {
    const all = findingsOf(
      watchbill(['scan', recording, '-o', 'ndjson', '--rules', 'watchbill', '--rules', 'community'], { env })
        .out,
    );
    const rules = new Map(all.map(finding => [stringAt(finding, 'title'), stringAt(finding, 'id') ?? '']));
    for (const [title, each] of [...rules].slice(0, 6)) {
      const { code, out, err } = watchbill(['explain', each, recording, '-o', 'json'], { env });
      assert.equal(code, 0, err);
      const [explained]: readonly {
        readonly explanation: { readonly outcome: unknown };
        readonly rule: { readonly title: string };
      }[] = JSON.parse(out);
      assert.equal(explained?.rule.title, title);
      assert.ok(
        explained?.explanation.outcome === true || explained?.explanation.outcome === 'not-evaluated',
      );
    }
  });

  it('knows what the log told before: where an object comes from, and what was there', () => {
    const job = {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: {
        name: 'nightly-report-x',
        namespace: 'data',
        ownerReferences: [{ apiVersion: 'batch/v1', kind: 'CronJob', name: 'nightly-report', uid: 'uid-1' }],
      },
      spec: { template: { spec: { containers: [{ name: 'main', image: 'registry.example/other:1' }] } } },
    };
    const claims = auditEvent({
      objectRef: { apiGroup: 'batch', resource: 'jobs', namespace: 'data', name: 'nightly-report-x' },
      auditID: 'b3f9a8e2-0000-4000-8000-000000000002',
      requestObject: job,
      responseObject: { ...job, metadata: { ...job.metadata, uid: 'uid-2' } },
      requestReceivedTimestamp: '2026-11-23T04:38:14.000001Z',
      stageTimestamp: '2026-11-23T04:38:14.012345Z',
    });
    const log = fileOf(suspicious + linesOf(claims));
    const words = ['explain', '--rule', 'template-differs-from-owner', '--line', '2', log];
    assert.match(watchbill(words).out, /yes +lineage\.template == "differs"/);
  });

  it('with other words', () => {
    const mistakes: readonly (readonly [words: readonly string[], says: RegExp])[] = [
      [['explain'], /give the id of a finding/],
      [['explain', 'xyz'], /give the id of a finding/],
      [['explain', '0123456789abcdef', log], /make no finding 0123456789abcdef/],
      [['explain', '--rule', 'no such rule', '--line', '1', log], /no rule has this id or title/],
      [['explain', '--rule', 'encoded-command', log], /--audit-id or --line/],
      [['explain', '--rule', 'encoded-command', '--line', '99', log], /no such event/],
      [['explain', '--rule', 'encoded-command', '--line', 'x', log], /no number of a line/],
      [['explain', id, '-'], /cannot be read again/],
    ];
    for (const [words, says] of mistakes) {
      const { code, err } = watchbill(words, { env });
      assert.equal(code, 2, words.join(' '));
      assert.match(err, says);
    }
  });
});

describe('explain what did not match', () => {
  const log = fileOf(`${harmless}${suspicious}`);

  it('a rule in CEL: which condition was false', () => {
    const { code, out } = watchbill(['explain', '--rule', 'encoded-command', '--line', '2', log]);
    assert.equal(code, 0);
    assert.match(out, /does not match/);
    assert.match(out, /^ +no {2}/m);
  });

  it('a Sigma rule: at which selection it stopped', () => {
    const words = ['explain', '--rules', 'community', '--rule', 'Kubernetes CronJob/Job Modification'];
    const stopped = watchbill([...words, '--line', '1', log]);
    assert.match(stopped.out, /does not match: stopped at/);
    const matched = watchbill([...words, '--audit-id', 'b3f9a8e2-0000-4000-8000-000000000001', log]);
    assert.match(matched.out, /matches/);
  });
});

describe('what is remembered', () => {
  it('which files and rules, and nothing of what was in them', () => {
    const folder = newFolder();
    const log = fileOf(suspicious);
    watchbill(['scan', log, '--rules', 'community'], { env: { XDG_STATE_HOME: folder } });
    const text = readFileSync(join(folder, 'watchbill/last-scan.json'), 'utf8');
    const remembered: unknown = JSON.parse(text);
    assert.deepEqual(remembered, {
      paths: [log],
      rules: ['community'],
      pipelines: [],
      cluster: '',
      folder: stringAt(remembered, 'folder'),
      values: { rules: ['community'] },
    });
    assert.ok(!text.includes('nightly-report'));
  });

  it('nothing with WATCHBILL_NO_STATE', () => {
    const folder = newFolder();
    const own = { XDG_STATE_HOME: folder, WATCHBILL_NO_STATE: '1' };
    watchbill(['scan', fileOf(suspicious)], { env: own });
    assert.ok(!existsSync(join(folder, 'watchbill')));
    assert.match(watchbill(['explain', 'abcd1234'], { env: own }).err, /no scan is remembered/);
  });
});
