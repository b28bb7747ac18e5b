import type { Incident } from '../../model/finding.ts';
import type { IncidentMoment, IncidentWork } from '../../model/work.ts';
import { currentWork } from '../story/current-work.ts';
import { scheduleDetail } from '../story/schedule-detail.ts';
import { byWeight } from '../story/story-changes.ts';
import type { FindingMark, Group } from './incident-group.ts';
import { isEffective } from './incident-group.ts';

export interface DetailOptions {
  /** Compute the runs of schedules: that takes longer than all the rest. */
  readonly withDue: boolean;
}

type Details = Pick<Incident, 'moments' | 'work' | 'changes' | 'moreChanges'>;

const momentsAtEachEnd = 25;

/** What printers draw of an incident, beside its story. */
export function detailsOf(group: Group, marks: readonly FindingMark[], options: DetailOptions): Details {
  const { fields, more } = group.changes;
  const work = workOf(group, options);
  return {
    moments: momentsOf(marks),
    ...(work && { work }),
    ...(fields.length > 0 && { changes: byWeight(fields) }),
    ...(more > 0 && { moreChanges: more }),
  };
}

function momentsOf(marks: readonly FindingMark[]): readonly IncidentMoment[] {
  const shown =
    marks.length <= 2 * momentsAtEachEnd
      ? marks
      : [...marks.slice(0, momentsAtEachEnd), ...marks.slice(-momentsAtEachEnd)];
  return shown.map(({ id, at, rule, action }) => ({
    time: at === 0 ? null : new Date(at).toISOString(),
    finding: id,
    severity: rule.severity,
    title: rule.title,
    kind: action?.kind ?? '',
    action: {
      verb: action?.verb ?? '',
      subresource: action?.subresource ?? '',
      outcome: action?.outcome ?? 'unanswered',
    },
  }));
}

function workOf(group: Group, { withDue }: DetailOptions): IncidentWork | undefined {
  const work = currentWork(group);
  if (work === undefined) return undefined;
  const { runs, moreContainers, created, ...when } = work;
  const schedule = scheduleDetail(when, {
    after: withDue && group.last.time !== null ? new Date(group.last.at) : undefined,
    before: wasThere(group) ? new Date(group.first.at) : undefined,
    created,
    expressionBefore: group.changes.fields.find(({ field }) => field === 'schedule')?.from ?? '',
  });
  return { containers: runs, moreContainers, ...(schedule && { schedule }) };
}

/** It was changed and not made: then it ran by its schedule before. */
function wasThere({ actions, workload, first }: Group): boolean {
  const own = actions.filter(
    action => !action.derived && action.kind === workload.kind && isEffective(action),
  );
  const isChanged = own.some(({ verb }) => verb === 'update' || verb === 'patch');
  return first.time !== null && isChanged && !own.some(({ verb }) => verb === 'create');
}
