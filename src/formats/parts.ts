import { aks } from './aks/aks.ts';
import { eks } from './eks/eks.ts';
import type { FormatName, FormatPart } from './format-options.ts';
import { gke } from './gke/gke.ts';
import { kubernetesAudit } from './kubernetes-audit/kubernetes-audit.ts';
import { logstashCsv } from './logstash-csv/logstash-csv.ts';
import { manifest } from './manifest/manifest.ts';
import { wrapped } from './wrapped/wrapped.ts';

/** Every format, in the order in which they are asked whether a file is theirs. */
export const formatParts: readonly FormatPart[] = [
  kubernetesAudit,
  eks,
  gke,
  aks,
  wrapped,
  logstashCsv,
  manifest,
];

export function formatPart(name: FormatName): FormatPart | undefined {
  return formatParts.find(part => part.name === name);
}
