import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { fileOf, newFolder, recording, watchbill } from './run-watchbill.ts';

const rules = ['--rules', join(import.meta.dirname, '../../rules/persistence/dormant-schedule')];

it('a policy is judged, with the line that blinds and the line that would open the eyes', () => {
  const policy = fileOf(
    'apiVersion: audit.k8s.io/v1\nkind: Policy\nomitStages: [RequestReceived]\nrules: [{level: Metadata}]\n',
  );
  const { code, out, err } = watchbill([
    'coverage',
    ...rules,
    '--policy',
    policy,
    '-o',
    'wide',
    '--fail-on',
    'blind',
  ]);
  assert.equal(code, 1, err);
  assert.match(out, /BLIND {2}Schedule that lies dormant \(medium, needs Request, known by its cases\)/);
  assert.match(out, /not seen: create cronjobs\.batch.*Metadata \(line 4\)/);
  assert.match(out, /would open its eyes: - \{level: Request, verbs: \[create/);
  assert.match(err, /1 blind, 2 part, 1 sees|by the policy/);
});

it('the policy that it writes lets every rule see, and holds no mistake', () => {
  const policy = join(newFolder(), 'policy.yaml');
  assert.equal(watchbill(['coverage', ...rules, '--write-policy', policy]).code, 0);
  assert.match(readFileSync(policy, 'utf8'), /group: batch, resources: \[jobs, cronjobs\]/);
  const { code, out, err } = watchbill([
    'coverage',
    ...rules,
    '--policy',
    policy,
    '-o',
    'json',
    '--fail-on',
    'part',
  ]);
  assert.equal(code, 0, out + err);
  assert.doesNotMatch(err, /warning|error/);
});

it('what really arrived is judged, too; a policy with a mistake is told with line and column', () => {
  const { code, err } = watchbill(['coverage', ...rules, '--from', recording]);
  assert.equal(code, 0, err);
  assert.match(err, /by \d+ events/);
  const wrong = watchbill([
    'coverage',
    ...rules,
    '--policy',
    fileOf('kind: Policy\napiVersion: audit.k8s.io/v1\nrules:\n- {level: All}\n'),
  ]);
  assert.equal(wrong.code, 2);
  assert.match(wrong.err, /:4:\d+: error: needs a level/);
  assert.equal(watchbill(['coverage']).code, 2);
});
