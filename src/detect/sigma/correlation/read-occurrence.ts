import type { AuditActivity, AuditedRequest, AuditStage } from '../../../model/activity.ts';
import type { Json, JsonObject } from '../../../model/json.ts';
import { workloadOf } from '../../../workloads/workload-reference.ts';
import type { RuleDocument, SigmaRule } from '../../rules/rule-document.ts';
import { isHidden } from '../signal/hidden.ts';
import { locatedValues } from '../signal/located-values.ts';
import { evidenceOf } from '../signal/signal.ts';
import { detachedActivity } from './detached-activity.ts';
import type { Microseconds } from './event-time.ts';
import { parseEventTime } from './event-time.ts';
import type { FieldValue, FieldValues, Occurrence } from './occurrence.ts';

/** A field as a correlation names it, and where its values stand in the event. */
export interface WatchedField {
  readonly name: string;
  readonly places: readonly string[];
}

export type WatchedFields = ReadonlyMap<SigmaRule, readonly WatchedField[]>;

/** When the request arrived; the stage's time where only that was logged. */
export function timeOf({ receivedAt, at }: AuditedRequest): Microseconds | undefined {
  return parseEventTime(receivedAt) ?? parseEventTime(at);
}

/** What is kept of an event that matched the rules. Undefined: it has no time. */
export function readOccurrence(
  rules: readonly SigmaRule[],
  activity: AuditActivity,
  watched: WatchedFields,
): Occurrence | undefined {
  const time = timeOf(activity.request);
  if (time === undefined) return undefined;
  const fields = new Map<RuleDocument, FieldValues>();
  for (const rule of rules) fields.set(rule, readFields(activity.event, watched.get(rule) ?? []));
  return {
    time,
    level: 0,
    cluster: activity.cluster,
    key: keyOf(activity),
    fields,
    evidence: [evidenceOf(activity)],
    activity: detachedActivity(activity),
    workload: workloadOf(activity),
  };
}

const maxValues = 64;
const maxLength = 1024;

function readFields(event: JsonObject, fields: readonly WatchedField[]): FieldValues {
  return new Map(fields.map(field => [field.name, readValues(event, field)]));
}

/** The first 64 different values of a field, each cut to 1,024 characters. */
function readValues(event: JsonObject, { places }: WatchedField): readonly FieldValue[] {
  const values = new Map<string, FieldValue>();
  for (const { place, value } of places.flatMap(field => locatedValues(event, field))) {
    const text = scalarText(value);
    if (text === undefined || values.size >= maxValues) continue;
    const cut = text.slice(0, maxLength);
    values.set(cut, { text: cut, hidden: isHidden(event, place) });
  }
  return [...values.values()];
}

function scalarText(value: Json): string | undefined {
  return value === null || typeof value === 'object' ? undefined : String(value);
}

/** As findings are told apart (docs/decisions/0007): clients can choose the audit id, so it does not stand alone. */
function keyOf({ cluster, origin, request }: AuditActivity): string {
  const { auditId, user, verb, uri } = request;
  const place = auditId === '' ? [origin.file, String(origin.line).padStart(12, '0')] : [];
  return JSON.stringify([cluster, auditId, user.user, verb, uri, ...place]);
}

const stageRanks: readonly AuditStage[] = [
  'ResponseComplete',
  'Panic',
  'ResponseStarted',
  'unknown',
  'RequestReceived',
];

/** Occurrences of one moment in a fixed order, those of one request made one: what its last stage says comes first. */
export function mergeMoment(occurrences: readonly Occurrence[]): readonly Occurrence[] {
  if (occurrences.length === 1) return occurrences;
  const merged = new Map<string, Occurrence>();
  for (const occurrence of occurrences.toSorted(byRequestAndStage)) {
    const known = merged.get(occurrence.key);
    const fields = known === undefined ? occurrence.fields : new Map([...occurrence.fields, ...known.fields]);
    merged.set(occurrence.key, { ...(known ?? occurrence), fields });
  }
  return [...merged.values()];
}

function byRequestAndStage(a: Occurrence, b: Occurrence): number {
  const rank = ({ activity }: Occurrence): number => stageRanks.indexOf(activity.request.stage);
  return compare(a.key, b.key) || rank(a) - rank(b) || byOrigin(a, b);
}

function byOrigin(a: Occurrence, b: Occurrence): number {
  const [left, right] = [a.activity.origin, b.activity.origin];
  return compare(left.file, right.file) || left.line - right.line;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
