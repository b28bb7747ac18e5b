import type { ChangedField } from '../../model/lineage.ts';
import type { ContainerWork } from '../../model/work.ts';
import type { Group } from '../incidents/incident-group.ts';
import type { ScheduledWork } from './scheduled-work.ts';

/**
 * What runs after the incident's last request: that of its gravest one, with what later requests changed of it. A schedule that was quickened
 * by another request, or resumed, is told as it is now.
 */
export function currentWork({ work, changes }: Pick<Group, 'work' | 'changes'>): ScheduledWork | undefined {
  if (work === undefined || changes.fields.length === 0) return work?.seen;
  return changes.fields.reduce(withChange, work.seen);
}

function withChange(seen: ScheduledWork, { field, container, from, to }: ChangedField): ScheduledWork {
  if (container !== '')
    return { ...seen, runs: seen.runs.map(run => withOwn(run, { field, container, from, to })) };
  if (field === 'schedule' && seen.schedule === from && to !== '') return { ...seen, schedule: to };
  if (field === 'timeZone' && seen.timeZone === from) return { ...seen, timeZone: to };
  if (field === 'suspended' && String(seen.suspended) === from) return { ...seen, suspended: to === 'true' };
  return seen;
}

function withOwn(run: ContainerWork, { field, container, from, to }: ChangedField): ContainerWork {
  if (run.name !== container || to === '') return run;
  if (field === 'image' && run.image === from) return { ...run, image: to };
  if (field === 'command' && run.command === from) return { ...run, command: to };
  return run;
}
