import { customKind, path } from '../workload-kind.ts';
import { cronTriggers, keda, kedaGroups } from './keda.ts';

/** Has no pods of its own: it scales another object, between none and many. */
export const scaledObject = customKind({
  kind: 'ScaledObject',
  resource: 'scaledobjects',
  groups: kedaGroups,
  project: keda,
  places: [],
  times: cronTriggers,
  dialect: 'robfig-fields',
  sometimesScheduled: true,
  references: [{ at: path('spec.scaleTargetRef'), kind: 'Deployment' }],
});
