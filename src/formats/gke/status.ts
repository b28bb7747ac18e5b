import type { JsonObject } from '../../model/json.ts';
import { numberAt, stringAt } from '../../model/json.ts';
import type { LogEntry } from './schema.ts';
import { codeOf } from './schema.ts';

/** The HTTP status that google.rpc.Code documents for each error. */
const httpCodes: ReadonlyMap<number, number> = new Map([
  [1, 499],
  [2, 500],
  [3, 400],
  [4, 504],
  [5, 404],
  [6, 409],
  [7, 403],
  [8, 429],
  [9, 400],
  [10, 409],
  [11, 400],
  [12, 501],
  [13, 500],
  [14, 503],
  [15, 500],
  [16, 401],
]);

/**
 * No status is 0, as in every message of protobuf. An error's HTTP code is the one that the response's own Status has, else the documented one for the gRPC code. A success
 * has no HTTP code in a log entry: 200 or 201 are not made up, `status: Success` says what is known.
 */
export function readStatus({ status, response }: LogEntry): JsonObject {
  const code = codeOf(status);
  if (code === 0) return { metadata: {}, status: 'Success' };
  const answered = stringAt(response, 'kind') === 'Status' ? numberAt(response, 'code') : undefined;
  const http = answered ?? httpCodes.get(code);
  const message = stringAt(status, 'message') ?? stringAt(response, 'message');
  const reason = stringAt(response, 'reason');
  return {
    metadata: {},
    status: 'Failure',
    ...(message === undefined ? {} : { message }),
    ...(reason === undefined ? {} : { reason }),
    ...(http === undefined ? {} : { code: http }),
  };
}
