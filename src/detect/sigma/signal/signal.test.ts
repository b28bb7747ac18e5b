import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compileText, lineText, ruleText } from '../../../../test/support/sigma-rules.ts';
import { activity, reasons, signals } from '../../../../test/support/sigma-signals.ts';
import type { JsonObject } from '../../../model/json.ts';
import { attackReferences } from '../attack-tags.ts';
import { explainSigma } from '../explain-sigma.ts';

describe('signals', () => {
  it('name the rule, its level, its techniques and where to read again', () => {
    const text = ruleText(
      'selection: {verb: create}\ncondition: selection',
      'author: Somebody\ntags: [attack.t1053.007, attack.privilege_escalation]\n',
    );
    const [signal] = signals(text, {
      verb: 'create',
      auditID: 'a-1',
      stageTimestamp: '2026-01-01T00:00:00.000000Z',
    });
    assert.deepEqual(signal, {
      detector: {
        type: 'sigma',
        id: '00000000-0000-4000-8000-000000000001',
        title: 'Test',
        author: 'Somebody',
      },
      severity: 'low',
      attack: [{ technique: 'T1053.007', tactics: ['privilege-escalation'] }],
      reasons: ['verb is create'],
      evidence: [
        {
          source: 'audit-file',
          file: 'audit.log',
          line: 7,
          auditID: 'a-1',
          time: '2026-01-01T00:00:00.000000Z',
        },
      ],
      missing: [],
    });
  });

  it('a rule without a level is medium', () => {
    const text = lineText('verb', 'create').replace('level: low\n', '');
    assert.equal(signals(text, { verb: 'create' })[0]?.severity, 'medium');
  });

  const sentences: readonly (readonly [string, unknown, JsonObject, string])[] = [
    ['verb', ['create', 'delete'], { verb: 'create' }, 'verb is create, one of create, delete'],
    [
      'requestURI|contains',
      ['/bin/sh', '/bin/ash'],
      { requestURI: '/x/bin/sh' },
      'requestURI is /x/bin/sh, which contains /bin/sh',
    ],
    [
      'user.username|startswith',
      'sys',
      { user: { username: 'system:x' } },
      'user.username is system:x, which begins with sys',
    ],
    [
      'responseStatus.code',
      [401, 403],
      { responseStatus: { code: 403 } },
      'responseStatus.code is 403, one of 401, 403',
    ],
    [
      'responseStatus.code|gte',
      400,
      { responseStatus: { code: 500 } },
      'responseStatus.code is 500, which is at least 400',
    ],
    [
      'sourceIPs|cidr',
      '10.0.0.0/8',
      { sourceIPs: ['x', '10.1.1.1'] },
      'sourceIPs[1] is 10.1.1.1, which lies in 10.0.0.0/8',
    ],
    ['userAgent|exists', true, { userAgent: 'k' }, 'userAgent is present: k'],
    ['userAgent', null, { verb: 'x' }, 'userAgent is absent or null'],
    ['verb|neq', 'get', { verb: 'create' }, 'verb is create, which not: is get'],
    ['verb|re', '^c', { verb: 'create' }, 'verb is create, which matches the expression ^c'],
    ['verb|fieldref', 'other', { verb: 'a', other: 'A' }, 'verb is a, which equals the field other'],
    [
      '',
      'secret word',
      { deep: [{ text: 'A Secret Word' }] },
      'deep[0].text is A Secret Word, which contains secret word',
    ],
    [
      'requestObject.spec.containers.image|endswith',
      ':latest',
      { requestObject: { spec: { containers: [{ image: 'a:1' }, { image: 'b:latest' }] } } },
      'requestObject.spec.containers[1].image is b:latest, which ends with :latest',
    ],
  ];
  for (const [key, value, event, expected] of sentences)
    it(expected, () => assert.deepEqual(reasons(lineText(key, value), { verb: 'x', ...event }), [expected]));

  it('quote at most 200 characters', () => {
    const [reason = ''] = reasons(lineText('userAgent|contains', 'x'), {
      verb: 'x',
      userAgent: 'x'.repeat(5000),
    });
    assert.ok(reason.length < 260);
  });

  it('what is under a not is no reason', () => {
    const text = ruleText('a: {verb: create}\nb: {userAgent: x}\ncondition: a and not b');
    assert.deepEqual(reasons(text, { verb: 'create', userAgent: 'y' }), ['verb is create']);
    const only = ruleText('b: {userAgent: x}\ncondition: not b');
    assert.deepEqual(reasons(only, { verb: 'get' }), ['nothing that the rule excludes is in the event']);
  });

  it('of alternatives only those that hold', () => {
    const text = ruleText('a: {verb: create}\nb: {userAgent: x}\ncondition: 1 of them');
    assert.deepEqual(reasons(text, { verb: 'create', userAgent: 'y' }), ['verb is create']);
  });
});

describe('secrets are never quoted', () => {
  const secret = 'hunter2';
  const rows: readonly (readonly [string, JsonObject])[] = [
    [
      'requestObject.data.password',
      { objectRef: { resource: 'secrets' }, requestObject: { data: { password: secret } } },
    ],
    ['requestObject.stringData.x', { requestObject: { kind: 'Secret', stringData: { x: secret } } }],
    [
      'requestObject.metadata.name',
      { objectRef: { resource: 'configmaps' }, requestObject: { metadata: { name: secret } } },
    ],
    [
      'responseObject.status.token',
      {
        objectRef: { resource: 'serviceaccounts', subresource: 'token' },
        responseObject: { status: { token: secret } },
      },
    ],
    [
      'responseObject.items.data.a',
      { responseObject: { kind: 'SecretList', items: [{ data: { a: secret } }] } },
    ],
    [
      'requestObject.spec.containers.env.value',
      { requestObject: { spec: { containers: [{ env: [{ name: 'P', value: secret }] }] } } },
    ],
    [
      'requestObject.containerDefinitions.environment.value',
      { requestObject: { containerDefinitions: [{ environment: [{ name: 'P', value: secret }] }] } },
    ],
    [
      'requestObject.metadata.annotations.kubectl.kubernetes.io/last-applied-configuration',
      {
        requestObject: {
          metadata: { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': secret } },
        },
      },
    ],
    ['requestObject.value', { requestObject: [{ op: 'add', path: '/data/password', value: secret }] }],
    [
      'requestObject.value',
      { requestObject: [{ op: 'add', path: '/spec/containers/0/env/0/value', value: secret }] },
    ],
  ];
  for (const [field, event] of rows)
    it(field, () => {
      for (const text of [
        lineText(`${field}|exists`, true),
        lineText('', 'hunter'),
        lineText(`${field}|contains`, 'r'),
      ]) {
        const found = reasons(text, { verb: 'x', ...event });
        assert.equal(found.length, 1);
        assert.ok(!found.join().includes(secret), found.join());
        assert.ok(found.join().includes('(hidden)'), found.join());
        const [rule] = compileText(text).rules;
        if (rule !== undefined)
          assert.ok(!JSON.stringify(explainSigma(rule, activity({ verb: 'x', ...event }))).includes(secret));
      }
    });
});

describe('what this level hides is missing', () => {
  const text = ruleText(
    'a: {verb: create}\nb: {requestObject.spec.x: y}\nc: {responseObject.z: y}\ncondition: a or b or c',
  );
  const missing = (event: JsonObject) => signals(text, { verb: 'create', ...event })[0]?.missing;
  it('by level', () => {
    assert.deepEqual(missing({ level: 'Metadata' }), ['requestObject.spec.x', 'responseObject.z']);
    assert.deepEqual(missing({ level: 'Request', requestObject: {} }), ['responseObject.z']);
    assert.deepEqual(missing({ level: 'RequestResponse', requestObject: {}, responseObject: {} }), []);
    assert.deepEqual(missing({ level: 'RequestResponse' }), []);
  });
  it('by truncation', () => {
    const annotations = { 'audit.k8s.io/truncated': 'true' };
    assert.deepEqual(missing({ level: 'RequestResponse', annotations }), [
      'requestObject.spec.x',
      'responseObject.z',
    ]);
  });
});

it('techniques and tactics from tags', () => {
  assert.deepEqual(
    attackReferences([
      'attack.t1609',
      'attack.T1053.007',
      'attack.ta0003',
      'attack.Lateral_Movement',
      'cve.2024-1',
      'attack.g0001',
      'attack.s0002',
    ]),
    [
      { technique: 'T1609', tactics: ['persistence', 'lateral-movement'] },
      { technique: 'T1053.007', tactics: ['persistence', 'lateral-movement'] },
    ],
  );
  assert.deepEqual(attackReferences(['attack.persistence']), []);
});
