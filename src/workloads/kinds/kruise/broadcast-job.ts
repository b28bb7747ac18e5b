import { customKind, pods } from '../workload-kind.ts';
import { kruise, kruiseAccounts, kruiseGroups } from './kruise.ts';

/** A Job with a pod on every node. */
export const broadcastJob = customKind({
  kind: 'BroadcastJob',
  resource: 'broadcastjobs',
  groups: kruiseGroups,
  project: kruise,
  template: ['spec', 'template'],
  jobSpec: ['spec', 'completionPolicy'],
  everyNode: true,
  finite: true,
  makes: [pods(...kruiseAccounts)],
});
