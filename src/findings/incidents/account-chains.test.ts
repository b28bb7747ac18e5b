import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Sent } from '../../../test/support/audited.ts';
import { audited } from '../../../test/support/audited.ts';
import { detector, signalOf } from '../../../test/support/signals.ts';
import { createLineage } from '../../lineage/lineage.ts';
import { createCollector } from '../collector.ts';
import { createCollectorMemory } from '../collector-memory.ts';

const binding = (account: string, name = 'powers'): JsonBinding => ({
  kind: 'ClusterRoleBinding',
  apiVersion: 'rbac.authorization.k8s.io/v1',
  metadata: { name },
  roleRef: { kind: 'ClusterRole', name: 'cluster-admin' },
  subjects: [{ kind: 'ServiceAccount', namespace: 'ops', name: account }],
});
type JsonBinding = NonNullable<Sent['answer']>;

const cronJob = (account: string, name = 'tidy'): JsonBinding => ({
  kind: 'CronJob',
  apiVersion: 'batch/v1',
  metadata: { name, namespace: 'ops', uid: `u-${name}` },
  spec: {
    schedule: '0 * * * *',
    jobTemplate: {
      spec: {
        template: { spec: { serviceAccountName: account, containers: [{ name: 'main', image: 'a:1' }] } },
      },
    },
  },
});

const grant = (user: string, account: string, at: number): Sent => ({
  verb: 'create',
  object: 'rbac.authorization.k8s.io/v1/clusterrolebindings//powers',
  answer: binding(account),
  id: 'grant',
  user,
  at,
});
const use = (user: string, account: string, at: number, name = 'tidy'): Sent => ({
  verb: 'create',
  object: `batch/v1/cronjobs/ops/${name}`,
  answer: cronJob(account, name),
  user,
  at,
});

function collected(sent: readonly Sent[], restartAfter = Number.POSITIVE_INFINITY) {
  const lineage = createLineage({ rememberMinutes: 60 });
  const open = () => createCollector({ now: '2026-02-01T00:00:00Z', lineage, live: createCollectorMemory() });
  let collector = open();
  for (const [index, each] of sent.entries()) {
    const activity = audited(each);
    lineage.take(activity);
    for (const id of ['first', 'second'])
      collector.take(signalOf(activity, { detector: detector(id) }), activity);
    const { memory } = collector.takeChanges();
    if (index + 1 !== restartAfter) continue;
    collector = open();
    collector.restore(memory);
  }
  return [...collector.finish()];
}

const told = (sent: readonly Sent[], restartAfter?: number): readonly string[] =>
  collected(sent, restartAfter).map(
    ({ workload, actor, findings }) =>
      `${workload.kind} ${workload.name} by ${actor?.user}: ${findings.length}`,
  );

describe('a right for an account, and work that runs as it', () => {
  it('by the same person are one incident about the work, in either order', () => {
    const one = ['CronJob tidy by ann: 4'];
    assert.deepEqual(told([grant('ann', 'x', 0), use('ann', 'x', 60)]), one);
    assert.deepEqual(told([use('ann', 'x', 0), grant('ann', 'x', 60)]), one);
  });

  it('the story says which right', () => {
    const [incident] = collected([grant('ann', 'x', 0), use('ann', 'x', 60)]);
    assert.match(
      incident?.story ?? '',
      /^What: ClusterRoleBinding powers gives service account ops\/x the role cluster-admin$/m,
    );
    assert.match(
      incident?.story ?? '',
      /^Since: 2026-01-05 10:00:00 UTC, last seen 2026-01-05 10:01:00 UTC/m,
    );
  });

  it('across a restart too', () => {
    assert.deepEqual(told([grant('ann', 'x', 0), use('ann', 'x', 60)], 1), ['CronJob tidy by ann: 4']);
    assert.deepEqual(told([use('ann', 'x', 0), grant('ann', 'x', 60)], 1), ['CronJob tidy by ann: 4']);
  });

  it('the incident keeps its id when it becomes one about the work', () => {
    const [alone] = collected([grant('ann', 'x', 0)]);
    const [both] = collected([grant('ann', 'x', 0), use('ann', 'x', 60)]);
    assert.equal(alone?.workload.kind, 'ClusterRoleBinding');
    assert.equal(both?.workload.kind, 'CronJob');
    assert.equal(both.id, alone.id);
  });

  it('by others, of other accounts, or far apart are two', () => {
    const two = 2;
    assert.equal(told([grant('ann', 'x', 0), use('bob', 'x', 60)]).length, two);
    assert.equal(told([grant('ann', 'x', 0), use('ann', 'y', 60)]).length, two);
    assert.equal(told([grant('ann', 'x', 0), use('ann', 'x', 4_800)]).length, two);
  });

  it('a second workload of the account stays one of its own', () => {
    assert.deepEqual(
      new Set(told([grant('ann', 'x', 0), use('ann', 'x', 60), use('ann', 'x', 120, 'other')])),
      new Set(['CronJob tidy by ann: 4', 'CronJob other by ann: 2']),
    );
  });
});
