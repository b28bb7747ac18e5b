import { customKind, path, place } from '../workload-kind.ts';
import { argoEvents, argoGroups, eventDeployments } from './argo.ts';

/** Its calendar is a scheduler; what then happens is in Sensors. */
export const eventSource = customKind({
  kind: 'EventSource',
  resource: 'eventsources',
  groups: argoGroups,
  project: argoEvents,
  places: [place('container', 'spec.template.container')],
  shared: [path('spec.template')],
  times: {
    schedules: [path('spec.calendar.*.schedule')],
    every: [path('spec.calendar.*.interval')],
    timeZone: [path('spec.calendar.*.timezone')],
    suspended: [],
  },
  dialect: 'robfig',
  sometimesScheduled: true,
  persistent: true,
  makes: [eventDeployments],
});
