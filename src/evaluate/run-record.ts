import type { Finding, Incident } from '../model/finding.ts';
import type { Printer } from '../model/seams.ts';
import type { Severity } from '../model/severity.ts';
import type { DetectorReference } from '../model/signal.ts';
import type { Summary } from '../model/summary.ts';
import type { Workload } from '../model/workload.ts';

/** What of a finding is needed to compare two runs. */
export interface KeptFinding {
  readonly id: string;
  readonly time: string | null;
  readonly severity: Severity;
  readonly detector: DetectorReference;
  readonly workload: Workload;
  /** The requests that it is about. */
  readonly requests: readonly string[];
  /** Of a score: how many bits, of how many that were needed. */
  readonly bits?: readonly [bits: number, threshold: number];
}

export interface HiddenFinding extends KeptFinding {
  /** The id of the suppression. */
  readonly by: string;
}

/** What one run over a history came to. */
export interface RunRecord {
  readonly findings: ReadonlyMap<string, KeptFinding>;
  readonly hidden: readonly HiddenFinding[];
  readonly incidents: readonly Incident[];
  readonly summary: Summary;
}

/** One incident, as two runs see it; absent: one of them does not. */
export interface IncidentPair {
  readonly before?: Incident | undefined;
  readonly after?: Incident | undefined;
}

export interface RunRecorder {
  readonly printer: Printer;
  hidden(finding: Finding, by: string): void;
  /** undefined before the summary was printed. */
  record(): RunRecord | undefined;
}

/** Keeps what a run found and hid. */
export function createRunRecorder(): RunRecorder {
  const findings = new Map<string, KeptFinding>();
  const hidden: HiddenFinding[] = [];
  const incidents: Incident[] = [];
  let summary: Summary | undefined;
  return {
    printer: {
      finding: finding => void findings.set(finding.id, keptFinding(finding)),
      incident: incident => void incidents.push(incident),
      summary: given => {
        summary = given;
      },
    },
    hidden: (finding, by) => void hidden.push({ ...keptFinding(finding), by }),
    record: () => summary && { findings, hidden, incidents, summary },
  };
}

export function keptFinding(finding: Finding): KeptFinding {
  const { id, time, severity, detector, workload, evidence, score } = finding;
  return {
    id,
    time,
    severity,
    detector,
    workload,
    requests: evidence.map(({ auditID, file, line }) => (auditID === '' ? `${file}:${line}` : auditID)),
    ...(score && { bits: [score.bits, score.threshold] }),
  };
}

/** The requests of an incident's findings. */
export function requestsOf(incident: Incident | undefined, { findings }: RunRecord): ReadonlySet<string> {
  const kept = incident?.findings.flatMap(id => findings.get(id)?.requests ?? []) ?? [];
  return new Set(kept);
}
