import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeExample } from '../envelope/decode-all.ts';

test('processes, files and connections are told with their pod', () => {
  const { activities, skipped, refusals } = decodeExample('tetragon', 'export.jsonl');
  assert.deepEqual([refusals, skipped], [[], 1]);
  const [started, written, read, connected, ended] = activities;
  assert.ok(started?.type === 'process' && written?.type === 'file' && read?.type === 'file');
  assert.ok(connected?.type === 'flow' && ended?.type === 'process');
  assert.deepEqual(
    [started.act, started.pod.uid, started.container.imageDigest.slice(0, 12), started.container.runtime],
    ['started', 'ae3d5bdb-fce0-4a9b-8fe7-52fa7bf96526', 'sha256:ff3aa', 'containerd'],
  );
  assert.match(
    started.process.commandLine,
    /^\/bin\/sh -c "curl -s -H 'Authorization: Bearer \(hidden\)' https/,
  );
  assert.equal(started.parent?.binary, '/usr/bin/containerd-shim-runc-v2');
  assert.deepEqual(
    [written.act, written.folder, written.process?.login, written.pod.name, written.node],
    ['written', 'static-pods', '1000', '', 'node-1'],
  );
  assert.deepEqual([read.act, read.path], ['read', '/run/secrets/kubernetes.io/serviceaccount/token']);
  assert.deepEqual([connected.peer.address, connected.peer.port], ['203.0.113.9', 443]);
  assert.equal(ended.act, 'ended');
});

test('what the project itself recorded decodes', () => {
  const table: readonly (readonly [string, string, string])[] = [
    ['recorded-cat_process_exec.json', 'process started', '/usr/bin/cat'],
    ['recorded-cat_process_exit.json', 'process ended', '/usr/bin/cat'],
    [
      'recorded-cat_process_kprobe.json',
      'file read',
      '/usr/share/elasticsearch/config/elasticsearch.keystore',
    ],
    ['recorded-process_kprobe.json', 'file written', '/etc/passwd'],
    ['recorded-process_connect.json', 'flow', '142.250.180.196'],
  ];
  for (const [name, what, about] of table) {
    const { activities, refusals } = decodeExample('tetragon', name);
    assert.deepEqual(refusals, [], name);
    const [activity] = activities;
    assert.ok(activity !== undefined && activity.type !== 'audit' && activity.type !== 'manifest', name);
    const told =
      activity.type === 'flow'
        ? [activity.type, activity.peer.address]
        : [
            `${activity.type} ${activity.act}`,
            activity.type === 'file' ? activity.path : activity.type === 'process' && activity.process.binary,
          ];
    assert.deepEqual(told, [what, about]);
    assert.equal(activity.pod.namespace, 'tenant-jobs');
  }
});
