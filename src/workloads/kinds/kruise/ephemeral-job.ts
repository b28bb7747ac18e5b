import { customKind, place } from '../workload-kind.ts';
import { kruise, kruiseGroups } from './kruise.ts';

/** Puts ephemeral containers into running pods that its selector takes. */
export const ephemeralJob = customKind({
  kind: 'EphemeralJob',
  resource: 'ephemeraljobs',
  groups: kruiseGroups,
  project: kruise,
  places: [place('spec', 'spec.template')],
  finite: true,
});
