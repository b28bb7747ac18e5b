import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import type { Ran } from './run-watchbill.ts';
import { fileOf, harmless, newFolder, suspicious, watchbill } from './run-watchbill.ts';

const brokenRule = fileOf(
  'title: Half a rule\nlogsource: {product: kubernetes}\ndetection:\n  selection: {verb: get}\n',
  'rule.yml',
);

function ends(ran: Ran, code: number, says: RegExp = /(?:)/): void {
  assert.equal(ran.code, code, ran.err);
  assert.match(ran.err, says);
}

describe('exit codes', () => {
  it('0: nothing found', () => ends(watchbill(['scan', fileOf(harmless)]), 0));

  it('1: something found', () => {
    const ran = watchbill(['scan', fileOf(suspicious)]);
    ends(ran, 1);
    assert.match(ran.out, /HIGH|CRITICAL/);
  });

  it('--fail-on decides which findings fail a run', () => {
    const log = fileOf(suspicious);
    ends(watchbill(['scan', log, '--fail-on', 'high']), 1);
    ends(watchbill(['scan', log, '--fail-on', 'never']), 0);
    ends(watchbill(['scan', log, '--fail-on', 'critical', '--rules', oneRule('medium')]), 0);
  });

  it('--severity leaves findings out of the report, not out of the exit code', () => {
    const ran = watchbill([
      'scan',
      fileOf(suspicious),
      '--rules',
      oneRule('low'),
      '--no-anomaly',
      '--severity',
      'high',
      '-o',
      'ndjson',
    ]);
    ends(ran, 1, /1 findings? and 0 incidents below high are not reported/);
    assert.ok(!ran.out.includes('"type":"finding"'));
  });

  const wrong: readonly (readonly [what: string, words: readonly string[], says: RegExp])[] = [
    ['an option with a typing error', ['scan', 'x', '--severty', 'high'], /did you mean --severity/i],
    ['a command with a typing error', ['scna', 'x'], /did you mean scan/i],
    ['an unknown format', ['scan', 'x', '--format', 'syslog'], /--format/],
    ['an unknown output', ['scan', 'x', '-o', 'xml'], /"xml" is none of table/],
    [
      'two outputs to standard output',
      ['scan', 'x', '-o', 'json', '-o', 'table'],
      /only one can go to standard output/,
    ],
    ['the same file twice', ['scan', 'x', '-o', 'json=a', '-o', 'yaml=a'], /the same file/],
    ['an output without a file', ['scan', 'x', '-o', 'json='], /no file is named/],
    ['an unknown severity', ['scan', 'x', '--fail-on', 'awful'], /awful/],
    ['a time that is none', ['scan', 'x', '--since', 'yesterday'], /"yesterday" is no time/],
    ['a time without a zone', ['scan', 'x', '--since', '2026-11-23T10:00:00'], /is no time/],
    ['a range that ends before it begins', ['scan', 'x', '--since', '1h', '--until', '2h'], /after --until/],
    ['a number that is none', ['scan', 'x', '--max-record-bytes', '12MB'], /no number of bytes/],
    ['rules that are not there', ['scan', 'x', '--rules', 'no/such/rules'], /no\/such\/rules/],
    ['rules with an error', ['scan', 'x', '--rules', brokenRule], /rule\.yml:\d+:\d+: error/],
    ['a pipeline that is not there', ['scan', 'x', '--rules', 'community', '--pipeline', 'nope'], /nope/],
    ['suppressions that are not there', ['scan', 'x', '--suppressions', 'nope.yaml'], /nope\.yaml/],
    ['a configuration that is not there', ['scan', 'x', '--config', 'nope.yaml'], /nope\.yaml/],
    ['no input at all', ['scan'], /name a file/],
  ];
  for (const [what, words, says] of wrong)
    it(`2: ${what}`, () => {
      const ran = watchbill(words);
      ends(ran, 2, says);
      assert.equal(ran.out, '');
    });

  it('2: an output that cannot be made', () => {
    ends(watchbill(['scan', fileOf(harmless), '-o', 'json=/no/such/folder/out.json']), 2, /no such file/i);
  });

  it('3: an input that cannot be read, whatever was found elsewhere', () => {
    ends(watchbill(['scan', fileOf(suspicious), 'no-such-file.log']), 3, /(?:)/);
    ends(watchbill(['scan', fileOf('this is no log\nat all\n')]), 3);
  });

  it('3 with --strict where a line was refused; without it the rest counts', () => {
    const log = fileOf(`${harmless}{"kind":"Event","apiVersion":"audit.k8s.io/v1",\n${harmless}`);
    ends(watchbill(['scan', log]), 0);
    const strict = watchbill(['scan', log, '--strict']);
    ends(strict, 3);
    assert.match(strict.out, /1 refused/);
  });

  it('leaves no half-written file behind', () => {
    const folder = newFolder();
    ends(
      watchbill([
        'scan',
        fileOf(harmless),
        '-o',
        `json=${join(folder, 'a.json')}`,
        '-o',
        'sarif=/no/such/folder/b',
      ]),
      2,
    );
    assert.deepEqual(readdirSync(folder), []);
  });
});

/** A folder with one rule of this level that matches the suspicious log. */
function oneRule(level: string): string {
  return dirname(
    fileOf(
      `title: CronJob written\nid: 0b0a5e1e-5d0c-4a39-8a55-6c7a1b0f3a11\nstatus: test\nlogsource: {product: kubernetes, service: audit}\ndetection:\n  selection: {verb: create, objectRef.resource: cronjobs}\n  condition: selection\nlevel: ${level}\n`,
      'rule.yml',
    ),
  );
}
