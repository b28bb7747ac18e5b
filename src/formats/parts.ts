import type { FormatName, FormatPart } from './format-options.ts';
import { kubernetesAudit } from './kubernetes-audit/kubernetes-audit.ts';

/** Every format, in the order in which they are asked whether a file is theirs. */
export const formatParts: readonly FormatPart[] = [kubernetesAudit];

export function formatPart(name: FormatName): FormatPart | undefined {
  return formatParts.find(part => part.name === name);
}
