import type { AuditStage } from '../../../model/activity.ts';
import type { Json, JsonObject } from '../../../model/json.ts';
import type { Origin } from '../../../model/origin.ts';
import { workloadOf } from '../../../workloads/workload-reference.ts';
import type { SigmaRule } from '../../rules/rule-document.ts';
import type { SigmaActivity } from '../event-of.ts';
import { eventOf } from '../event-of.ts';
import { isHidden } from '../signal/hidden.ts';
import { locatedValues } from '../signal/located-values.ts';
import { evidenceOf } from '../signal/signal.ts';
import type { Microseconds } from './event-time.ts';
import { parseEventTime } from './event-time.ts';
import type { FieldValue, FieldValues, Match, Occurrence } from './occurrence.ts';
import { restoredActivity, storedActivity } from './stored-activity.ts';

/** Fields as correlations name them, and for each where its values stand in the event. */
export interface WatchedRule {
  readonly names: readonly string[];
  readonly places: readonly (readonly string[])[];
}

export type WatchedFields = ReadonlyMap<SigmaRule, WatchedRule>;

/** When the request arrived; the stage's time where only that was logged. */
export function timeOf(activity: SigmaActivity): Microseconds | undefined {
  if (activity.type !== 'audit') return parseEventTime(activity.at);
  const { receivedAt, at } = activity.request;
  return parseEventTime(receivedAt) ?? parseEventTime(at);
}

/** What is kept of an event that matched the rules. Undefined: it has no time. */
export function readOccurrence(
  rules: readonly SigmaRule[],
  activity: SigmaActivity,
  watched: WatchedFields,
): Occurrence | undefined {
  const time = timeOf(activity);
  if (time === undefined) return undefined;
  const event = eventOf(activity);
  const matches = rules.map(rule => ({ rule, fields: readFields(event, watched.get(rule)) }));
  return {
    time,
    level: 0,
    cluster: activity.cluster,
    matches,
    evidence: [evidenceOf(activity)],
    activity: storedActivity(activity),
    workload: workloadOf(activity),
  };
}

const maxValues = 64;
const maxLength = 1024;

function readFields(event: JsonObject, watched: WatchedRule | undefined): FieldValues {
  const { names = [], places = [] } = watched ?? {};
  return { names, values: places.map(each => readValues(event, each)) };
}

/** The first 64 different values of a field, each cut to 1,024 characters. */
function readValues(event: JsonObject, places: readonly string[]): readonly FieldValue[] {
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
function keyOf(activity: SigmaActivity): string {
  const { cluster, origin } = activity;
  if (activity.type !== 'audit')
    return JSON.stringify([cluster, origin.source, origin.file, String(origin.line).padStart(12, '0')]);
  const { request } = activity;
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

interface Keyed {
  readonly occurrence: Occurrence;
  readonly key: string;
  readonly rank: number;
  readonly origin: Origin;
}

/** Occurrences of one moment in a fixed order, those of one request made one: what its last stage says comes first. */
export function mergeMoment(occurrences: readonly Occurrence[]): readonly Occurrence[] {
  if (occurrences.length === 1) return occurrences;
  const merged = new Map<string, Occurrence>();
  for (const { key, occurrence } of occurrences.map(keyed).toSorted(byRequestAndStage)) {
    const known = merged.get(key);
    merged.set(key, known === undefined ? occurrence : { ...known, matches: joined(known, occurrence) });
  }
  return [...merged.values()];
}

function keyed(occurrence: Occurrence): Keyed {
  const activity = restoredActivity(occurrence.activity);
  const rank = activity.type === 'audit' ? stageRanks.indexOf(activity.request.stage) : 0;
  return { occurrence, key: keyOf(activity), rank, origin: activity.origin };
}

function joined({ matches }: Occurrence, other: Occurrence): readonly Match[] {
  return [...matches, ...other.matches.filter(({ rule }) => matches.every(match => match.rule !== rule))];
}

function byRequestAndStage(a: Keyed, b: Keyed): number {
  return (
    compare(a.key, b.key) ||
    a.rank - b.rank ||
    compare(a.origin.file, b.origin.file) ||
    a.origin.line - b.origin.line
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
