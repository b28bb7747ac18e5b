import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeAll, decodeExample } from '../envelope/decode-all.ts';

const { activities, skipped, refusals } = decodeExample('falco', 'alerts.jsonl');

test('an alert is what the process did, where, and what Falco says of it', () => {
  assert.deepEqual([refusals, skipped], [[], 1]);
  const [shell, written, read] = activities;
  assert.ok(shell?.type === 'process' && written?.type === 'file' && read?.type === 'file');
  assert.deepEqual(
    [shell.act, shell.pod.namespace, shell.pod.name, shell.container.image, shell.node, shell.origin.source],
    [
      'started',
      'data',
      'nightly-29712345-x7k2p',
      'registry.corp.example/data/report:2.3.0',
      'node-1',
      'falco',
    ],
  );
  assert.deepEqual(shell.alert, {
    title: 'Terminal shell in container',
    severity: 'low',
    techniques: ['T1059'],
  });
  assert.deepEqual(
    [
      written.act,
      written.folder,
      written.path,
      written.process?.login,
      written.container.id,
      written.alert?.severity,
    ],
    ['written', 'static-pods', '/etc/kubernetes/manifests/etcd-backup.yaml', 'ops', '', 'medium'],
  );
  assert.deepEqual([read.act, read.path, read.process?.user], ['read', '/etc/shadow', '']);
});

test('secrets of command lines are hidden', () => {
  assert.doesNotMatch(JSON.stringify(activities), /abcdef0123456789/);
});

test("lines of a container's log and of collectors are looked into; what Falco says of itself is skipped", () => {
  const log = decodeExample('falco', 'container-log.log');
  assert.deepEqual(
    [
      log.activities.map(activity => activity.type === 'process' && activity.process.commandLine),
      log.skipped,
      log.refusals,
    ],
    [['nsenter -t 1 -m -u -i -n sh'], 1, []],
  );
  const alert = {
    rule: 'r',
    priority: 'Notice',
    output: 'o',
    output_fields: { 'evt.type': 'execve' },
    time: '2026-11-23T04:42:00Z',
  };
  const shapes = [
    { log: JSON.stringify(alert), kubernetes: { pod_name: 'falco-x' } },
    { message: JSON.stringify(alert), host: 'h' },
    [alert, alert],
    { body: { stringValue: JSON.stringify(alert) } },
  ];
  assert.deepEqual(
    shapes.map(shape => decodeAll(JSON.stringify(shape)).activities.length),
    [1, 1, 2, 1],
  );
});
