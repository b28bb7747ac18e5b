import type { Json, JsonObject } from '../../model/json.ts';
import { booleanAt, fieldOf, isObject, objectAt, stringAt } from '../../model/json.ts';

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html */
export interface TrailRecord {
  readonly eventId: string;
  readonly time: string;
  readonly source: string;
  readonly name: string;
  readonly region: string;
  readonly account: string;
  readonly sourceAddress: string;
  readonly userAgent: string;
  readonly errorCode: string;
  readonly errorMessage: string;
  readonly readOnly: boolean | undefined;
  readonly identity: JsonObject;
  readonly parameters: JsonObject | undefined;
  readonly answer: JsonObject | undefined;
}

export function isTrailRecord(value: Json): value is JsonObject {
  return (
    isObject(value) &&
    stringAt(value, 'eventName') !== undefined &&
    (stringAt(value, 'eventSource') ?? '').endsWith('.amazonaws.com') &&
    stringAt(value, 'eventVersion') !== undefined
  );
}

export function readTrailRecord(value: JsonObject): TrailRecord {
  const text = (key: string): string => stringAt(value, key) ?? '';
  return {
    eventId: text('eventID'),
    time: text('eventTime'),
    source: text('eventSource'),
    name: text('eventName'),
    region: text('awsRegion'),
    account: text('recipientAccountId') || (stringAt(objectAt(value, 'userIdentity'), 'accountId') ?? ''),
    sourceAddress: text('sourceIPAddress'),
    userAgent: text('userAgent'),
    errorCode: text('errorCode'),
    errorMessage: text('errorMessage'),
    readOnly: booleanAt(value, 'readOnly'),
    identity: objectAt(value, 'userIdentity') ?? {},
    parameters: objectAt(value, 'requestParameters'),
    answer: objectAt(value, 'responseElements'),
  };
}

/** Whose calls are about containers and what starts them. */
const sources = new Set(['ecs.amazonaws.com', 'events.amazonaws.com', 'scheduler.amazonaws.com']);

export const concernsContainers = (value: JsonObject): boolean =>
  sources.has(stringAt(value, 'eventSource') ?? '');

/** CloudTrail's files say so themselves. */
export const recordsOf = (value: Json): Json | undefined => fieldOf(value, 'Records');
