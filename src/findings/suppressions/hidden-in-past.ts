import type { Finding, Incident } from '../../model/finding.ts';
import { covers } from './suppress.ts';
import { contentOfWork } from './suppressed-content.ts';
import type { SuppressionScope } from './suppression.ts';

/** Kept incidents with their findings, of which a scope would have hidden some. */
export interface PastIncident {
  readonly incident: Incident;
  /** How many of its findings are known. */
  readonly findings: number;
  readonly hidden: readonly Finding[];
}

/**
 * What a scope would have hidden of what was found before, as far as incidents tell what ran: their requests are not there any more.
 * Findings that belong to no incident are judged by themselves.
 */
export function hiddenInPast(
  scope: SuppressionScope,
  { findings, incidents }: { readonly findings: readonly Finding[]; readonly incidents: readonly Incident[] },
): { readonly incidents: readonly PastIncident[]; readonly alone: readonly Finding[] } {
  const byId = new Map(findings.map(finding => [finding.id, finding]));
  const grouped = new Set(incidents.flatMap(incident => incident.findings));
  const past = incidents.map(incident => {
    const members = incident.findings.map(id => byId.get(id)).filter(finding => finding !== undefined);
    const hidden = members.filter(finding => isHidden(scope, finding, incident));
    return { incident, findings: members.length, hidden };
  });
  return {
    incidents: past.filter(({ hidden }) => hidden.length > 0),
    alone: findings.filter(finding => !grouped.has(finding.id) && isHidden(scope, finding)),
  };
}

function isHidden(scope: SuppressionScope, finding: Finding, incident?: Incident): boolean {
  const { actor, workload, work } = incident ?? {};
  return covers(scope, {
    finding,
    content: () => contentOfWork(work),
    behind: () => (actor && workload ? { workload, actor } : undefined),
  });
}
