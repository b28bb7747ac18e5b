import { firstReplicaSet, job, owner } from './claims.ts';
import { deployment, podSpec } from './scene.ts';
import type { Variant } from './variant.ts';

/** Labels and owners that are changed, so that something belongs to another or to nobody. */
export const ties: readonly Variant[] = [
  {
    id: 'v22',
    title: "a bare pod with all labels of a service's pods",
    caughtBy: ['lineage/labels-capture-others'],
    play: async scene => {
      const [pod] = (await scene.list('Pod')).filter(({ metadata }) => metadata.name.startsWith('web-'));
      return scene.create('Pod', {
        metadata: { name: 'extra', labels: pod?.metadata.labels ?? {} },
        spec: podSpec(),
      });
    },
  },
  {
    id: 'v23',
    title: "a Deployment whose selector takes another's pods",
    caughtBy: ['lineage/labels-capture-others'],
    play: scene => scene.create('Deployment', deployment('web-shadow', 1, { app: 'web' })),
  },
  {
    id: 'v24',
    title: 'a Job of a person that is given a CronJob as its owner',
    caughtBy: ['lineage/owner-changed-by-hand'],
    play: async scene => {
      await scene.create('Job', job('free', {}));
      const ownerReferences = [await owner(scene, 'CronJob/nightly')];
      return scene.patch('Job/free', { metadata: { ownerReferences } });
    },
  },
  {
    id: 'v25',
    title: 'the owner taken from a Job that a CronJob made',
    caughtBy: ['lineage/owner-changed-by-hand'],
    play: async scene => {
      const [made] = await scene.list('Job');
      return scene.patch(`Job/${made?.metadata.name}`, [{ op: 'remove', path: '/metadata/ownerReferences' }]);
    },
  },
  {
    id: 'v26',
    title: 'a Job that a CronJob made is given another owner',
    caughtBy: ['lineage/owner-changed-by-hand'],
    play: async scene => {
      const [made] = await scene.list('Job');
      const value = [await owner(scene, 'CronJob/nightly')];
      return scene.patch(`Job/${made?.metadata.name}`, [
        { op: 'replace', path: '/metadata/ownerReferences', value },
      ]);
    },
  },
  {
    id: 'v27',
    title: 'a CronJob is deleted and what it started lives on',
    caughtBy: ['lineage/schedule-orphaned', 'lineage/workload-orphaned'],
    play: scene => scene.remove('CronJob/tick', '?propagationPolicy=Orphan'),
  },
  {
    id: 'v28-crowded',
    title: 'a bare pod where there never was one',
    caughtBy: ['lineage/bare-pod-where-none-is'],
    play: scene => scene.create('Pod', { metadata: { name: 'lonely' }, spec: podSpec() }),
  },
  {
    id: 'v31',
    title: 'a pod that is given a ReplicaSet as its owner',
    caughtBy: ['lineage/owner-changed-by-hand'],
    play: async scene => {
      await scene.create('Pod', { metadata: { name: 'adopted' }, spec: podSpec() });
      const ownerReferences = [await firstReplicaSet(scene)];
      return scene.patch('Pod/adopted', { metadata: { ownerReferences } });
    },
  },
];
