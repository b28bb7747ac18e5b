import { eventActivity, objectEvent } from '../detect/cases/case-activity.ts';
import type { RuleCase } from '../detect/cases/case-file.ts';
import { parseCaseFile } from '../detect/cases/case-file.ts';
import type { RuleEngine } from '../detect/rule-cases.ts';
import type { RuleDocument } from '../detect/rules/rule-document.ts';
import type { JsonObject } from '../model/json.ts';
import { objectAt, stringAt } from '../model/json.ts';
import type { Level } from './level.ts';
import { levels, reaches } from './level.ts';

/** The audit level that a rule needs. */
export interface Need {
  /** To see all that it can see. */
  readonly all: Level;
  /** To see some of it. */
  readonly some: Level;
  /** How that is known: tried with the rule's own cases, or told by the fields that it names. */
  readonly by: 'cases' | 'fields';
}

const tried = ['Metadata', 'Request', 'RequestResponse'] as const;

/** Which subresources the firing cases of a rule are about, by resource. */
export function subresourcesIn(cases: string | undefined): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  const firing =
    cases === undefined ? [] : parseCaseFile(cases).cases.filter(({ expected }) => expected === 'fire');
  for (const event of firing.flatMap(each => eventsOf(each, 'RequestResponse'))) {
    const reference = objectAt(event, 'objectRef');
    const resource = stringAt(reference, 'resource') ?? '';
    const known = found.get(resource) ?? new Set<string>();
    found.set(resource, known.add(stringAt(reference, 'subresource') ?? ''));
  }
  return found;
}

/** Tries a rule on its cases, as they would be logged at each level. */
export function needOf(
  documents: readonly RuleDocument[],
  cases: string | undefined,
  engine: RuleEngine,
): Need {
  const firing =
    cases === undefined ? [] : parseCaseFile(cases).cases.filter(({ expected }) => expected === 'fire');
  const lowest = firing.flatMap(each => {
    const level = tried.find(at => fires(documents, eventsOf(each, at), engine));
    return level === undefined ? [] : [level];
  });
  if (lowest.length === 0) return needByFields(documents);
  const sorted = lowest.toSorted((a, b) => levels.indexOf(a) - levels.indexOf(b));
  return { all: sorted.at(-1) ?? 'RequestResponse', some: sorted[0] ?? 'RequestResponse', by: 'cases' };
}

function fires(
  documents: readonly RuleDocument[],
  events: readonly JsonObject[],
  engine: RuleEngine,
): boolean {
  const { detectors } = engine(documents);
  const signals = events.some((event, index) =>
    detectors.map(detector => detector.inspect(eventActivity(event, index))).some(({ length }) => length > 0),
  );
  return signals || detectors.some(detector => (detector.finish?.() ?? []).length > 0);
}

function eventsOf({ object, as, events }: RuleCase, level: Level): readonly JsonObject[] {
  const all = events ?? (object === undefined ? [] : [objectEvent(object, as ?? {})]);
  return all.map(event => loggedAt(event, level));
}

/** An event as the API server logs it at a level: what is logged at a lower one stays as it is. */
export function loggedAt(event: JsonObject, level: Level): JsonObject {
  const own = levels.find(name => name === stringAt(event, 'level')) ?? 'RequestResponse';
  if (!reaches(own, level)) return event;
  const { requestObject, responseObject, ...header } = event;
  const sent = reaches(level, 'Request') && requestObject !== undefined ? { requestObject } : {};
  const answered = level === 'RequestResponse' && responseObject !== undefined ? { responseObject } : {};
  return { ...named(header, { requestObject }), level, ...sent, ...answered };
}

/** The API server fills the name of a reference from the body that was sent, at every level. */
function named(header: JsonObject, { requestObject }: JsonObject): JsonObject {
  const reference = objectAt(header, 'objectRef');
  const sent = stringAt(objectAt(requestObject, 'metadata'), 'name');
  if (reference === undefined || stringAt(reference, 'name') !== undefined || sent === undefined)
    return header;
  return { ...header, objectRef: { ...reference, name: sent } };
}

/** Without cases, the fields that it names tell. */
function needByFields(documents: readonly RuleDocument[]): Need {
  const text = JSON.stringify(documents.map(({ body }) => body));
  if (documents.some(({ type }) => type === 'cel')) {
    const ofBody = /\b(workload|object|template|container|changes)\b/.test(text);
    return ofBody
      ? { all: 'RequestResponse', some: 'Request', by: 'fields' }
      : { all: 'Metadata', some: 'Metadata', by: 'fields' };
  }
  const all = text.includes('responseObject')
    ? 'RequestResponse'
    : text.includes('requestObject')
      ? 'Request'
      : 'Metadata';
  return { all, some: all, by: 'fields' };
}
