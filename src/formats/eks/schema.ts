import type { Json, JsonObject } from '../../model/json.ts';
import { fieldOf, isObject, listAt, numberAt, objectAt, stringAt } from '../../model/json.ts';

/** A line of a log stream, as every shape of CloudWatch's gives it. Absent text is `""`. */
export interface LogLine {
  readonly message: string;
  readonly stream: string;
  readonly group: string;
  /** RFC 3339; `undefined` where the shape does not tell. */
  readonly time: string | undefined;
}

type Known = Pick<LogLine, 'stream' | 'group'>;

const unknown: Known = { stream: '', group: '' };

/**
 * What CloudWatch delivers to a subscriber; no lines for its probes.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
 */
export function readSubscription(value: Json): readonly LogLine[] | 'probe' | undefined {
  if (stringAt(value, 'messageType') === 'CONTROL_MESSAGE') return 'probe';
  const events = fieldOf(value, 'logEvents');
  if (!Array.isArray(events)) return undefined;
  const known = { stream: stringAt(value, 'logStream') ?? '', group: stringAt(value, 'logGroup') ?? '' };
  return events.flatMap(event => readLine(event, known));
}

/** `aws logs filter-log-events`, `get-log-events`, `get-query-results`; also a single one of their events or rows. */
export function readLogEvents(value: Json): readonly LogLine[] | undefined {
  const many = fieldOf(value, 'events') ?? fieldOf(value, 'results');
  if (Array.isArray(many)) return many.flatMap(one => readLine(one, unknown));
  const lines = readLine(value, unknown);
  return lines.length > 0 ? lines : undefined;
}

function readLine(value: Json, known: Known): LogLine[] {
  const event = Array.isArray(value) ? rowObject(value) : value;
  const message = stringAt(event, 'message') ?? stringAt(event, '@message');
  if (message === undefined) return [];
  return [
    {
      message,
      stream: stringAt(event, 'logStreamName') ?? stringAt(event, '@logStream') ?? known.stream,
      group: stringAt(event, 'logGroupName') ?? stringAt(event, '@log') ?? known.group,
      time: readTime(event),
    },
  ];
}

/** A row of CloudWatch Logs Insights; `@message` must be among the fields that the query asked for. */
function rowObject(row: readonly Json[]): JsonObject {
  return Object.fromEntries(row.map(cell => [stringAt(cell, 'field') ?? '', stringAt(cell, 'value') ?? '']));
}

/** Milliseconds since 1970, or what Insights writes: `2026-11-23 04:37:02.066`, in UTC. */
function readTime(event: Json): string | undefined {
  const written = stringAt(event, '@timestamp');
  if (written !== undefined)
    return /^[\d-]{10} [\d:.]{8,}$/.test(written) ? `${written.replace(' ', 'T')}Z` : undefined;
  const milliseconds = numberAt(event, 'timestamp');
  // Beyond this, Date has no ISO text and throws.
  return milliseconds === undefined || Math.abs(milliseconds) > 8.64e15
    ? undefined
    : new Date(milliseconds).toISOString();
}

/** Base64 of a gzipped subscription payload: Lambda's `awslogs.data`, the records of Kinesis and Firehose, or one of those. */
export function readEncoded(value: Json): readonly string[] | undefined {
  const lambda = stringAt(objectAt(value, 'awslogs'), 'data');
  if (lambda !== undefined) return [lambda];
  const records = [value, ...listAt(value, 'records'), ...listAt(value, 'Records')].filter(isObject);
  const encoded = records.flatMap(record => encodedIn(record));
  return encoded.length > 0 ? encoded : undefined;
}

function encodedIn(record: JsonObject): readonly string[] {
  const data =
    stringAt(record, 'data') ?? stringAt(objectAt(record, 'kinesis'), 'data') ?? stringAt(record, 'Data');
  return data === undefined ? [] : [data];
}
