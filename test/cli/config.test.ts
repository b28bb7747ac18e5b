import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { newFolder, watchbill } from './run-watchbill.ts';

function configFile(text: string): string {
  const file = join(newFolder(), 'watchbill.yaml');
  writeFileSync(file, text);
  return file;
}

it('print shows what is set and where: the environment comes before the file', () => {
  const config = configFile('fail-on: high\nseverity: low\nrules: [watchbill, community]\n');
  const env = { WATCHBILL_SEVERITY: 'medium' };
  const { out, code } = watchbill(['config', 'print', '--config', config, '--show-origin'], { env });
  assert.equal(code, 0);
  assert.deepEqual(
    out
      .trim()
      .split('\n')
      .map(line => line.replaceAll(config, 'w.yaml').split(/\s{2,}|: +/)),
    [
      ['rules', 'watchbill, community', '# w.yaml:3:1'],
      ['severity', 'medium', '# environment WATCHBILL_SEVERITY'],
      ['fail-on', 'high', '# w.yaml:1:1'],
    ],
  );
  const json: readonly unknown[] = JSON.parse(
    watchbill(['config', 'print', '--config', config, '--all', '-o', 'json'], { env }).out,
  );
  assert.ok(json.length > 30);
  assert.deepEqual(
    json.find(each => JSON.stringify(each).includes('"keep"')),
    {
      key: 'keep',
      value: null,
      origin: 'default: 400d',
    },
  );
});

it('check tells mistakes with line and column, in the file and in what it names', () => {
  assert.equal(watchbill(['config', 'check', '--config', configFile('fail-on: high\n')]).code, 0);
  const unknown = watchbill(['config', 'check', '--config', configFile('quiet: true\nfail_on: high\n')]);
  assert.equal(unknown.code, 2);
  assert.match(unknown.out, /watchbill\.yaml:2:1: error: There is no setting "fail_on"/);
  const source = watchbill([
    'config',
    'check',
    '--config',
    configFile('state: s\nsource: audit-webhook:0.0.0.0:8765\n'),
  ]);
  assert.equal(source.code, 2);
  assert.match(source.out, /off loopback, cert-file and key-file are needed/);
  const rules = join(newFolder(), 'rule.yml');
  writeFileSync(rules, 'title: x\nlevl: high\n');
  const broken = watchbill(['config', 'check', '--config', configFile(`rules: ${rules}\n`)]);
  assert.equal(broken.code, 2);
  assert.match(broken.out, /rule\.yml:\d+:\d+: error/);
});
