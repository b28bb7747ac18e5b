import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { auditActivity } from '../../formats/audit-activity.ts';
import type { JsonObject } from '../../model/json.ts';
import { createSilence } from './silence.ts';
import { texts } from './test-silence.ts';

const start = Date.parse('2026-11-23T00:00:00Z');
let line = 0;

/** An event as an API server logs it, so many seconds after the start. */
function event(seconds: number, more: JsonObject = {}): JsonObject {
  line += 1;
  const time = new Date(start + seconds * 1_000).toISOString();
  return {
    level: 'RequestResponse',
    auditID: `id-${line}`,
    stage: 'ResponseComplete',
    requestURI: '/apis/batch/v1/namespaces/data/cronjobs',
    verb: 'create',
    user: { username: 'jane', groups: ['system:authenticated'] },
    sourceIPs: ['198.51.100.7'],
    objectRef: {
      apiGroup: 'batch',
      apiVersion: 'v1',
      resource: 'cronjobs',
      namespace: 'data',
      name: 'backup',
    },
    responseStatus: { code: 201 },
    requestReceivedTimestamp: time,
    stageTimestamp: time,
    ...more,
  };
}

const silence = () => createSilence();

function inspect(detector: ReturnType<typeof silence>, events: readonly JsonObject[]): readonly string[] {
  return events.flatMap(each =>
    texts(
      detector.inspect(
        auditActivity({
          event: each,
          origin: { source: 'audit-file', file: 'audit.log', line },
          cluster: 'prod',
          format: 'kubernetes-audit',
        }),
      ),
    ),
  );
}

describe('what is seen of a request', () => {
  it('its level was lowered; and is back', () => {
    const detector = silence();
    const usual = Array.from({ length: 6 }, (_, index) => event(index));
    assert.deepEqual(inspect(detector, usual), []);
    assert.deepEqual(inspect(detector, [event(10, { level: 'Metadata' })]), []);
    const [said, ...more] = inspect(
      detector,
      [11, 12, 13].map(at => event(at, { level: 'Metadata' })),
    );
    assert.match(
      said ?? '',
      /^silence-level high: create of cronjobs by jane was logged at RequestResponse, and is logged at Metadata since 2026-11-23T00:00:10/,
    );
    assert.deepEqual(more, []);
    assert.match(
      inspect(detector, [event(20)])[0] ?? '',
      /^silence-level informational: resolved: it lasted 10 sec/,
    );
  });

  it('levels that differ by user, or from the start, are no change', () => {
    const detector = silence();
    const mixed = Array.from({ length: 20 }, (_, index) =>
      event(index, {
        level: index % 2 === 0 ? 'Metadata' : 'RequestResponse',
        user: { username: index % 2 === 0 ? 'jane' : 'system:serviceaccount:kube-system:cronjob-controller' },
      }),
    );
    assert.deepEqual(inspect(detector, mixed), []);
  });

  it('a body that was too large, once a day of one user and kind', () => {
    const detector = silence();
    const truncated = { annotations: { 'audit.k8s.io/truncated': 'true' } };
    const said = inspect(detector, [event(0, truncated), event(60, truncated), event(90_000, truncated)]);
    assert.deepEqual(
      said.map(text => text.slice(0, 26)),
      ['silence-truncated medium: ', 'silence-truncated medium: '],
    );
  });
});

describe('Audit-IDs', () => {
  it('one for two requests', () => {
    const detector = silence();
    const same = { auditID: 'chosen' };
    const other = { ...same, user: { username: 'mallory' } };
    assert.deepEqual(
      inspect(detector, [event(0, { ...same, stage: 'RequestReceived' }), event(1, same)]),
      [],
    );
    assert.match(
      inspect(detector, [event(2, other)])[0] ?? '',
      /^silence-reused medium: Audit-ID chosen was that of "create .* by jane" before, and is now that of "create .* by mallory"/,
    );
  });
});

it('queries of requests are not told: a command or a token may be in them', () => {
  const detector = silence();
  const uri = '/api/v1/namespaces/data/pods/db/exec?command=mysql&command=-ps3cret';
  const asked = { requestURI: uri, stage: 'RequestReceived', auditID: 'chosen' };
  const said = inspect(detector, [
    event(0, asked),
    event(1, { ...asked, user: { username: 'mallory' } }),
    event(600),
  ]);
  assert.equal(said.length, 2);
  assert.doesNotMatch(said.join(), /s3cret/);
});

describe('answers', () => {
  it('that never came, told together, and not of requests that last', () => {
    const detector = silence();
    const asked = { stage: 'RequestReceived' };
    const both = (at: number, auditID: string) => [event(at, { ...asked, auditID }), event(at, { auditID })];
    // The time of arrival is the same at both stages.
    assert.deepEqual(inspect(detector, [...both(0, 'a'), event(1, { ...asked, verb: 'watch' })]), []);
    assert.deepEqual(inspect(detector, [event(2, asked), event(3, asked), ...both(200, 'b')]), []);
    assert.match(
      inspect(detector, both(400, 'c'))[0] ?? '',
      /^silence-unanswered medium: 2 requests logged on arrival and not answered within 5 minutes: create /,
    );
    assert.deepEqual(inspect(detector, both(900, 'd')), []);
  });
});

describe('what blinds', () => {
  const mirror = (command: readonly string[]): JsonObject => ({
    requestURI: '/api/v1/namespaces/kube-system/pods',
    user: { username: 'system:node:cp-1', groups: ['system:nodes'] },
    objectRef: { apiVersion: 'v1', resource: 'pods', namespace: 'kube-system', name: 'kube-apiserver-cp-1' },
    requestObject: {
      kind: 'Pod',
      metadata: { name: 'kube-apiserver-cp-1', annotations: { 'kubernetes.io/config.mirror': 'abc' } },
      spec: { containers: [{ name: 'kube-apiserver', command: ['kube-apiserver', ...command] }] },
    },
  });
  const flags = [
    '--audit-policy-file=/etc/kubernetes/audit.yaml',
    '--audit-webhook-config-file=/etc/kubernetes/w.yaml',
  ];

  it('an API server without its backend, or with another policy', () => {
    const detector = silence();
    assert.deepEqual(inspect(detector, [event(0, mirror(flags)), event(9, mirror(flags))]), []);
    assert.match(
      inspect(detector, [event(10, mirror(flags.slice(0, 1)))])[0] ?? '',
      /^silence-backend high: --audit-webhook-config-file=\/etc\/kubernetes\/w.yaml is gone/,
    );
    assert.match(
      inspect(detector, [event(20, mirror(['--audit-policy-file=/tmp/none.yaml']))])[0] ?? '',
      /^silence-policy medium: --audit-policy-file is \/tmp\/none.yaml, and was \/etc\/kubernetes\/audit.yaml/,
    );
  });

  it('a policy in a ConfigMap, and the removal of our own webhook', () => {
    const detector = silence();
    const policy = event(0, {
      verb: 'update',
      objectRef: { apiVersion: 'v1', resource: 'configmaps', namespace: 'kube-system', name: 'audit' },
      requestObject: {
        data: { 'policy.yaml': 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{level: None}]' },
      },
      responseStatus: { code: 200 },
    });
    const removed = event(1, {
      verb: 'delete',
      objectRef: {
        apiGroup: 'admissionregistration.k8s.io',
        resource: 'validatingwebhookconfigurations',
        name: 'watchbill',
      },
      responseStatus: { code: 200 },
    });
    const said = inspect(detector, [policy, removed]);
    assert.match(said[0] ?? '', /^silence-policy medium: "policy.yaml" of the ConfigMap/);
    assert.match(
      said[1] ?? '',
      /^silence-sensor high: validatingwebhookconfigurations watchbill was deleted/,
    );
    assert.equal(detector.interest.pair('update', 'leases'), true);
    assert.equal(
      detector.interest.reference?.({
        verb: 'update',
        resource: 'leases',
        namespace: 'kube-node-lease',
        subresource: '',
      }),
      false,
    );
  });
});

describe('API servers', () => {
  const lease = (at: number, name: string): JsonObject =>
    event(at, {
      verb: 'update',
      user: { username: 'system:apiserver' },
      objectRef: { apiGroup: 'coordination.k8s.io', resource: 'leases', namespace: 'kube-system', name },
    });

  it('one of two that renews its lease no more; not one of which nothing else is heard', () => {
    const detector = silence();
    const said: string[] = [];
    for (let seconds = 0; seconds < 600; seconds += 10) {
      said.push(...texts(detector.notice?.({ type: 'tick', at: start + seconds * 1_000 })));
      said.push(...inspect(detector, [lease(seconds, 'apiserver-one')]));
      if (seconds < 200 || seconds > 500) said.push(...inspect(detector, [lease(seconds, 'apiserver-two')]));
    }
    assert.match(
      said[0] ?? '',
      /^silence-server medium: its lease kube-system\/apiserver-two was renewed in the log until/,
    );
    assert.match(said[1] ?? '', /^silence-server informational: resolved: it lasted 5 minutes/);
    assert.equal(said.length, 2);
    assert.deepEqual(texts(detector.notice?.({ type: 'tick', at: start + 1_200_000 })), []);
  });
});

describe('in a scan', () => {
  it('a stretch that is missing is seen in the times of the events', () => {
    const detector = createSilence({ byEvents: true });
    const minutes = Array.from({ length: 60 }, (_, index) => event(index * 60));
    assert.deepEqual(inspect(detector, minutes), []);
    assert.match(
      inspect(detector, [event(3_540 + 900)])[0] ?? '',
      /^silence-gap high: no event of the 15 minutes from/,
    );
  });
});
