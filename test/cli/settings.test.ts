import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { fileOf, newFolder, objectsIn, suspicious, watchbill } from './run-watchbill.ts';

function folderWith(config: string): string {
  const folder = newFolder();
  writeFileSync(join(folder, 'watchbill.yaml'), config);
  return folder;
}

const log = fileOf(suspicious);
const clusterOf = (out: string): unknown => {
  const workload = objectsIn(out)[0]?.['workload'];
  return typeof workload === 'object' && workload !== null && 'cluster' in workload
    ? workload.cluster
    : undefined;
};

describe('where settings come from', () => {
  const cwd = folderWith('cluster: from-file\noutput: ndjson\nfail-on: never\nquiet: true\n');

  it('watchbill.yaml of the folder', () => {
    const { code, out, err } = watchbill(['scan', log], { cwd });
    assert.deepEqual([code, clusterOf(out), err], [0, 'from-file', '']);
  });

  it('the environment comes before it', () => {
    const env = { WATCHBILL_CLUSTER: 'from-environment', WATCHBILL_FAIL_ON: 'low' };
    const { code, out } = watchbill(['scan', log], { cwd, env });
    assert.deepEqual([code, clusterOf(out)], [1, 'from-environment']);
  });

  it('flags come before both', () => {
    const env = { WATCHBILL_CLUSTER: 'from-environment' };
    const { out } = watchbill(['scan', log, '--cluster', 'from-flag'], { cwd, env });
    assert.equal(clusterOf(out), 'from-flag');
  });

  it('--config names another file, and "" none', () => {
    const other = join(folderWith('cluster: from-other\noutput: ndjson\n'), 'watchbill.yaml');
    assert.equal(clusterOf(watchbill(['scan', log, '--config', other], { cwd }).out), 'from-other');
    assert.equal(
      clusterOf(watchbill(['scan', log], { cwd, env: { WATCHBILL_CONFIG: other } }).out),
      'from-other',
    );
    assert.equal(clusterOf(watchbill(['scan', log, '--config', '', '-o', 'ndjson'], { cwd }).out), '');
  });

  it('switches from the environment, under both names', () => {
    for (const env of [{ WATCHBILL_NO_CEL: '1' }, { WATCHBILL_CEL: 'false' }]) {
      const { out } = watchbill(['scan', log, '-o', 'ndjson'], { env });
      assert.ok(!out.includes('"type":"cel"'), JSON.stringify(env));
    }
    const { code, err } = watchbill(['scan', log], { env: { WATCHBILL_STRICT: 'perhaps' } });
    assert.equal(code, 2);
    assert.match(err, /WATCHBILL_STRICT.*true or false/);
  });

  it('lists in the environment are separated by commas', () => {
    const { out } = watchbill(['scan', log, '-o', 'ndjson'], {
      env: { WATCHBILL_RULES: 'watchbill,community' },
    });
    assert.ok(out.includes('"type":"cel"') && out.includes('Kubernetes CronJob/Job Modification'));
  });

  it('paths in the file are relative to it', () => {
    const folder = folderWith('rules: [rules]\noutput: ndjson\nsuppressions: ./quiet.yaml\n');
    mkdirSync(join(folder, 'rules'));
    writeFileSync(
      join(folder, 'rules/mine.yml'),
      'title: My rule\nid: 5b9b9b57-1c8e-4b7e-9a3f-6d9b5a0f2c11\nlogsource: {product: kubernetes, service: audit}\ndetection:\n  selection: {verb: create}\n  condition: selection\nlevel: low\n',
    );
    writeFileSync(join(folder, 'quiet.yaml'), 'suppressions: []\n');
    const beside = watchbill(['scan', log], { cwd: folder });
    const named = watchbill(['scan', log, '--config', join(folder, 'watchbill.yaml')], { cwd: dirname(log) });
    for (const { out, err } of [beside, named]) assert.match(out, /"title":"My rule"/, err);
  });
});

describe('a configuration with mistakes', () => {
  it('names every one with its place, and scans nothing', () => {
    const cwd = folderWith(
      'severty: high\nfail-on: awful\nquiet: "yes"\nfollow: true\nmax-record-bytes: -1\noutput: [table, xml]\n',
    );
    const { code, out, err } = watchbill(['scan', log], { cwd });
    assert.deepEqual([code, out], [2, '']);
    for (const says of [
      /watchbill\.yaml:1:1: error: .*"severty".*did you mean "severity"/,
      /watchbill\.yaml:2:10: error: fail-on takes one of/,
      /watchbill\.yaml:3:8: error: quiet takes true or false/,
      /watchbill\.yaml:4:1: error: .*"follow".*one run/,
      /watchbill\.yaml:5:19: error: max-record-bytes takes a number/,
      /watchbill\.yaml:6:17: error: output takes/,
    ])
      assert.match(err, says);
  });

  it('is told when it is no map or no YAML', () => {
    for (const text of ['- a\n', 'a: [\n', 'just text\n'])
      assert.match(watchbill(['scan', log], { cwd: folderWith(text) }).err, /watchbill\.yaml:\d+:\d+: error/);
  });

  it('an empty one is none', () => {
    assert.equal(watchbill(['scan', log], { cwd: folderWith('# nothing yet\n') }).code, 1);
  });
});

describe('suppressions', () => {
  const file = (expires: string): string =>
    fileOf(
      `suppressions:\n  - id: known-report\n    owner: data-team\n    reason: reviewed\n    expires: ${expires}\n    scope: {namespace: data, kind: CronJob}\n`,
      'suppressions.yaml',
    );

  it('hide what they cover, and are listed in every summary', () => {
    const { code, out } = watchbill(['scan', log, '--suppressions', file('2999-01-01')]);
    assert.equal(code, 0);
    assert.match(out, /suppression known-report of data-team hid \d+ findings? \(until 2999-01-01/);
  });

  it('hide no longer once they have expired', () => {
    const { code, out } = watchbill(['scan', log, '--suppressions', file('2020-01-01')]);
    assert.equal(code, 1);
    assert.match(out, /suppression known-report of data-team expired on 2020-01-01/);
  });

  it('with mistakes are errors with their places', () => {
    const { code, err } = watchbill([
      'scan',
      log,
      '--suppressions',
      fileOf('suppressions:\n  - id: x\n', 's.yaml'),
    ]);
    assert.equal(code, 2);
    assert.match(err, /s\.yaml:2:\d+: error: owner is missing/);
  });
});
