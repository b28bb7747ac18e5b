import { customKind, place } from '../workload-kind.ts';
import { kruise, kruiseGroups } from './kruise.ts';

/** Puts its containers into all new pods that its selector takes: other people's pods. */
export const sidecarSet = customKind({
  kind: 'SidecarSet',
  resource: 'sidecarsets',
  groups: kruiseGroups,
  project: kruise,
  places: [place('spec', 'spec')],
  persistent: true,
});
