import type { Finding, Incident } from '../model/finding.ts';

export interface LooseFindings<Row> {
  note(finding: Finding): void;
  /** Its findings are told with it. */
  settle(incident: Incident): void;
  /** The first ones that belong to no incident. */
  rows(): readonly Row[];
  /** How many there are, whether kept or not. */
  total(): number;
}

/** Findings without an incident: which those are is known only at the end, so a limited number of rows is kept until then. */
export function createLooseFindings<Row>(
  limit: number,
  rowOf: (finding: Finding) => Row,
): LooseFindings<Row> {
  const rows = new Map<string, Row>();
  let total = 0;
  return {
    note: finding => {
      total += 1;
      // From medium up a finding always has an incident.
      const mayBeLoose = finding.severity === 'low' || finding.severity === 'informational';
      if (mayBeLoose && rows.size < limit) rows.set(finding.id, rowOf(finding));
    },
    settle: incident => {
      total -= incident.findings.length;
      for (const id of incident.findings) rows.delete(id);
    },
    rows: () => [...rows.values()],
    total: () => total,
  };
}
