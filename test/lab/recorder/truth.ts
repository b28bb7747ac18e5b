import type { JsonObject } from '../../../src/model/json.ts';
import { numberAt, objectAt, stringAt } from '../../../src/model/json.ts';
import { builtIn } from './kinds.ts';
import type { Trace } from './play.ts';
import type { Stage } from './stage.ts';
import { placeOf } from './stage.ts';
import type { Scenario } from './world.ts';

/** Something that was done, for the ground truth. */
export interface Act {
  readonly scenario: string;
  readonly label: Scenario['label'];
  readonly style?: Scenario['style'];
  readonly actor: string;
  readonly note: string;
  readonly trace: Trace;
}

export interface TruthLine {
  readonly auditID?: string;
  readonly scenario: string;
  readonly label: Scenario['label'];
  readonly style?: Scenario['style'];
  readonly actor: string;
  readonly verb: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly status?: number;
  readonly time: string;
  readonly note: string;
}

const writing = new Set(['create', 'update', 'patch', 'delete', 'deletecollection']);

/** One line for each request that changed, or was to change, something, and for each file; in order of time. */
export function truthOf(
  stage: Stage,
  acts: readonly Act[],
  events: readonly JsonObject[],
): readonly TruthLine[] {
  const written = events.filter(event => writing.has(textAt(event, 'verb')));
  const byId = new Map(written.map(event => [textAt(event, 'auditID'), event]));
  const known = new Set(acts.flatMap(({ trace }) => (trace.type === 'request' ? [trace.auditId] : [])));
  const others = written.filter(event => !known.has(textAt(event, 'auditID')));
  return acts
    .flatMap(act => linesOf(stage, act, { others, byId }))
    .toSorted((one, other) => one.time.localeCompare(other.time));
}

interface Log {
  /** Requests that no act is known to have made by their ids. */
  readonly others: readonly JsonObject[];
  readonly byId: ReadonlyMap<string, JsonObject>;
}

function linesOf(stage: Stage, act: Act, { others, byId }: Log): readonly TruthLine[] {
  const { trace } = act;
  if (trace.type === 'nothing') return [];
  if (trace.type === 'file') return [fileLine(act, trace)];
  if (trace.type === 'window') {
    const { user, from, to } = trace;
    return others.filter(isOf(user, from, to)).map(event => requestLine(stage, act, event, ''));
  }
  const event = byId.get(trace.auditId);
  return event === undefined ? [] : [requestLine(stage, act, event, trace.name)];
}

const isOf =
  (user: string, from: number, to: number) =>
  (event: JsonObject): boolean => {
    const time = Date.parse(textAt(event, 'requestReceivedTimestamp'));
    return textAt(objectAt(event, 'user'), 'username') === user && time >= from && time <= to;
  };

function fileLine(act: Act, { namespace, name, time }: Extract<Trace, { type: 'file' }>): TruthLine {
  const { note } = act;
  const at = new Date(time).toISOString();
  return {
    ...kindOfAct(act),
    actor: 'node file system',
    verb: 'create',
    kind: 'Pod',
    namespace,
    name,
    time: at,
    note,
  };
}

function requestLine(stage: Stage, act: Act, event: JsonObject, answeredName: string): TruthLine {
  const { actor, note } = act;
  const object = objectAt(event, 'objectRef');
  return {
    auditID: textAt(event, 'auditID'),
    ...kindOfAct(act),
    actor,
    verb: textAt(event, 'verb'),
    kind: kindOf(stage, textAt(object, 'resource'), textAt(object, 'subresource')),
    namespace: textAt(object, 'namespace'),
    name: textAt(object, 'name') || answeredName,
    status: numberAt(objectAt(event, 'responseStatus'), 'code') ?? 0,
    time: textAt(event, 'requestReceivedTimestamp'),
    note,
  };
}

function kindOfAct({ scenario, label, style }: Act): Pick<TruthLine, 'scenario' | 'label' | 'style'> {
  return { scenario, label, ...(label === 'malicious' && style !== undefined ? { style } : {}) };
}

/** The kind of the object that is written, in whole or in part. */
function kindOf(stage: Stage, resource: string, subresource: string): string {
  if (subresource === 'token') return 'TokenRequest';
  const kinds = [...builtIn.keys(), ...stage.world.definitions.map(({ kind }) => kind)];
  return kinds.find(name => placeOf(stage, name).plural === resource) ?? resource;
}

const textAt = (value: unknown, key: string): string => stringAt(value, key) ?? '';
