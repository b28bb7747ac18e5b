import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { explainCommand, kubectlCommand, shellWord } from './commands.ts';

const workload = {
  cluster: '',
  group: 'batch',
  kind: 'CronJob',
  namespace: 'data',
  name: 'nightly',
  uid: '',
};
const suspend = `-p '{"spec":{"suspend":true}}'`;

describe('kubectlCommand', () => {
  const table = [
    [{}, `kubectl -n data patch cronjob nightly ${suspend}`],
    [{ kind: 'Job' }, `kubectl -n data patch job nightly ${suspend}`],
    [{ kind: 'Deployment', group: 'apps' }, 'kubectl -n data scale deployment nightly --replicas=0'],
    [{ kind: 'StatefulSet', group: 'apps' }, 'kubectl -n data scale statefulset nightly --replicas=0'],
    [{ kind: 'DaemonSet', group: 'apps' }, 'kubectl -n data get daemonset nightly -o yaml'],
    [{ kind: 'Secret', group: '' }, 'kubectl -n data describe secret nightly'],
    [
      { kind: 'ClusterRole', group: 'rbac.authorization.k8s.io', namespace: '', name: 'system:x' },
      'kubectl get clusterrole system:x -o yaml',
    ],
    [{ kind: 'Workflow', group: 'argoproj.io' }, 'kubectl -n data get workflow.argoproj.io nightly -o yaml'],
    [{ name: 'a b;rm -rf ~' }, `kubectl -n data patch cronjob 'a b;rm -rf ~' ${suspend}`],
    [{ name: "it's" }, `kubectl -n data patch cronjob 'it'\\''s' ${suspend}`],
    [{ name: '--all' }, undefined],
    [{ name: '' }, 'kubectl -n data get cronjob --sort-by=.metadata.creationTimestamp'],
    [{ name: 'load-' }, 'kubectl -n data get cronjob --sort-by=.metadata.creationTimestamp'],
    [{ name: 'a/../b' }, undefined],
    [{ name: 'a\u202eb' }, undefined],
    [{ name: 'a\nb' }, undefined],
    [{ namespace: '-n kube-system' }, undefined],
    [{ kind: 'Cron Job' }, undefined],
    [{ kind: '' }, undefined],
    [{ kind: 'X', group: 'a b' }, undefined],
  ] as const;
  for (const [changes, expected] of table) {
    test(`${JSON.stringify(changes)}: ${expected ?? 'none'}`, () => {
      assert.equal(kubectlCommand({ ...workload, ...changes }), expected);
    });
  }
});

test('explainCommand quotes the file, and leaves it out where it cannot be quoted safely', () => {
  assert.equal(explainCommand('00ff', 'logs/audit.log.gz'), 'bin/watchbill explain 00ff logs/audit.log.gz');
  assert.equal(explainCommand('00ff', 'my logs/$(id).log'), "bin/watchbill explain 00ff 'my logs/$(id).log'");
  assert.equal(explainCommand('00ff', '-'), 'bin/watchbill explain 00ff');
  assert.equal(explainCommand('00ff', '\u001b[2J'), 'bin/watchbill explain 00ff');
});

test('a shell reads the word as the one text that it was made of', () => {
  const texts = fc.sample(fc.string({ maxLength: 40 }), 300).filter(text => shellWord(text) !== undefined);
  const words = texts.map(text => shellWord(text) ?? '');
  assert.ok(words.length > 50);
  const output = execFileSync('sh', ['-c', `printf '%s\\0' ${words.join(' ')}`], { encoding: 'utf8' });
  assert.deepEqual(output.split('\0').slice(0, -1), texts);
});
