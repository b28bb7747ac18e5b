import type { Json, JsonObject } from '../../model/json.ts';
import { fieldOf, isObject, listAt, objectAt, stringAt } from '../../model/json.ts';

/**
 * Where collectors put the line that they carried, in the order in which it is looked for: a parsed copy before the text.
 * Fluent Bit and Fluentd: log_processed, log, message; Vector: message; promtail and Loki: line; journald: MESSAGE;
 * Splunk: event, result, _raw; Elasticsearch: _source; OpenTelemetry: body, stringValue; syslog-ng, rsyslog: msg, MSG.
 */
const carriers = [
  'log_processed',
  '_source',
  'event',
  'result',
  'log',
  'message',
  'MESSAGE',
  'line',
  '_raw',
  'msg',
  'MSG',
  'body',
  'stringValue',
  'payload',
] as const;

/** Lists of records: Elasticsearch's answer, Loki's push and answer, OpenTelemetry's export, and plain ones. */
const lists = [
  'records',
  'logs',
  'streams',
  'values',
  'hits',
  'resourceLogs',
  'scopeLogs',
  'logRecords',
] as const;

/** What a wrapper may hold, the likeliest first: texts, objects and lists to look into. */
export function contentsOf(wrapper: JsonObject): readonly Json[] {
  const elastic = objectAt(objectAt(wrapper, 'kubernetes'), 'audit');
  const carried = carriers
    .map(key => fieldOf(wrapper, key))
    .filter(value => typeof value === 'string' || isObject(value));
  const listed = lists
    .map(key => fieldOf(wrapper, key) ?? null)
    .filter(value => isObject(value) || isFilled(value));
  const loki = listAt(objectAt(wrapper, 'data'), 'result');
  return [
    ...(elastic === undefined ? [] : [withDottedAnnotations(elastic)]),
    ...carried,
    ...listed,
    ...(loki.length > 0 ? [loki] : []),
  ].filter(value => value !== undefined);
}

const isFilled = (value: Json): boolean => Array.isArray(value) && value.length > 0;

/** Elastic's Kubernetes integration writes `authorization_k8s_io/decision`; no DNS prefix has an underscore of its own. */
function withDottedAnnotations(event: JsonObject): JsonObject {
  const annotations = objectAt(event, 'annotations');
  if (annotations === undefined) return event;
  const dotted = Object.entries(annotations).map(([key, value]) => [
    key.replace(/^[^/]*\//, prefix => prefix.replaceAll('_', '.')),
    value,
  ]);
  return { ...event, annotations: Object.fromEntries(dotted) };
}

/** One part of a line that a container runtime or a collector cut at 16 KiB. */
export interface LinePart {
  readonly text: string;
  /** The rest comes with a later record of the same stream. */
  readonly partial: boolean;
  readonly stream: string;
}

/**
 * Docker's json-file has `log` without a line feed where the line goes on; Fluent Bit's CRI parser has `_p` or `logtag`;
 * Fluentd's Docker driver `partial_message`, `partial_last`.
 */
export function readLinePart(wrapper: JsonObject): LinePart | undefined {
  const text = stringAt(wrapper, 'log') ?? stringAt(wrapper, 'message');
  if (text === undefined) return undefined;
  const stream = stringAt(wrapper, 'stream') ?? stringAt(wrapper, 'source') ?? '';
  const tag = stringAt(wrapper, '_p') ?? stringAt(wrapper, 'logtag');
  if (tag !== undefined) return { text, partial: tag === 'P', stream };
  if (stringAt(wrapper, 'partial_message') === 'true')
    return { text, partial: stringAt(wrapper, 'partial_last') !== 'true', stream };
  return isDockerLine(wrapper) ? { text, partial: !text.endsWith('\n'), stream } : undefined;
}

/** Docker's own records have these three fields (and `attrs`) and nothing else; a collector may have cut the line feed off. */
function isDockerLine(wrapper: JsonObject): boolean {
  const keys = Object.keys(wrapper);
  return (
    keys.every(key => ['log', 'stream', 'time', 'attrs'].includes(key)) &&
    stringAt(wrapper, 'stream') !== undefined &&
    stringAt(wrapper, 'time') !== undefined
  );
}
