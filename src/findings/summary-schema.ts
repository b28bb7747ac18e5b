import { z } from 'zod';
import type { RefusalReason } from '../model/refusal.ts';
import { refusalReasons } from '../model/refusal.ts';

/** RFC 3339, or nothing. */
export const time = z.string().meta({ format: 'date-time' }).nullable();
export const count = z.number().int().min(0);

const isRefusalReason = (text: string): text is RefusalReason => Object.hasOwn(refusalReasons, text);
const reasons = Object.keys(refusalReasons).filter(isRefusalReason);
const counts = z.record(z.string(), count);

const refusal = z.object({
  reason: z.enum(reasons),
  count,
  examples: z.array(z.object({ file: z.string(), line: z.number().int().min(0), detail: z.string() })),
});

const suppression = z.object({
  id: z.string(),
  owner: z.string(),
  reason: z.string(),
  expires: z.string(),
  expired: z.boolean(),
  hidden: count,
});

export const summarySchema = z
  .object({
    type: z.literal('summary'),
    inputs: count,
    bytes: count,
    events: count.describe('Events and manifests read'),
    skipped: count.describe('Events that no enabled detector can react to'),
    duplicates: count.describe('Findings for a request that was already reported'),
    findings: count,
    incidents: count,
    bySeverity: counts.describe('Findings by severity'),
    formats: counts,
    levels: counts,
    refused: count,
    refusals: z.array(refusal),
    suppressions: z.array(suppression),
    blind: z.array(z.string()).describe('What could not be seen in this input, and what would open it'),
    firstSeen: time,
    lastSeen: time,
  })
  .meta({ id: 'Summary', description: 'What one run read, found, refused and could not see' });
