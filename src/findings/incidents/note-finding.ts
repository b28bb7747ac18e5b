import type { Activity } from '../../model/activity.ts';
import type { Finding } from '../../model/finding.ts';
import type { ChangedField } from '../../model/lineage.ts';
import { atLeast } from '../../model/severity.ts';
import { scheduledWork } from '../story/scheduled-work.ts';
import type { Group } from './incident-group.ts';
import { addClient, isEffective } from './incident-group.ts';
import type { AskLineage } from './incident-lineage.ts';
import { noteOrigin } from './incident-lineage.ts';
import { withChanges } from './net-changes.ts';
import type { Root } from './root-workload.ts';

/** Where the finding's object comes from, and what came of its workload. */
export function noteLineage(group: Group, { origin, author }: Root, lineage: AskLineage | undefined): void {
  if (origin === undefined) return;
  noteOrigin(group, origin);
  group.progeny ??= lineage?.progenyOf(group.workload);
  if (author !== undefined && group.userAgents.length === 0) addClient(group, author.actor);
}

/** Of a finding with a score, a low one is enough: several together may be an incident. */
export function noteWork(group: Group, { severity, score }: Finding, activity: Activity | undefined): void {
  if (activity === undefined || !atLeast(severity, score === undefined ? 'medium' : 'low')) return;
  if (group.work !== undefined && atLeast(group.work.severity, severity)) return;
  const seen = scheduledWork(activity);
  if (seen !== undefined) group.work = { severity, seen };
}

/** Several rules tell the same of one request. */
export function noteChanges(
  group: Group,
  { action, evidence }: Finding,
  changes: readonly ChangedField[],
): void {
  const last = evidence.at(-1);
  const { changedBy } = group;
  if (changes.length === 0 || !isEffective(action)) return;
  if (last !== undefined && last.line === changedBy?.line && last.file === changedBy.file) return;
  group.changedBy = last;
  group.changes = withChanges(group.changes, changes);
}
