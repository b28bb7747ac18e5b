import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileOf, newFolder, root, watchbill } from './run-watchbill.ts';

describe('rules list', () => {
  it('a line for each rule, or JSON', () => {
    const { code, out } = watchbill(['rules', 'list']);
    const rules: readonly { readonly title: string; readonly id: string }[] = JSON.parse(
      watchbill(['rules', 'list', '-o', 'json']).out,
    );
    assert.equal(code, 0);
    assert.ok(rules.length >= 30);
    assert.equal(out.trimEnd().split('\n').length, rules.length + 1);
    for (const { title } of rules) assert.ok(out.includes(title.slice(0, 60)), title);
  });

  it('packs, files and folders', () => {
    const community = watchbill(['rules', 'list', 'community']).out.trimEnd().split('\n');
    assert.ok(community.length >= 17);
    const folder = join(root, 'rules/execution/encoded-command');
    assert.equal(watchbill(['rules', 'list', folder]).out.trimEnd().split('\n').length, 2);
  });
});

describe('rules describe', () => {
  it('by folder, id or title', () => {
    const { code, out } = watchbill(['rules', 'describe', 'encoded-command']);
    assert.equal(code, 0);
    for (const part of [
      'What it says',
      'Evidence it needs',
      'What it cannot see',
      'Known false alarms',
      'What to do',
      'The rule',
    ])
      assert.ok(out.includes(part), part);
    const id = /([0-9a-f]{8}-[0-9a-f-]{27})/.exec(out)?.[1] ?? '';
    assert.equal(watchbill(['rules', 'describe', id]).out, out);
    assert.equal(watchbill(['rules', 'describe', out.split('\n')[0] ?? '']).out, out);
  });

  it('shows what field mappings make of a rule', () => {
    const words = ['rules', 'describe', 'Container With A hostPath Mount Created'];
    assert.match(watchbill(words).out, /hostPath -> requestObject\.spec/);
    assert.doesNotMatch(watchbill([...words, '--pipeline', 'none']).out, /hostPath -> /);
  });

  it('exits with 2 for a rule that is not there', () => {
    const { code, err } = watchbill(['rules', 'describe', 'no-such-rule']);
    assert.equal(code, 2);
    assert.match(err, /no rule has this/);
  });
});

describe('rules lint', () => {
  it('is content with the shipped rules', () => {
    assert.deepEqual(watchbill(['rules', 'lint']), { code: 0, out: '', err: '0 errors, 0 warnings\n' });
  });

  it('says which community rules can never match as they are written', () => {
    const { code, out } = watchbill(['rules', 'lint', 'community', '--pipeline', 'none']);
    assert.equal(code, 2);
    const never = new Set(
      out
        .split('\n')
        .filter(line => /never-matches/.test(line))
        .map(line => line.split(':')[0]),
    );
    assert.equal(never.size, 5);
  });

  it('reports every problem of a file at once, with line and column, and exits with 2', () => {
    const rule = fileOf(
      'title: Two mistakes\nid: not-an-id\nlogsource: {product: kubernetes, service: audit}\ndetection:\n  selection:\n    verb|containz: create\n  condition: selection and other\nlevel: huge\n',
      'rule.yml',
    );
    const { code, out } = watchbill(['rules', 'lint', rule]);
    assert.equal(code, 2);
    for (const place of ['rule.yml:6:', 'rule.yml:7:', 'rule.yml:8:'])
      assert.ok(out.includes(place), `${place} is not in ${out}`);
    const problems: readonly unknown[] = JSON.parse(watchbill(['rules', 'lint', rule, '-o', 'json']).out);
    assert.equal(problems.length, out.trimEnd().split('\n').length);
  });
});

describe('rules test', () => {
  it('runs the cases beside a rule', () => {
    const { code, err } = watchbill(['rules', 'test', join(root, 'rules/execution/encoded-command')]);
    assert.equal(code, 0);
    assert.match(err, /^1 rule, \d+ cases passed, 0 failed/);
  });

  it('exits with 1 where a case fails, and says which', () => {
    const folder = newFolder();
    cpSync(join(root, 'rules/execution/encoded-command'), folder, { recursive: true });
    const cases = join(folder, 'cases.yml');
    writeFileSync(
      cases,
      readFileSync(cases, 'utf8')
        .replace(/^silent:/m, 'later:')
        .replace(/^fire:/m, 'silent:')
        .replace(/^later:/m, 'fire:'),
    );
    const { code, out } = watchbill(['rules', 'test', folder]);
    assert.equal(code, 1);
    assert.match(out, /cases\.yml:\d+: .*"base64 into sh" \(manifest\) fired/);
    assert.match(out, /did not fire/);
  });

  it('exits with 1 where there is nothing to test', () => {
    assert.equal(watchbill(['rules', 'test', newFolder()]).code, 1);
  });
});

describe('rules fields', () => {
  it('fields of events and of workloads, with what they are', () => {
    const { code, out } = watchbill(['rules', 'fields']);
    assert.equal(code, 0);
    assert.match(out, /^objectRef\.resource +text +\S/m);
    assert.match(out, /^workload\.containers\[\]\.image +string +\S/m);
    const fields: readonly { readonly says: string }[] = JSON.parse(
      watchbill(['rules', 'fields', '-o', 'json']).out,
    );
    assert.ok(fields.length > 100 && fields.every(({ says }) => says !== ''));
  });
});
