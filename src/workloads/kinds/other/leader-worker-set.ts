import { customKind, place } from '../workload-kind.ts';

export const leaderWorkerSet = customKind({
  kind: 'LeaderWorkerSet',
  resource: 'leaderworkersets',
  groups: ['leaderworkerset.x-k8s.io'],
  project: 'LeaderWorkerSet',
  places: [
    place('template', 'spec.leaderWorkerTemplate.leaderTemplate'),
    place('template', 'spec.leaderWorkerTemplate.workerTemplate'),
  ],
  persistent: true,
  makes: [{ kind: 'StatefulSet', group: 'apps', accounts: ['lws-controller-manager'] }],
});
