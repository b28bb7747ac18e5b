/** The recorder: what it makes of a world's words, and a short world played and recorded. */
import assert from 'node:assert/strict';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { findNode, skipWithout } from './cluster.ts';
import { findControlPlane } from './control-plane.ts';
import { imagesOf } from './recorder/images-of.ts';
import { manifestOf } from './recorder/manifest.ts';
import { record } from './recorder/record.ts';
import { nextImage } from './recorder/routines.ts';
import { words } from './recorder/run-tool.ts';
import type { TruthLine } from './recorder/truth.ts';
import { parseWorld, readWorld } from './recorder/world.ts';

describe('the words of a world', () => {
  test('a brief becomes the object that somebody would write', () => {
    const brief = {
      kind: 'CronJob',
      in: 'a',
      name: 'tick',
      image: 'r.example/x:1',
      schedule: '@daily',
      account: 'runner',
    };
    assert.deepEqual(manifestOf({ ...brief, mounts: { '/s': 'secret/key', '/h': '/etc' } }, 'batch/v1'), {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'tick', namespace: 'a', labels: { app: 'tick' } },
      spec: {
        schedule: '@daily',
        jobTemplate: {
          spec: {
            template: {
              metadata: { labels: { app: 'tick' } },
              spec: {
                containers: [
                  {
                    name: 'main',
                    image: 'r.example/x:1',
                    imagePullPolicy: 'IfNotPresent',
                    volumeMounts: [
                      { name: 'v0', mountPath: '/s' },
                      { name: 'v1', mountPath: '/h' },
                    ],
                  },
                ],
                terminationGracePeriodSeconds: 1,
                volumes: [
                  { name: 'v0', secret: { secretName: 'key' } },
                  { name: 'v1', hostPath: { path: '/etc' } },
                ],
                serviceAccountName: 'runner',
                restartPolicy: 'Never',
              },
            },
          },
        },
      },
    });
  });

  for (const [from, to] of [
    ['r.example/a:1.4.2', 'r.example/a:1.4.3'],
    ['r.example:5000/a:v1.9', 'r.example:5000/a:v1.10'],
    ['r.example/a:20261101.3', 'r.example/a:20261101.4'],
    ['r.example/a:1.2.0-pr', 'r.example/a:1.2.1-pr'],
  ] as const)
    test(`after ${from} comes ${to}`, () => assert.equal(nextImage(from), to));

  test('after the hash of a commit comes another', () =>
    assert.match(nextImage('r.example/a:main-4c1f09a'), /^r\.example\/a:main-(?!4c1f09a)[0-9a-f]{7}$/));

  test('quotes hold words together', () =>
    assert.deepEqual(words(`patch x -p '{"a": "b c"}' --as="d e"`), [
      'patch',
      'x',
      '-p',
      '{"a": "b c"}',
      '--as=d e',
    ]));

  for (const file of globSync(join(import.meta.dirname, 'worlds/*.yml')))
    test(`${file.split('/').at(-1)} is understood, and its scenarios have names of their own`, () => {
      const { scenarios, ...world } = readWorld(file);
      assert.equal(new Set(scenarios.map(({ id }) => id)).size, scenarios.length);
      assert.ok(imagesOf({ scenarios, ...world }).names.length > 0);
    });
});

const world = `
name: small
about: Two people and a schedule.
learn: 6
pause: 1
tail: 4
auditPolicy: |
  apiVersion: audit.k8s.io/v1
  kind: Policy
  omitStages: [RequestReceived]
  rules: [{level: None, resources: [{group: "", resources: [events]}]}, {level: Metadata}]
identities:
  one: {account: a/one, pod: one, agent: one/1.0, manager: one, address: 127.3.0.1, rights: [cluster-admin]}
  two: {user: two@corp.example, address: 127.3.0.2, rights: [edit]}
namespaces: [a]
accounts: [a/one]
objects:
  - {as: admin, objects: [{kind: Deployment, in: a, name: one, image: "r.example/one:1.0.0", account: one}]}
  - {as: one, objects: [{kind: CronJob, in: a, name: tick, image: "r.example/tick:1.0.0", command: [tick], schedule: "0 4 * * *"}]}
routines:
  - {name: sync, every: 2, bump: 0.5, pick: {kind: CronJob}, steps: [{as: one, apply: {of: "{key}"}}]}
scenarios:
  - {id: S1, label: malicious, style: quiet, steps: [{as: two, kubectl: "create job by-hand --from=cronjob/tick -n a"}, {as: two, patch: {on: CronJob/a/tick, body: {spec: {suspend: true}}}}]}
  - {id: S2, label: malicious, steps: [{file: {name: p.json, manifest: {kind: Pod, in: kube-system, name: p, image: "r.example/one:1.0.0"}}}, {wait: 2}]}
`;

describe('a recording', { skip: skipWithout(findControlPlane(), findNode()) }, () => {
  test('has the log, and the truth about it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'watchbill-recording-'));
    try {
      const { failed, truth } = await record(parseWorld(world), folder, () => {});
      assert.deepEqual(failed, []);
      assert.deepEqual(truth.filter(({ label }) => label === 'malicious').map(short), [
        'S1 quiet two create Job a/by-hand 201',
        'S1 quiet two patch CronJob a/tick 200',
        'S2 loud node file system create Pod kube-system/p-node-1 -',
      ]);
      assert.ok(truth.some(({ scenario, actor }) => scenario === 'sync' && actor === 'sa:a:one'));
      const log = gunzipSync(readFileSync(join(folder, 'audit.log.gz'))).toString();
      assert.match(
        log,
        /"authentication\.kubernetes\.io\/pod-name":\["one-[^"]+"\].*"sourceIPs":\["127\.3\.0\.1"\]/,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

const short = ({ scenario, style, actor, verb, kind, namespace, name, status }: TruthLine): string =>
  `${scenario} ${style} ${actor} ${verb} ${kind} ${namespace}/${name} ${status ?? '-'}`;
