import type { JsonObject } from '../../model/json.ts';
import { objectAt, stringAt } from '../../model/json.ts';
import type { Result } from '../../model/result.ts';
import { fail } from '../../model/result.ts';
import type { Misfit } from '../kubernetes-audit/audit-events.ts';
import { auditEvent } from '../kubernetes-audit/audit-events.ts';
import { salvage } from './salvage.ts';

/**
 * An audit event whose text was cut off. What is left of it must at least say who did what; the bodies stand in the
 * second half of an event, so what is missing of them is unknown, not absent, as the API server's own mark says. The
 * times come last and are lost: the carrier's time stands in for the stage's.
 */
export function salvageEvent(text: string, time?: string): Result<JsonObject, Misfit> {
  const saved = salvage(text.trimStart());
  if (saved === undefined || !saysWhoDidWhat(saved))
    return fail({ reason: 'truncated-beyond-repair', detail: `${text.length} characters are left` });
  const annotations = { ...objectAt(saved, 'annotations'), 'audit.k8s.io/truncated': 'true' };
  const stageTimestamp = stringAt(saved, 'stageTimestamp') ?? time;
  return auditEvent({ ...saved, annotations, ...(stageTimestamp === undefined ? {} : { stageTimestamp }) });
}

function saysWhoDidWhat(event: JsonObject): boolean {
  return (
    stringAt(event, 'verb') !== undefined &&
    stringAt(event, 'requestURI') !== undefined &&
    stringAt(objectAt(event, 'user'), 'username') !== undefined
  );
}
