import type { Severity } from '../model/severity.ts';
import { atLeast } from '../model/severity.ts';
import type { View } from '../pipeline/scan.ts';

/** Reports from a severity on. What is reported of an incident are its reported findings, if it has any. */
export function severityView(least: Severity): View | undefined {
  if (least === 'informational') return undefined;
  const reported = new Set<string>();
  const hidden = { findings: 0, incidents: 0 };
  return {
    finding: ({ id, severity }) => {
      const shown = atLeast(severity, least);
      if (shown) reported.add(id);
      else hidden.findings += 1;
      return shown;
    },
    incident: incident => {
      const findings = incident.findings.filter(id => reported.has(id));
      if (atLeast(incident.severity, least))
        return findings.length === 0 ? incident : { ...incident, findings };
      hidden.incidents += 1;
      return undefined;
    },
    blind: () => {
      if (hidden.findings === 0) return [];
      const [found, grouped] = [`${hidden.findings} findings`, `${hidden.incidents} incidents`];
      return [`${found} and ${grouped} below ${least} are not reported (--severity)`];
    },
  };
}
