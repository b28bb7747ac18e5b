import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { JsonObject } from '../../src/model/json.ts';
import { isObject, listAt, objectAt, stringAt } from '../../src/model/json.ts';
import { auditEvent } from '../support/signals.ts';
import { fileOf, linesOf, newFolder, recording, suspicious, watchbill } from './run-watchbill.ts';

function report(out: string): JsonObject {
  const read: unknown = JSON.parse(out);
  assert.ok(isObject(read));
  return read;
}

const typesIn = (out: string): readonly (string | undefined)[] =>
  listAt(report(out), 'differences').map(each => stringAt(each, 'type'));

const suppression = `suppressions:
  - {id: known, owner: o, reason: r, expires: 2099-01-01, scope: {namespace: data, name: nightly-report}}
`;

describe('backtest', () => {
  const log = fileOf(suspicious);
  const twice = (more: readonly string[]) => watchbill(['backtest', log, '-o', 'json', ...more]);

  it('the same as configured is no difference', () => {
    const { code, out, err } = twice([
      '--with',
      'max-incidents-per-day=1',
      '--fail-on-new',
      '--fail-on-gone',
    ]);
    assert.equal(code, 0, err);
    assert.deepEqual(typesIn(out), []);
    assert.equal(objectAt(report(out), 'configured')?.['incidents'], 1);
  });

  it('says what a suppression would hide, and why; --fail-on-gone makes it an error', () => {
    const file = fileOf(suppression, 's.yaml');
    const { code, out } = twice(['--with', `suppressions=${file}`]);
    assert.equal(code, 0);
    assert.deepEqual(typesIn(out), ['gone']);
    assert.match(out, /suppression known would hide what rule/);
    assert.equal(twice(['--with', `suppressions=${file}`, '--fail-on-gone']).code, 1);
    assert.equal(twice(['--with', `suppressions=${file}`, '--fail-on-new']).code, 0);
  });

  it('says what another configuration file would find; --fail-on-new makes it an error', () => {
    const config = fileOf('cel: true\nanomaly: true\n', 'proposed.yaml');
    const without = ['--no-cel', '--no-anomaly', '--with-config', config];
    const { out } = watchbill(['backtest', log, ...without]);
    assert.match(out, /^NEW +none -> high .*by dev@corp\.example/m);
    assert.match(out, /^1 new, 0 gone, /m);
    assert.equal(watchbill(['backtest', log, ...without, '--fail-on-new']).code, 1);
  });

  it('judges by what was known then: a baseline that has learned the attack later does not hide it', () => {
    const folder = newFolder();
    const baseline = join(folder, 'usual.ndjson');
    const days = (from: number, to: number): string =>
      Array.from({ length: to - from }, (_, index) => harmlessChange(from + index)).join('');
    const history = fileOf(days(1, 12));
    const attackOn = (day: number): string =>
      change(
        day,
        { user: { username: 'x@elsewhere.example', groups: [] }, userAgent: 'curl/8.5.0' },
        'evil.example/x:1',
      );
    writeFileSync(history, days(1, 12) + attackOn(12));
    const later = fileOf(days(13, 20) + [13, 14, 15, 16, 17, 18].map(attackOn).join(''));
    const before = ['baseline', 'build', baseline, '--from', fileOf(days(-9, 0)), '--from', later];
    assert.equal(watchbill(before).code, 0);
    const kept = readFileSync(baseline, 'utf8');
    const words = ['--baseline', baseline, '--with', 'anomaly-threshold=2', '-o', 'json'];
    const { code, out, err } = watchbill(['backtest', history, ...words]);
    assert.equal(code, 0, err);
    assert.equal(objectAt(report(out), 'configured')?.['incidents'], 1);
    assert.equal(readFileSync(baseline, 'utf8'), kept);
    assert.doesNotMatch(
      watchbill(['scan', history, '--baseline', baseline, '-o', 'ndjson', '-q']).out,
      /"type":"incident"/,
    );
  });

  it('replays what a watch keeps', () => {
    const state = join(newFolder(), 'state');
    assert.equal(watchbill(['run', '--state', state, '--source', `audit-file:${log}`, '--once']).code, 0);
    const { code, out, err } = watchbill(['backtest', '--state', state, '--with', 'cel=false', '-o', 'json']);
    assert.equal(code, 0, err);
    assert.deepEqual(typesIn(out), ['gone']);
    assert.match(JSON.stringify(listAt(report(out), 'blind')), /exec, RBAC, Secrets/);
  });

  it('with other words', () => {
    const mistakes: readonly (readonly [words: readonly string[], code: number, says: RegExp])[] = [
      [['backtest'], 2, /name the history/],
      [['backtest', log], 2, /propose something/],
      [['backtest', log, '--state', 'x', '--with', 'cel=false'], 2, /not both/],
      [['backtest', '-', '--with', 'cel=false'], 2, /cannot be read twice/],
      [['backtest', log, '--with', 'cel'], 2, /key=value/],
      [['backtest', log, '--with', 'severity=high'], 2, /no setting "severity"/],
      [['backtest', log, '--with', 'cel=no'], 2, /cel is true or false/],
      [['backtest', log, '--with', 'anomaly-treshold=3'], 2, /did you mean "anomaly-threshold"/],
      [['backtest', log, '--with', 'anomaly-threshold=much'], 2, /no number of bits/],
      [['backtest', log, '--with', 'rules=/no/such'], 2, /no\/such/],
      [['backtest', '--state', '/no/such', '--with', 'cel=false'], 4, /no\/such/],
      [['backtest', fileOf('no log at all\n'), '--with', 'cel=false'], 3, /^$/],
    ];
    for (const [words, code, says] of mistakes) {
      const ran = watchbill(words);
      assert.equal(ran.code, code, `${words.join(' ')}: ${ran.err}`);
      assert.match(ran.err, says);
    }
  });

  it('of the recording: every incident, gone without what found it', () => {
    const learning = ['--learn-until', '2026-11-23T04:37:02Z', '--no-correlation', '--no-cel', '--no-sigma'];
    const { out } = watchbill([
      'backtest',
      recording,
      ...learning,
      '--with',
      'anomaly-threshold=200',
      '-o',
      'json',
    ]);
    const types = typesIn(out);
    assert.ok(types.length >= 14 && types.every(type => type === 'gone'), types.join());
  });
});

const timeOn = (day: number): string => new Date(Date.UTC(2026, 10, day, 8)).toISOString();

/** A CronJob whose image is changed, on a day of November. */
function change(day: number, by: JsonObject, image: string): string {
  const object = {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'report', namespace: 'data', uid: 'uid-9' },
    spec: {
      schedule: '30 2 * * *',
      jobTemplate: {
        spec: { template: { spec: { containers: [{ name: 'main', image, command: ['/app/run'] }] } } },
      },
    },
  };
  const event = auditEvent({
    ...by,
    auditID: `audit-${day}-${image}`,
    verb: 'update',
    requestURI: '/apis/batch/v1/namespaces/data/cronjobs/report',
    objectRef: {
      resource: 'cronjobs',
      apiGroup: 'batch',
      apiVersion: 'v1',
      namespace: 'data',
      name: 'report',
    },
    responseStatus: { code: 200 },
    requestObject: object,
    responseObject: object,
    requestReceivedTimestamp: timeOn(day),
    stageTimestamp: timeOn(day),
  });
  return linesOf(event);
}

function harmlessChange(day: number): string {
  const by = { user: { username: 'ci@corp.example', groups: [] }, userAgent: 'deployer/v1' };
  return change(day, by, `registry.corp.example/data/report:1.${day + 20}`);
}
