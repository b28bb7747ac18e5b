import type { Json, JsonObject } from '../../model/json.ts';
import { fieldOf, isObject, stringAt } from '../../model/json.ts';
import { dynamicAt } from './schema.ts';

/** Column by field of audit.k8s.io/v1. */
const texts = [
  ['level', 'Level'],
  ['auditID', 'AuditId'],
  ['stage', 'Stage'],
  ['requestURI', 'RequestUri'],
  ['verb', 'Verb'],
  ['userAgent', 'UserAgent'],
  ['requestReceivedTimestamp', 'RequestReceivedTime'],
  ['stageTimestamp', 'StageReceivedTime'],
] as const;

const structures = [
  ['user', 'User'],
  ['impersonatedUser', 'ImpersonatedUser'],
  ['sourceIPs', 'SourceIps'],
  ['objectRef', 'ObjectRef'],
  ['responseStatus', 'ResponseStatus'],
  ['requestObject', 'RequestObject'],
  ['responseObject', 'ResponseObject'],
  ['annotations', 'Annotations'],
] as const;

/** A row of AKSAudit or AKSAuditAdmin under the field names of audit.k8s.io/v1. */
export function auditEventOf(row: JsonObject): JsonObject {
  const fields: [string, Json][] = [];
  for (const [field, column] of texts) {
    const text = stringAt(row, column);
    if (text) fields.push([field, text]);
  }
  for (const [field, column] of structures) {
    const value = dynamicAt(row, column);
    if (value !== undefined) fields.push([field, value]);
  }
  const event: JsonObject = Object.fromEntries([
    ['kind', 'Event'],
    ['apiVersion', 'audit.k8s.io/v1'],
    ...fields,
  ]);
  return withoutTooBig(event);
}

/** What Azure puts where a body was too large for it. */
const tooBig = 'skipped-too-big-size-object';

/** The same words as the API server's own for a body that was left out: unknown, not absent. */
export function withoutTooBig(event: JsonObject): JsonObject {
  const skipped = ['requestObject', 'responseObject'].filter(key => fieldOf(event, key) === tooBig);
  if (skipped.length === 0) return event;
  const kept = Object.entries(event).filter(([key]) => !skipped.includes(key));
  const annotations = fieldOf(event, 'annotations');
  const marked = { ...(isObject(annotations) ? annotations : {}), 'audit.k8s.io/truncated': 'true' };
  return Object.fromEntries([...kept.filter(([key]) => key !== 'annotations'), ['annotations', marked]]);
}

/** A row of another table; `Type` names it. */
export function isOtherTable(row: Json): boolean {
  const type = stringAt(row, 'Type') ?? '';
  return type !== '' && !/^AKSAudit(?:Admin)?$/.test(type);
}
