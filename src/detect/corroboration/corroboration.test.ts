import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { auditActivity } from '../../formats/audit-activity.ts';
import type { Activity } from '../../model/activity.ts';
import type { JsonObject } from '../../model/json.ts';
import { observationOf } from '../../model/observation.ts';
import { createCorroboration } from './corroboration.ts';

const origin = { source: 'test', file: 'f', line: 1 };

interface Sent {
  readonly verb?: string;
  readonly name?: string;
  readonly at?: string;
  readonly uid?: string;
  readonly version?: string;
  readonly level?: string;
  readonly code?: number;
  readonly user?: string;
  readonly resource?: string;
  readonly subresource?: string;
  readonly owner?: boolean;
  readonly changed?: string;
}

const object = ({
  name = 'tidy',
  uid = 'u1',
  version = '10',
  at = time(0),
  owner = false,
}: Sent): JsonObject => ({
  kind: 'CronJob',
  metadata: {
    name,
    uid,
    resourceVersion: version,
    creationTimestamp: `${at.slice(0, 19)}Z`,
    ...(owner && {
      ownerReferences: [{ apiVersion: 'batch/v1', kind: 'Job', name: 'j', uid: 'o', controller: true }],
    }),
  },
  spec: {},
});

/** So many seconds after the first moment. */
function time(seconds: number): string {
  return new Date(Date.UTC(2026, 10, 23, 4, 0, seconds)).toISOString().replace('Z', '000Z');
}

const event = (sent: Sent): JsonObject => {
  const { verb = 'create', name = 'tidy', at = time(0), level = 'RequestResponse', code = 201 } = sent;
  const { user = 'alice', resource = 'cronjobs', subresource = '' } = sent;
  return {
    level,
    auditID: 'a',
    stage: 'ResponseComplete',
    verb,
    user: { username: user },
    objectRef: { apiGroup: 'batch', resource, namespace: 'shop', name, subresource },
    responseStatus: { code },
    requestReceivedTimestamp: at,
    stageTimestamp: at,
    ...(level === 'RequestResponse' && { responseObject: object(sent) }),
  };
};

const asked = (sent: Sent): Activity =>
  auditActivity({ event: event(sent), origin, cluster: 'c', format: 'kubernetes-audit' });

const observed = (sent: Sent): Activity => {
  const annotations = { 'watchbill/observed': 'awaited', 'watchbill/changed': sent.changed ?? 'spec' };
  return auditActivity({
    event: { ...event({ ...sent, user: '', level: 'RequestResponse' }), auditID: '', annotations },
    origin,
    cluster: 'c',
    format: 'kubernetes-watch',
  });
};

/** Of each observation after the requests: how it is to be inspected, or nothing. */
function told(requests: readonly Sent[], ...seen: readonly Sent[]): readonly string[] {
  const { tell } = createCorroboration();
  for (const sent of requests) assert.ok(tell(asked(sent)));
  return seen.map(sent => observationOf(tell(observed(sent))) ?? 'nothing');
}

const update: Sent = { verb: 'update', code: 200 };

describe('what the API server shows', () => {
  it('is told by the request that made it, by its uid or its time and name', () => {
    assert.deepEqual(told([{}], {}), ['nothing']);
    assert.deepEqual(told([{ level: 'Request' }], {}), ['nothing']);
    assert.deepEqual(told([{ name: '', uid: 'u1' }], {}), ['nothing']);
    assert.deepEqual(told([{ name: '', level: 'Request' }], { uid: 'u7' }), ['nothing']);
  });
  it('is not told by a request for something else, or one that failed', () => {
    assert.deepEqual(told([], {}), ['awaited']);
    assert.deepEqual(told([{ uid: 'u2' }], {}), ['awaited']);
    assert.deepEqual(told([{ name: 'other' }], {}), ['awaited']);
    assert.deepEqual(told([{ code: 403 }], {}), ['awaited']);
    assert.deepEqual(told([{ level: 'Request', at: time(0) }], { at: time(30) }), ['awaited']);
    assert.deepEqual(told([{ verb: 'patch', subresource: 'status', code: 200 }], {}), ['awaited']);
  });
  it('is explained by one request once', () => {
    assert.deepEqual(told([{}], {}, {}), ['nothing', 'awaited']);
  });
  it('shows the body that the log does not', () => {
    assert.deepEqual(told([{ level: 'Metadata' }], {}), ['explained']);
  });
  it('is changed by requests up to its version', () => {
    const changes = [
      { ...update, version: '11' },
      { ...update, version: '13' },
    ];
    assert.deepEqual(told(changes, { ...update, version: '11' }, { ...update, version: '13' }), [
      'nothing',
      'nothing',
    ]);
    assert.deepEqual(told(changes, { ...update, version: '13' }, { ...update, version: '14' }), [
      'nothing',
      'nothing',
    ]);
    assert.deepEqual(told([{ ...update, version: '15' }], { ...update, version: '14' }), ['awaited']);
  });
  it('is not explained by what changed nothing, or only how many there are', () => {
    const same = { ...update, version: '10' };
    assert.deepEqual(told([{}, same, same], {}, { ...update, version: '11' }), ['nothing', 'awaited']);
    assert.deepEqual(told([{ ...update, subresource: 'scale' }], { ...update, version: '11' }), ['awaited']);
  });
  it('need not be told in its labels, nor what a controller makes where the log leaves such out', () => {
    assert.deepEqual(told([], { ...update, changed: 'rest' }), ['nothing']);
    const pod = { resource: 'pods', owner: true };
    const controller = 'system:serviceaccount:kube-system:job-controller';
    assert.deepEqual(told([], pod), ['sole']);
    assert.deepEqual(told([{ ...pod, user: controller, uid: 'u9' }], pod), ['awaited']);
  });
});

it('what was written is known after a restart', () => {
  const first = createCorroboration();
  first.tell(asked({}));
  const second = createCorroboration();
  second.detector.restore?.(first.detector.takeChanges?.() ?? []);
  assert.equal(second.tell(observed({})), undefined);
});

it('an object that no request explains is a signal, once it is let pass', () => {
  const { tell, detector } = createCorroboration();
  const activity = tell(observed({}));
  assert.ok(activity);
  const [signal] = detector.inspect(activity);
  assert.equal(signal?.detector.type, 'corroboration');
  assert.match(signal?.reasons[0] ?? '', /CronJob shop\/tidy/);
  assert.deepEqual(detector.inspect(asked({})), []);
});
