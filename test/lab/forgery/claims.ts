import type { Scene } from './scene.ts';
import { image, podSpec } from './scene.ts';
import type { Variant } from './variant.ts';

/** Jobs and pods that say that a controller made them. */
export const claims: readonly Variant[] = [
  {
    id: 'v01',
    title: 'a Job owned by a CronJob, with another image and without a mark of a manual run',
    caughtBy: ['lineage/job-claims-a-cronjob'],
    play: async scene =>
      scene.create(
        'Job',
        job('nightly-extra', { ownerReferences: [await owner(scene, 'CronJob/nightly')] }, otherImage),
      ),
  },
  {
    id: 'v02',
    title: 'a Job that looks in everything like a scheduled one',
    caughtBy: ['lineage/job-claims-a-cronjob', 'lineage/scheduled-run-off-schedule'],
    play: async scene => {
      const minute = lastDue();
      const annotations = { [scheduledAt]: new Date(minute * 60_000).toISOString().replace('.000', '') };
      const ownerReferences = [await owner(scene, 'CronJob/nightly')];
      return scene.create('Job', job(`nightly-${minute}`, { annotations, ownerReferences }));
    },
  },
  {
    id: 'v03',
    title: 'a manual run of a CronJob, with another image',
    caughtBy: ['lineage/template-differs-from-owner'],
    play: async scene => scene.create('Job', job('nightly-now', await manual(scene), otherImage)),
  },
  {
    id: 'v04',
    title: 'a manual run of a CronJob, with a container more',
    caughtBy: ['lineage/template-differs-from-owner'],
    play: async scene => {
      const template = {
        spec: {
          containers: [main, { ...main, name: 'second', command: ['second'] }],
          restartPolicy: 'Never',
        },
      };
      return scene.create('Job', {
        metadata: { name: 'nightly-two', ...(await manual(scene)) },
        spec: { template },
      });
    },
  },
  {
    id: 'v05',
    title: 'a Job named like a scheduled one, without an owner',
    caughtBy: ['lineage/job-named-like-scheduled'],
    play: scene => scene.create('Job', job(`nightly-${lastDue()}`, {}, otherImage)),
  },
  {
    id: 'v06-metadata',
    title: 'the same where the log has names alone',
    caughtBy: ['lineage/job-named-like-scheduled'],
    play: scene => scene.create('Job', job(`nightly-${lastDue()}`, {}, otherImage)),
  },
  {
    id: 'v07',
    title: 'a Job whose scheduled time is another minute than its name says',
    caughtBy: ['lineage/scheduled-run-off-schedule', 'lineage/job-claims-a-cronjob'],
    play: async scene => {
      const annotations = { [scheduledAt]: '2026-11-01T02:15:00Z' };
      const ownerReferences = [await owner(scene, 'CronJob/nightly')];
      return scene.create('Job', job(`nightly-${lastDue()}`, { annotations, ownerReferences }));
    },
  },
  {
    id: 'v10',
    title: 'a Job named by seconds, as ten years ago',
    caughtBy: ['lineage/scheduled-run-off-schedule', 'lineage/job-claims-a-cronjob'],
    play: async scene => {
      const ownerReferences = [await owner(scene, 'CronJob/nightly')];
      const annotations = { [scheduledAt]: new Date(lastDue() * 60_000).toISOString() };
      return scene.create('Job', job(`nightly-${lastDue() * 60}`, { annotations, ownerReferences }));
    },
  },
  {
    id: 'v11',
    title: 'a Job whose owner has the name of a CronJob and a uid that was made up',
    caughtBy: ['lineage/owner-does-not-exist', 'lineage/job-claims-a-cronjob'],
    play: async scene => {
      const made = {
        ...(await owner(scene, 'CronJob/nightly')),
        uid: '11111111-2222-4333-8444-555555555555',
      };
      return scene.create('Job', job('nightly-ghost', { ownerReferences: [made] }));
    },
  },
  {
    id: 'v12',
    title: 'a pod whose owner was deleted before',
    caughtBy: ['lineage/owner-does-not-exist', 'lineage/pod-claims-a-controller'],
    play: async scene => {
      await scene.create('Job', job('short', {}), { as: scene.deployer });
      const gone = await owner(scene, 'Job/short');
      await scene.remove('Job/short', '?propagationPolicy=Background', { as: scene.deployer });
      return scene.create('Pod', {
        metadata: { name: 'short-x7k2p', ownerReferences: [gone] },
        spec: podSpec(),
      });
    },
  },
  {
    id: 'v13',
    title: 'a pod that says that a ReplicaSet made it',
    caughtBy: ['lineage/pod-claims-a-controller'],
    play: async scene => {
      const replicaSet = await firstReplicaSet(scene);
      return scene.create('Pod', {
        metadata: { name: `${replicaSet.name}-q8z4t`, ownerReferences: [replicaSet] },
        spec: podSpec(),
      });
    },
  },
  {
    id: 'v29',
    title: 'a ReplicaSet that says that a Deployment made it',
    caughtBy: ['lineage/pod-claims-a-controller', 'lineage/replicaset-claims-a-deployment'],
    play: async scene => {
      const labels = { app: 'web', 'pod-template-hash': '7c9f5d8b66' };
      const metadata = {
        name: 'web-7c9f5d8b66',
        labels,
        ownerReferences: [await owner(scene, 'Deployment/web')],
      };
      const template = { metadata: { labels }, spec: { containers: [main] } };
      return scene.create('ReplicaSet', {
        metadata,
        spec: { replicas: 1, selector: { matchLabels: labels }, template },
      });
    },
  },
  {
    id: 'v30',
    title: 'a Job with a scheduled time whose owner does not control it',
    caughtBy: ['lineage/job-claims-a-cronjob'],
    play: async scene => {
      const reference = { ...(await owner(scene, 'CronJob/nightly')), controller: false };
      const annotations = { [scheduledAt]: new Date(lastDue() * 60_000).toISOString() };
      return scene.create('Job', job('nightly-side', { annotations, ownerReferences: [reference] }));
    },
  },
];

const scheduledAt = 'batch.kubernetes.io/cronjob-scheduled-timestamp';
const main = { name: 'main', image, command: ['report'] };
const otherImage = { image: 'registry.example/other:9', command: ['sleep', '5'] };

export const job = (name: string, metadata: object, container: object = {}): object => ({
  metadata: { name, ...metadata },
  spec: { template: { metadata: { labels: { app: 'nightly' } }, spec: podSpec(container) } },
});

/** The minute of the Unix time at which `15 2 * * *` was due last. */
export function lastDue(): number {
  const now = new Date();
  const today = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate(), 2, 15);
  return (today > now.getTime() ? today - 86_400_000 : today) / 60_000;
}

export async function owner(scene: Scene, what: string) {
  const { metadata } = await scene.get(what);
  const [kind = ''] = what.split('/');
  const apiVersion = /Job$/.test(kind) ? 'batch/v1' : 'apps/v1';
  return {
    apiVersion,
    kind,
    name: metadata.name,
    uid: metadata.uid,
    controller: true,
    blockOwnerDeletion: true,
  };
}

export async function firstReplicaSet(scene: Scene) {
  const [found] = await scene.list('ReplicaSet');
  if (found === undefined) throw new Error(`no ReplicaSet in ${scene.namespace}`);
  return owner(scene, `ReplicaSet/${found.metadata.name}`);
}

/** As `kubectl create job --from` marks its Jobs. */
async function manual(scene: Scene): Promise<object> {
  const { blockOwnerDeletion: _, ...reference } = await owner(scene, 'CronJob/nightly');
  return { annotations: { 'cronjob.kubernetes.io/instantiate': 'manual' }, ownerReferences: [reference] };
}
