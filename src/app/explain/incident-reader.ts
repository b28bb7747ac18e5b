import type { Alert } from '../../evaluate/judge.ts';
import type { Finding, Incident } from '../../model/finding.ts';
import type { Printer } from '../../model/seams.ts';
import { atLeast } from '../../model/severity.ts';

/** A printer that keeps what an evaluation needs of the incidents: all their requests, not just the evidence that is shown. */
export function createIncidentReader(): {
  readonly printer: Printer;
  readonly alerts: () => readonly Alert[];
} {
  const findings = new Map<string, Kept>();
  const alerts: Alert[] = [];
  return {
    printer: {
      finding: finding => findings.set(finding.id, keptOf(finding)),
      incident: incident => alerts.push(alertOf(incident, findings)),
      summary: () => undefined,
    },
    alerts: () => alerts,
  };
}

interface Kept {
  readonly auditIDs: readonly string[];
  readonly at: number;
  readonly isLoud: boolean;
}

function keptOf({ evidence, time, severity }: Finding): Kept {
  return {
    auditIDs: evidence.map(({ auditID }) => auditID).filter(id => id !== ''),
    at: timeOf(time),
    isLoud: atLeast(severity, 'medium'),
  };
}

function alertOf(incident: Incident, findings: ReadonlyMap<string, Kept>): Alert {
  const { id, title, severity, workload, score } = incident;
  const held = incident.findings.map(each => findings.get(each)).filter(each => each !== undefined);
  const from = timeOf(incident.firstSeen);
  const raised = held.filter(({ isLoud }) => isLoud).map(({ at }) => at);
  const shown = incident.evidence.map(({ auditID }) => auditID);
  return {
    id,
    title,
    severity,
    workload,
    ...(score && { bits: score.bits }),
    auditIDs: [...new Set([...held.flatMap(({ auditIDs }) => auditIDs), ...shown])],
    from,
    to: timeOf(incident.lastSeen),
    raisedAt: raised.length === 0 ? from : raised.reduce((a, b) => Math.min(a, b)),
  };
}

const timeOf = (time: string | null): number => (time === null ? 0 : Date.parse(time));
