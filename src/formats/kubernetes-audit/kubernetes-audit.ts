import type { FormatPart } from '../format-options.ts';
import { createAuditFormat } from './audit-format.ts';
import { recogniseAudit } from './recognise.ts';

/** What the API server itself writes: JSON lines, EventLists, and events that somebody printed. */
export const kubernetesAudit: FormatPart = {
  name: 'kubernetes-audit',
  recognise: recogniseAudit,
  defaultFraming: { type: 'lines' },
  create: createAuditFormat,
};
