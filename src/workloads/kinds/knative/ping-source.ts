import { customKind, path } from '../workload-kind.ts';
import { eventing } from './knative.ts';

/** Sends its data to a sink by a schedule: no pod of its own, but it wakes a service. */
export const pingSource = customKind({
  kind: 'PingSource',
  resource: 'pingsources',
  groups: ['sources.knative.dev'],
  project: eventing,
  places: [],
  times: {
    schedules: [path('spec.schedule')],
    timeZone: [path('spec.timezone')],
    suspended: [],
  },
  dialect: 'robfig-seconds',
  scheduled: true,
  references: [{ at: path('spec.sink.ref'), kind: 'Service' }],
});
