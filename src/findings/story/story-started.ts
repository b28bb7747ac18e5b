import type { StartedWork } from '../../model/lineage.ts';
import { builtInKinds } from '../../workloads/kinds/kinds.ts';
import type { Group } from '../incidents/incident-group.ts';
import { isEffective } from '../incidents/incident-group.ts';
import type { AskLineage } from '../incidents/incident-lineage.ts';
import { startedCount } from '../incidents/incident-lineage.ts';
import { counted, quoted, shownTime } from '../words.ts';

/** What came of it since: that nothing did is said only where the log would tell. */
export function startedSentences(group: Group, lineage: AskLineage | undefined): readonly string[] {
  const { workload, progeny, first } = group;
  if (lineage === undefined || first.time === null || !(mayStart(workload.kind) || workload.kind === 'Pod'))
    return [];
  if (!group.actions.some(action => isEffective(action) && !action.verb.startsWith('delete'))) return [];
  const started = progeny?.since(first.at * 1000);
  if (started !== undefined && startedCount(started) > 0) return [startedWords(started)];
  // What a pod starts is seen on its node alone.
  if (workload.kind === 'Pod') return [];
  if (workload.name === '' || workload.name.endsWith('-'))
    return ['whether it ran is not known: the name that the server gave it was not logged'];
  return [
    lineage.logsProductsOf(workload)
      ? 'not run yet: no Job or pod made of it since is in the log'
      : 'whether it ran is not known: what controllers start is not in the log',
  ];
}

const makers = new Set(builtInKinds.flatMap(({ owners }) => owners.map(({ kind }) => kind)));
const mayStart = (kind: string): boolean => makers.has(kind);

function startedWords({ byKind, examples, last, confidence }: StartedWork): string {
  const numbers = byKind.map(({ kind, count }) => counted(count, quoted(kind, 63))).join(' and ');
  const names = examples.map(({ name }) => quoted(name, 80)).join(', ');
  const more = byKind.reduce((sum, { count }) => sum + count, 0) > examples.length ? ', ...' : '';
  const end = last === null ? '' : `, last at ${shownTime(last)}`;
  return `it has ${confidence === 'certain' ? '' : 'probably '}run since: ${numbers} made after it (${names}${more})${end}`;
}
