import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeAll, decodeExample, reasonsOf } from '../envelope/decode-all.ts';

const { activities, skipped, refusals } = decodeExample('containerd', 'ctr-events.log');

test('the life of containers is told, with the pod where labels tell it', () => {
  assert.deepEqual(refusals, []);
  assert.equal(skipped, 4);
  const told = activities.map(activity => {
    assert.ok(activity.type === 'container' || activity.type === 'process');
    return [activity.type, activity.act, activity.container.id.slice(0, 4), activity.pod.name];
  });
  assert.deepEqual(told, [
    ['container', 'created', '4bc9', ''],
    ['container', 'created', '4bc9', 'nightly-29712345-x7k2p'],
    ['container', 'started', '4bc9', ''],
    ['container', 'created', '0d5f', ''],
    ['container', 'started', '0d5f', ''],
    ['process', 'started', '0d5f', ''],
    ['container', 'ended', '0d5f', ''],
    ['container', 'removed', '0d5f', ''],
    ['container', 'created', 'debu', ''],
    ['container', 'started', 'debu', ''],
  ]);
  const [, sandbox] = activities;
  assert.ok(sandbox?.type === 'container');
  assert.deepEqual(
    [sandbox.role, sandbox.at, sandbox.runtimeNamespace, sandbox.origin.source],
    ['sandbox', '2026-11-23T04:40:00.169690288Z', 'k8s.io', 'containerd'],
  );
});

test('other lines, and events that are no JSON, are refused', () => {
  const good = '2026-11-23 04:40:00.1 +0000 UTC k8s.io /tasks/start {"container_id":"a","pid":1}';
  const all = decodeAll(`${good}\nhello\n${good.slice(0, -4)}\n`);
  assert.equal(all.activities.length, 1);
  assert.deepEqual(reasonsOf(all), ['not-a-node-event@2', 'not-json@3']);
});

test('what the source knows of a container besides is read with it, its secrets hidden', () => {
  const known = {
    labels: {
      'io.cri-containerd.kind': 'container',
      'io.kubernetes.pod.name': 'one',
      'io.kubernetes.container.name': 'main',
    },
    annotations: {
      'io.kubernetes.cri.sandbox-id': 's1',
      'io.kubernetes.cri.image-name': 'registry.example/report:1',
    },
    args: ['report', '--password=zebra'],
    image: `sha256:${'a'.repeat(64)}`,
    digest: `sha256:${'b'.repeat(64)}`,
    node: 'node-1',
  };
  const line = (body: object) =>
    `2026-11-23 04:40:00.1 +0000 UTC k8s.io /tasks/start ${JSON.stringify(body)}`;
  const alone = { ...known, labels: {}, annotations: {} };
  const [inPod, other] = decodeAll(
    `${line({ container_id: 'a', pid: 1, known })}\n${line({ container_id: 'b', pid: 1, known: alone })}\n`,
  ).activities;
  assert.ok(inPod?.type === 'container' && other?.type === 'container');
  assert.deepEqual(
    [
      inPod.role,
      inPod.sandboxId,
      inPod.pod.name,
      inPod.container.name,
      inPod.container.image,
      inPod.container.imageDigest,
      inPod.commandLine,
      inPod.node,
    ],
    [
      'container',
      's1',
      'one',
      'main',
      'registry.example/report:1',
      `sha256:${'b'.repeat(64)}`,
      'report --password=(hidden)',
      'node-1',
    ],
  );
  assert.equal(other.role, 'alone');
});
