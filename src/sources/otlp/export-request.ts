import type { JsonValue } from '@bufbuild/protobuf';
import { fromBinary, fromJson, toBinary, toJson } from '@bufbuild/protobuf';
import type { Json } from '../../model/json.ts';
import { isObject, listAt, objectAt } from '../../model/json.ts';
import type { Result } from '../../model/result.ts';
import { fail, succeed } from '../../model/result.ts';
import type { BodyProblem } from '../read-body.ts';
import { messageType } from './messages.ts';

export interface ExportRequest {
  /** The request in OTLP's JSON. */
  readonly bytes: Buffer;
  /** Log records that hold nothing that could be an event. They are read, refused and counted like any others. */
  readonly rejected: number;
}

const malformed: BodyProblem = { status: 400, reason: 'unreadable', detail: 'no ExportLogsServiceRequest' };

/** Of the wire format of protocol buffers. */
export function fromProtobuf(bytes: Uint8Array): Result<ExportRequest, BodyProblem> {
  try {
    const type = messageType('ExportLogsServiceRequest');
    const request = toJson(type, fromBinary(type, bytes));
    return succeed({ bytes: Buffer.from(JSON.stringify(request)), rejected: unusable(request) });
  } catch {
    // It says no more than that: bad lengths, unknown wire types, texts that are not UTF-8, messages nested beyond reason.
    return fail(malformed);
  }
}

export function fromOtlpJson(bytes: Buffer): Result<ExportRequest, BodyProblem> {
  try {
    const request: Json = JSON.parse(bytes.toString('utf8'));
    return isObject(request) ? succeed({ bytes, rejected: unusable(request) }) : fail(malformed);
  } catch {
    return fail(malformed);
  }
}

/** ExportLogsServiceResponse; partial success where records were rejected. */
export function exportResponse(rejected: number): { readonly json: string; readonly protobuf: Buffer } {
  const partialSuccess = {
    rejectedLogRecords: String(rejected),
    errorMessage: `${rejected} log records have neither a text nor fields in their body`,
  };
  return encoded('ExportLogsServiceResponse', rejected === 0 ? {} : { partialSuccess });
}

/** google.rpc.Status. */
export const failure = (message: string) => encoded('Status', { message });

function encoded(name: Parameters<typeof messageType>[0], value: JsonValue) {
  const type = messageType(name);
  return { json: JSON.stringify(value), protobuf: Buffer.from(toBinary(type, fromJson(type, value))) };
}

function unusable(request: unknown): number {
  const records = listAt(request, 'resourceLogs')
    .flatMap(resource => listAt(resource, 'scopeLogs'))
    .flatMap(scope => listAt(scope, 'logRecords'));
  return records.filter(record => !isUsable(record)).length;
}

function isUsable(record: Json): boolean {
  const body = objectAt(record, 'body');
  return body !== undefined && (Object.hasOwn(body, 'stringValue') || Object.hasOwn(body, 'kvlistValue'));
}
