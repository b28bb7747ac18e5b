import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { AuditedRequest } from '../../model/activity.ts';
import { copiedRequest } from '../../model/copied-request.ts';
import type { JsonObject } from '../../model/json.ts';
import { readRequest } from './read-request.ts';

const created: JsonObject = {
  kind: 'Event',
  apiVersion: 'audit.k8s.io/v1',
  level: 'RequestResponse',
  auditID: 'cf5a8737-8d7a-4d11-b59d-e87362581e63',
  stage: 'ResponseComplete',
  requestURI: '/apis/batch/v1/namespaces/orders/cronjobs?fieldManager=kubectl-create&fieldValidation=Strict',
  verb: 'create',
  user: {
    username: 'alice@corp.example',
    uid: 'u-1',
    groups: ['dev', 7, 'system:authenticated'],
    extra: { 'authentication.kubernetes.io/pod-name': ['web-1'], single: 'text' },
  },
  sourceIPs: ['198.51.100.4', '10.0.0.1'],
  userAgent: 'kubectl/v1.37.2',
  objectRef: {
    resource: 'cronjobs',
    namespace: 'orders',
    name: 'tidy',
    apiGroup: 'batch',
    apiVersion: 'v1',
  },
  responseStatus: { metadata: {}, code: 201 },
  requestObject: { kind: 'CronJob', metadata: { name: 'tidy', uid: 'sent by the client' } },
  responseObject: { kind: 'CronJob', metadata: { name: 'tidy', uid: 'given by the server' } },
  requestReceivedTimestamp: '2026-11-23T04:33:40.473733Z',
  stageTimestamp: '2026-11-23T04:33:40.511404Z',
  annotations: { 'authorization.k8s.io/decision': 'allow', odd: 1 },
};

test('an event in exact types', () => {
  assert.deepEqual(copiedRequest(readRequest(created)), {
    auditId: 'cf5a8737-8d7a-4d11-b59d-e87362581e63',
    level: 'RequestResponse',
    stage: 'ResponseComplete',
    verb: 'create',
    uri: '/apis/batch/v1/namespaces/orders/cronjobs?fieldManager=kubectl-create&fieldValidation=Strict',
    user: {
      user: 'alice@corp.example',
      uid: 'u-1',
      groups: ['dev', 'system:authenticated'],
      extra: { 'authentication.kubernetes.io/pod-name': ['web-1'], single: ['text'] },
    },
    sourceIPs: ['198.51.100.4', '10.0.0.1'],
    userAgent: 'kubectl/v1.37.2',
    object: {
      group: 'batch',
      version: 'v1',
      resource: 'cronjobs',
      subresource: '',
      namespace: 'orders',
      name: 'tidy',
      uid: 'given by the server',
    },
    code: 201,
    message: '',
    outcome: 'allowed',
    dryRun: false,
    fieldManager: 'kubectl-create',
    receivedAt: '2026-11-23T04:33:40.473733Z',
    at: '2026-11-23T04:33:40.511404Z',
    annotations: { 'authorization.k8s.io/decision': 'allow' },
    requestObject: { kind: 'CronJob', metadata: { name: 'tidy', uid: 'sent by the client' } },
    responseObject: { kind: 'CronJob', metadata: { name: 'tidy', uid: 'given by the server' } },
    responseHead: { kind: 'CronJob', metadata: { name: 'tidy', uid: 'given by the server' } },
    truncated: false,
  } satisfies AuditedRequest);
});

describe('outcome', () => {
  const decision = (value: string) => ({ annotations: { 'authorization.k8s.io/decision': value } });
  const status = (code: number, more = {}) => ({ responseStatus: { metadata: {}, code, ...more } });
  const closed = { status: 'Success', message: 'Connection closed early' };
  const cases: readonly (readonly [string, JsonObject, AuditedRequest['outcome']])[] = [
    ['a create is answered 201', {}, 'allowed'],
    ['an apply that creates is answered 201', { verb: 'patch' }, 'allowed'],
    ['a delete that waits for finalizers 202', { verb: 'delete', ...status(202) }, 'allowed'],
    ['an exec switches protocols', { stage: 'ResponseStarted', ...status(101) }, 'allowed'],
    ['the authorizer may fail to say why', { annotations: {} }, 'allowed'],
    ['not authenticated', status(401), 'refused'],
    ['forbidden', { ...status(403), ...decision('forbid') }, 'refused'],
    ['denied whatever the code says', decision('forbid'), 'refused'],
    [
      'an admission plugin may refuse what was authorized',
      { ...status(403), ...decision('allow') },
      'refused',
    ],
    ['not valid', status(422), 'failed'],
    ['conflict', status(409), 'failed'],
    ['a failure without a code', { responseStatus: { status: 'Failure' } }, 'failed'],
    ['a panic', { stage: 'Panic', ...status(500) }, 'failed'],
    ['a panic without a code', { stage: 'Panic', responseStatus: undefined }, 'failed'],
    ['an invented success', status(200, closed), 'unanswered'],
    ['the same words with another code', status(201, closed), 'allowed'],
    ['not answered yet', { stage: 'RequestReceived', responseStatus: undefined }, 'unanswered'],
    ['no status', { responseStatus: undefined }, 'unanswered'],
    ['a code of 0 is no code', status(0), 'unanswered'],
    ['a code that is a text is no code', { responseStatus: { code: '201' } }, 'unanswered'],
    ['a dry run', { requestURI: '/apis/batch/v1/namespaces/a/jobs?dryRun=All' }, 'dry-run'],
    ['a dry run that was refused', { requestURI: '/x?dryRun=All', ...status(403) }, 'refused'],
  ];
  for (const [name, changes, expected] of cases)
    test(`${name}: ${expected}`, () =>
      assert.equal(readRequest({ ...created, ...changes }).outcome, expected));
});

describe('dry run', () => {
  const uri = (query: string) => ({ requestURI: `/apis/batch/v1/namespaces/a/jobs${query}` });
  const pods = (subresource: string) => ({ objectRef: { resource: 'pods', name: 'a', subresource } });
  const options = { kind: 'DeleteOptions', dryRun: ['All'] };
  const cases: readonly (readonly [string, JsonObject, boolean])[] = [
    ['asked for', uri('?dryRun=All'), true],
    ['among other parameters', uri('?fieldManager=x&dryRun=All&pretty=1'), true],
    ['in an escaped key', uri('?dry%52un=All'), true],
    ['not asked for', uri('?fieldManager=dryRun%3DAll'), false],
    ['in the path', { requestURI: '/apis/dryRun=All' }, false],
    ['with a value that the server refuses', uri('?dryRun=all'), false],
    ['of a read, which ignores it', { verb: 'list', ...uri('?dryRun=All') }, false],
    ['of an exec, which it does not stop', { ...pods('exec'), ...uri('?dryRun=All') }, false],
    [
      'of a token',
      { objectRef: { resource: 'serviceaccounts', subresource: 'token' }, ...uri('?dryRun=All') },
      false,
    ],
    ['of a scale', { verb: 'patch', ...pods('scale'), ...uri('?dryRun=All') }, true],
    ['of a delete, in its body', { verb: 'delete', requestObject: options }, true],
    ['of a deletecollection, in its body', { verb: 'deletecollection', requestObject: options }, true],
    ['of an eviction, in its body', { ...pods('eviction'), requestObject: { deleteOptions: options } }, true],
    ['in the body of a create', { requestObject: options }, false],
  ];
  for (const [name, changes, expected] of cases)
    test(`${name}: ${expected}`, () =>
      assert.equal(readRequest({ ...created, ...changes }).dryRun, expected));
});

describe('object', () => {
  const reference = { resource: 'jobs', namespace: 'a', apiGroup: 'batch', apiVersion: 'v1' };
  const batch = {
    group: 'batch',
    version: 'v1',
    resource: 'jobs',
    subresource: '',
    namespace: 'a',
    name: '',
    uid: '',
  };
  const none = { requestObject: undefined, responseObject: undefined };
  const generated = { metadata: { generateName: 'run-' } };
  const cases: readonly (readonly [string, JsonObject, JsonObject | undefined])[] = [
    ['none for a request without one', { objectRef: undefined }, undefined],
    ['none where it is no object', { objectRef: 'jobs' }, undefined],
    ['without a name', { objectRef: reference, ...none }, batch],
    [
      'name of the request where the URL has none',
      { objectRef: reference, ...none, requestObject: { metadata: { name: 'run', uid: 'x' } } },
      { ...batch, name: 'run' },
    ],
    [
      'no name before the server made one',
      { objectRef: reference, ...none, requestObject: generated },
      batch,
    ],
    [
      'generated name of the response',
      {
        objectRef: reference,
        requestObject: generated,
        responseObject: { metadata: { name: 'run-x7k2p', uid: 'u-2' } },
      },
      { ...batch, name: 'run-x7k2p', uid: 'u-2' },
    ],
    [
      'no name of a Status',
      { objectRef: reference, ...none, responseObject: { kind: 'Status', metadata: { name: 'x' } } },
      batch,
    ],
    [
      'no name of a list that was deleted',
      {
        verb: 'deletecollection',
        objectRef: reference,
        responseObject: { kind: 'JobList', metadata: { name: 'x' } },
      },
      batch,
    ],
    [
      'group inside apiVersion',
      { objectRef: { ...reference, apiGroup: undefined, apiVersion: 'batch/v1' }, ...none },
      batch,
    ],
    ['group in both', { objectRef: { ...reference, apiVersion: 'batch/v1' }, ...none }, batch],
    [
      'core group',
      { objectRef: { resource: 'pods', namespace: 'a', name: 'p', apiVersion: 'v1' }, ...none },
      { ...batch, group: '', resource: 'pods', name: 'p' },
    ],
    [
      'subresource inside resource',
      { objectRef: { ...reference, resource: 'Jobs/status' }, ...none },
      { ...batch, subresource: 'status' },
    ],
    [
      'wrong types',
      { objectRef: { resource: 1, namespace: ['a'], name: {}, apiGroup: null, uid: true }, ...none },
      { group: '', version: '', resource: '', subresource: '', namespace: '', name: '', uid: '' },
    ],
  ];
  for (const [name, changes, expected] of cases)
    test(name, () => assert.deepEqual(readRequest({ ...created, ...changes }).object, expected));
});

test('a delete without a name stays the deletecollection that the server made of it', () => {
  assert.equal(readRequest({ ...created, verb: 'deletecollection' }).verb, 'deletecollection');
});

test('who was impersonated is told apart from who authenticated', () => {
  const impersonatedUser = { username: 'system:serviceaccount:kube-system:job-controller', groups: ['g'] };
  const { user, impersonated } = readRequest({ ...created, impersonatedUser });
  assert.equal(user.user, 'alice@corp.example');
  assert.deepEqual(impersonated, { user: impersonatedUser.username, groups: ['g'], extra: {} });
  assert.equal(readRequest(created).impersonated, undefined);
});

test('a JSON patch is a list of operations; what is no operation is left out', () => {
  const patch = [{ op: 'replace', path: '/spec/suspend', value: false }, 'x', null];
  assert.deepEqual(readRequest({ ...created, requestObject: patch }).requestObject, [patch[0]]);
});

test('bodies that were too large are unknown, not absent', () => {
  const annotated = { annotations: { 'audit.k8s.io/truncated': 'true' } };
  assert.equal(readRequest({ ...created, ...annotated }).truncated, true);
  assert.equal(readRequest(created).truncated, false);
});

test('keys that mean something to JavaScript are data', () => {
  const hostile: JsonObject = JSON.parse(
    '{"user":{"extra":{"__proto__":["x"],"constructor":["y"]}},"annotations":{"__proto__":"z"},"__proto__":{"verb":"create"}}',
  );
  const { user, annotations, verb } = readRequest(hostile);
  assert.deepEqual(Object.entries(user.extra), [
    ['__proto__', ['x']],
    ['constructor', ['y']],
  ]);
  assert.deepEqual(Object.entries(annotations), [['__proto__', 'z']]);
  assert.equal(verb, '');
});

describe('events of 2018', () => {
  const folder = join(import.meta.dirname, '../../../test/oracle/samples/falcosecurity+falco');
  const read = (name: string) => readRequest(JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')));

  test('audit.k8s.io/v1beta1, a name that the server generated', () => {
    const { object, outcome, at, receivedAt, user } = read('create_nginx_pod_unprivileged');
    assert.equal(object?.name, 'nginx-deployment-78f5d695bd-nxqz5');
    assert.deepEqual(
      [outcome, user.user],
      ['allowed', 'system:serviceaccount:kube-system:replicaset-controller'],
    );
    assert.deepEqual([receivedAt, at], ['2018-10-25T14:09:49.750328Z', '2018-10-25T14:09:49.761315Z']);
  });

  test('without apiVersion: an exec, a delete', () => {
    const exec = read('exec_pod');
    assert.deepEqual(
      [exec.stage, exec.verb, exec.object?.resource, exec.object?.subresource, exec.outcome],
      ['ResponseStarted', 'create', 'pods', 'exec', 'allowed'],
    );
    const gone = read('delete_deployment');
    assert.deepEqual([gone.verb, gone.object?.group, gone.outcome], ['delete', 'extensions', 'allowed']);
  });

  test('times of audit.k8s.io/v1alpha1', () => {
    const old = { ...created, requestReceivedTimestamp: undefined, stageTimestamp: undefined };
    assert.equal(readRequest({ ...old, timestamp: '2018-10-26T13:07:36Z' }).at, '2018-10-26T13:07:36Z');
    const older = readRequest({ ...old, metadata: { creationTimestamp: '2017-10-26T13:07:36Z' } });
    assert.deepEqual([older.receivedAt, older.at], ['2017-10-26T13:07:36Z', '2017-10-26T13:07:36Z']);
  });
});

test('no event makes it throw', () => {
  const keys = fc.constantFrom(
    ...Object.keys(created),
    'impersonatedUser',
    'metadata',
    'timestamp',
    '__proto__',
  );
  const field = fc.oneof(fc.jsonValue(), fc.constantFrom(...Object.values(created)));
  const event = fc.array(fc.tuple(keys, field)).map(fields => Object.fromEntries(fields));
  fc.assert(
    fc.property(event, fields => {
      const request = copiedRequest(readRequest(JSON.parse(JSON.stringify({ ...created, ...fields }))));
      assert.equal(typeof request.verb, 'string');
      assert.ok(['allowed', 'dry-run', 'refused', 'failed', 'unanswered'].includes(request.outcome));
      assert.ok(request.object === undefined || typeof request.object.name === 'string');
    }),
  );
});
