import type { Json, JsonObject } from '../../model/json.ts';
import { fieldOf, isObject, listAt, stringAt } from '../../model/json.ts';
import type { RefusalReason } from '../../model/refusal.ts';
import type { Result } from '../../model/result.ts';
import { fail, succeed } from '../../model/result.ts';

export interface Misfit {
  readonly reason: RefusalReason;
  readonly detail: string;
}

const versions: ReadonlySet<string> = new Set([
  'audit.k8s.io/v1',
  'audit.k8s.io/v1beta1',
  'audit.k8s.io/v1alpha1',
]);

/** The audit events that a JSON value holds: itself, or the items of an EventList. Misfits of a list come one by one. */
export function auditEvents(value: Json): readonly Result<JsonObject, Misfit>[] {
  if (stringAt(value, 'kind') !== 'EventList') return [auditEvent(value)];
  const misfit = versionMisfit(value);
  if (misfit) return [fail(misfit)];
  return listAt(value, 'items').map(auditEvent);
}

/**
 * The items of an EventList have no kind and no apiVersion, and some recorded events of 2018 have no apiVersion:
 * then the fields that every audit event has must do.
 */
export function auditEvent(value: Json): Result<JsonObject, Misfit> {
  if (!isObject(value)) return fail(noEvent('the JSON value is no object'));
  const misfit = versionMisfit(value);
  if (misfit) return fail(misfit);
  const kind = fieldOf(value, 'kind');
  if (kind !== undefined && kind !== 'Event') return fail(noEvent(`its kind is ${shortly(kind)}`));
  if (!hasTheFieldsOfAnEvent(value)) return fail(noEvent('it has no verb, stage, level and auditID'));
  return succeed(value);
}

function versionMisfit(value: Json): Misfit | undefined {
  const version = fieldOf(value, 'apiVersion');
  if (version === undefined || (typeof version === 'string' && versions.has(version))) return undefined;
  if (typeof version === 'string' && version.startsWith('audit.k8s.io/'))
    return { reason: 'unknown-version', detail: `its apiVersion is ${shortly(version)}` };
  return noEvent(`its apiVersion is ${shortly(version)}`);
}

/** Of verb, stage, level and auditID three suffice: events made by hand or thinned out by a collector lack one or the other. */
function hasTheFieldsOfAnEvent(value: JsonObject): boolean {
  const found = ['verb', 'stage', 'level', 'auditID'].filter(key => stringAt(value, key) !== undefined);
  return found.length >= (stringAt(value, 'apiVersion') === undefined ? 3 : 1);
}

function noEvent(detail: string): Misfit {
  return { reason: 'not-an-audit-event', detail };
}

function shortly(value: Json): string {
  return (JSON.stringify(value) ?? '').slice(0, 60);
}
