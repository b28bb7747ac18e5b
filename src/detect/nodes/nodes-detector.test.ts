import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { audited } from '../../../test/support/audited.ts';
import { containerSeen, criId, fileSeen, processSeen, sandboxSeen } from '../../../test/support/seen.ts';
import type { Activity } from '../../model/activity.ts';
import type { JsonObject } from '../../model/json.ts';
import { createNodesDetector } from './nodes-detector.ts';

const node = 'system:node:node-1';

function pod(name: string, container: JsonObject = {}, metadata: JsonObject = {}): JsonObject {
  const main = { name: 'main', image: 'registry.example/app:1', command: ['app'], ...container };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop', uid: `uid-${name}`, ...metadata },
    spec: { containers: [main] },
  };
}

const made = (
  name: string,
  at: number,
  container: JsonObject = {},
  user = 'system:serviceaccount:kube-system:job-controller',
) => audited({ verb: 'create', object: `v1/pods/shop/${name}`, answer: pod(name, container), at, user });

/** Something that shows that the log reaches from here to there. */
const beginning = audited({ verb: 'create', object: 'v1/pods/shop/first', answer: pod('first'), at: 0 });
const end = audited({ verb: 'create', object: 'v1/pods/shop/last', answer: pod('last'), at: 9_000 });

function found(activities: readonly Activity[], live = false): readonly string[] {
  const detector = createNodesDetector({ live });
  const signals = [
    ...activities.flatMap(activity => detector.inspect(activity)),
    ...(detector.finish?.() ?? []),
  ];
  return signals.map(({ detector: { id }, reasons }) => `${id}: ${reasons.join('; ')}`);
}

/** The same in any order before the end: what is found may not depend on which side came first. */
function foundInAnyOrder(activities: readonly Activity[]): readonly string[] {
  const expected = found(activities).toSorted();
  const [before, last] = [activities.slice(0, -1), activities.slice(-1)];
  fc.assert(
    fc.property(fc.shuffledSubarray(before, { minLength: before.length }), shuffled => {
      assert.deepEqual(found([...shuffled, ...last]).toSorted(), expected);
    }),
    { numRuns: 40 },
  );
  return expected;
}

describe('containers and pods', () => {
  it('what the pod in the API asks for is no news', () => {
    const activities = [
      beginning,
      made('one', 10),
      sandboxSeen({ at: 11, pod: 'shop/one', uid: 'uid-one' }),
      containerSeen({
        at: 12,
        pod: 'shop/one',
        uid: 'uid-one',
        image: 'registry.example/app:1',
        commandLine: 'app',
      }),
      end,
    ];
    assert.deepEqual(foundInAnyOrder(activities), []);
  });

  it('a pod that no request made or bound is found, once', () => {
    const activities = [
      beginning,
      sandboxSeen({ at: 11, pod: 'ghost/backup-node-1', uid: 'u' }),
      sandboxSeen({ at: 300, pod: 'ghost/backup-node-1', uid: 'u' }),
      end,
    ];
    const signals = foundInAnyOrder(activities);
    assert.equal(signals.length, 1);
    assert.match(
      signals[0] ?? '',
      /^node-pod-unknown-to-api: containerd started ghost\/Pod backup-node-1 .* on node-1, and no request/,
    );
  });

  it('the refusal of its mirror is told with it', () => {
    const refused = audited({
      verb: 'create',
      object: 'v1/pods/ghost/backup-node-1',
      user: node,
      code: 404,
      body: pod('backup-node-1', {}, { namespace: 'ghost' }),
      at: 12,
    });
    const signals = foundInAnyOrder([
      beginning,
      refused,
      sandboxSeen({ at: 11, pod: 'ghost/backup-node-1', uid: 'u' }),
      end,
    ]);
    assert.match(signals.join(), /the kubelet of node-1 asked for its mirror and was refused: 404/);
  });

  it('a binding tells a pod whose name was not logged at its creation', () => {
    const activities = [
      beginning,
      audited({
        verb: 'create',
        object: 'v1/pods/shop/two-x7k2p/binding',
        at: 10,
        user: 'system:kube-scheduler',
      }),
      sandboxSeen({ at: 11, pod: 'shop/two-x7k2p', uid: 'u' }),
      end,
    ];
    assert.deepEqual(foundInAnyOrder(activities), []);
  });

  it('pods older than the log, and those of a node that starts again, are passed over and counted', () => {
    const old = [sandboxSeen({ at: -500, pod: 'shop/old', uid: 'u' }), beginning, end];
    assert.deepEqual(found(old), []);
    const again = ['a', 'b', 'c', 'd', 'e', 'f'].map((name, index) =>
      sandboxSeen({ at: 50 + index, pod: `shop/${name}`, uid: name }),
    );
    assert.deepEqual(foundInAnyOrder([beginning, ...again, end]), []);
    const detector = createNodesDetector({ live: false });
    for (const activity of [beginning, ...again, end]) detector.inspect(activity);
    detector.finish?.();
    assert.match(detector.blind?.().join() ?? '', /^6 pods that the log does not know started together/);
  });

  it('without a log of the API nothing is said but that', () => {
    const detector = createNodesDetector({ live: false });
    assert.deepEqual(detector.inspect(sandboxSeen({ at: 11, pod: 'shop/x', uid: 'u' })), []);
    assert.deepEqual(detector.finish?.(), []);
    assert.match(
      detector.blind?.().join() ?? '',
      /1 containers, processes or files of nodes were not compared with the API/,
    );
  });

  it('another image or command than the pod asks for is found', () => {
    const other = (seen: { image?: string; commandLine?: string }) =>
      foundInAnyOrder([
        beginning,
        made('one', 10),
        sandboxSeen({ at: 11, pod: 'shop/one', uid: 'uid-one' }),
        containerSeen({ at: 12, pod: 'shop/one', uid: 'uid-one', ...seen }),
        end,
      ]).join();
    assert.match(
      other({ image: 'registry.example/other:1' }),
      /^node-container-differs-from-pod: image of container main: containerd started registry.example\/other:1, the pod in the API asks for registry.example\/app:1/,
    );
    assert.match(
      other({ commandLine: 'sh -c id' }),
      /command of container main: containerd started sh -c id, the pod in the API asks for app$/,
    );
    assert.equal(other({ image: `sha256:${'a'.repeat(64)}` }), '');
  });

  it('a container that is not in the pod is found', () => {
    const signals = foundInAnyOrder([
      beginning,
      made('one', 10),
      containerSeen({ at: 12, pod: 'shop/one', name: 'extra' }),
      end,
    ]);
    assert.match(
      signals.join(),
      /^node-container-not-in-pod: containerd started a container "extra" in the sandbox of shop\/Pod one, whose spec has main/,
    );
  });

  it('images and commands are not compared where only the request, or nothing, was logged', () => {
    const sent = audited({ verb: 'create', object: 'v1/pods/shop/one', body: pod('one'), at: 10 });
    const seen = containerSeen({
      at: 12,
      pod: 'shop/one',
      image: 'registry.example/other:1',
      name: 'injected',
    });
    assert.deepEqual(found([beginning, sent, seen, end]), []);
  });

  it('a container around the API is found by its id, its namespace, or for want of labels', () => {
    const alone = (seen: Parameters<typeof containerSeen>[0]) =>
      found([
        beginning,
        sandboxSeen({ at: 3, pod: 'shop/first', uid: 'uid-first' }),
        containerSeen(seen),
        end,
      ]).join();
    assert.match(
      alone({ at: 12, id: 'debug', role: 'unknown', image: 'tools:1' }),
      /^node-container-around-api: containerd started main \(tools:1\) on node-1: its id is none/,
    );
    assert.match(
      alone({ at: 12, role: 'unknown', runtimeNamespace: 'default' }),
      /in the namespace default, where the kubelet starts nothing/,
    );
    assert.match(
      alone({ at: 12, id: criId('own'), role: 'alone' }),
      /without a label of the kubelet and without a sandbox/,
    );
    assert.equal(alone({ at: 12, id: criId('own'), role: 'unknown' }), '');
  });
});

describe('static pods', () => {
  const manifest = pod('backup', {}, { namespace: 'kube-system', uid: '' });
  const written = fileSeen({ at: 10, object: manifest });
  const mirror = audited({
    verb: 'create',
    object: 'v1/pods/kube-system/backup-node-1',
    user: node,
    answer: pod(
      'backup-node-1',
      {},
      { namespace: 'kube-system', annotations: { 'kubernetes.io/config.mirror': 'h' } },
    ),
    at: 12,
  });
  const writer = fileSeen({
    at: 9,
    format: 'auditd',
    node: '',
    process: { binary: '/usr/bin/tee', commandLine: 'tee x.yaml', directory: '', user: 'root', login: 'ops' },
  });

  it('a file with its mirror is no news to it', () => {
    assert.deepEqual(foundInAnyOrder([beginning, written, mirror, end]), []);
  });

  it('a file without a mirror is found, with who wrote it where an agent tells', () => {
    assert.match(
      foundInAnyOrder([beginning, written, end]).join(),
      /^node-static-pod-hidden: its manifest lies in \/etc\/kubernetes\/manifests\/x.yaml on node-1; who wrote it no agent tells; no mirror of kube-system\/Pod backup-node-1/,
    );
    assert.match(
      foundInAnyOrder([beginning, writer, written, end]).join(),
      /auditd tells who wrote it: tee x.yaml \(user root, logged in as ops\)/,
    );
  });

  it('a file that is taken away again before anything came of it is not', () => {
    assert.deepEqual(found([beginning, written, fileSeen({ at: 11, act: 'removed' }), end]), []);
  });

  it('a mirror without a file is found where the folder is watched, and only there', () => {
    const watched = fileSeen({
      at: 1,
      act: 'seen',
      path: '/etc/kubernetes/manifests/',
      folder: 'static-pods',
    });
    assert.match(
      foundInAnyOrder([beginning, watched, mirror, end]).join(),
      /^node-mirror-pod-without-file: system:node:node-1 made the mirror of a static pod kube-system\/backup-node-1/,
    );
    assert.deepEqual(found([beginning, mirror, end]), []);
  });
});

describe('processes', () => {
  const exec = audited({ verb: 'create', object: 'v1/pods/shop/other/exec', at: 1, code: 101 });
  const probing = {
    command: ['sh', '-c', 'app --serve'],
    livenessProbe: { exec: { command: ['cat', '/tmp/healthy'] } },
  };
  const judged = (line: string, more: readonly Activity[] = [exec]) =>
    foundInAnyOrder([
      beginning,
      made('one', 10, probing),
      ...more,
      processSeen({ at: 130, pod: 'shop/one', line }),
      end,
    ]).join();

  it("the template's command, its probes, and what is executed by the API are no news", () => {
    assert.equal(judged("/bin/sh -c 'app --serve'"), '');
    assert.equal(judged('sh -c "app --serve"'), '');
    assert.equal(judged('/bin/cat /tmp/healthy'), '');
    assert.equal(
      judged('id', [audited({ verb: 'get', object: 'v1/pods/shop/one/exec', at: 129, code: 101 })]),
      '',
    );
  });

  it('anything else that the runtime starts is found, where the log would tell', () => {
    assert.match(
      judged('id'),
      /^node-process-around-api: the container runtime started id in container main of shop\/Pod one; the template runs sh -c app --serve/,
    );
    assert.equal(judged('id', []), '');
  });

  it('children of what runs in the container are not judged', () => {
    const child = processSeen({
      at: 30,
      pod: 'shop/one',
      line: 'id',
      parent: { binary: '/bin/sh', commandLine: 'sh', directory: '', user: '', login: '' },
    });
    assert.deepEqual(found([beginning, made('one', 10, probing), exec, child, end]), []);
  });
});

describe('a watch', () => {
  it('decides when so much time has passed on either side', () => {
    const detector = createNodesDetector({ live: true });
    const seen = sandboxSeen({ at: 100, pod: 'ghost/x', uid: 'u' });
    assert.deepEqual([...detector.inspect(beginning), ...detector.inspect(seen)], []);
    assert.deepEqual(
      detector.inspect(containerSeen({ at: 150, pod: 'shop/first', image: 'registry.example/app:1' })),
      [],
    );
    const late = detector.inspect(sandboxSeen({ at: 230, pod: 'shop/first', uid: 'uid-first' }));
    assert.deepEqual(
      late.map(({ detector: { id } }) => id),
      ['node-pod-unknown-to-api'],
    );
    assert.equal(late[0]?.activity, seen);
  });

  it('tells what another detector on the node says under its name', () => {
    const detector = createNodesDetector({ live: true });
    const alert = { title: 'Terminal shell in container', severity: 'low', techniques: ['T1059'] } as const;
    detector.inspect(made('one', 10));
    const [signal] = detector.inspect({
      ...processSeen({ at: 30, pod: 'shop/one', line: 'sh' }),
      format: 'falco',
      alert,
    });
    assert.deepEqual(
      [signal?.detector.title, signal?.severity, signal?.reasons],
      ['falco: Terminal shell in container', 'low', ['falco says so of sh']],
    );
  });
});
