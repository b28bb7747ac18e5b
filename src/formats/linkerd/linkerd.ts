import type { JsonObject } from '../../model/json.ts';
import { stringAt } from '../../model/json.ts';
import type { NodeActivity } from '../../model/node-activity.ts';
import { inbound } from '../seen/inbound.ts';
import type { LogCarrier } from '../seen/log-carrier.ts';
import { wholeNumber } from '../seen/references.ts';
import type { Place } from '../seen/seen-format.ts';
import { seenFormat } from '../seen/seen-format.ts';
import { textAt } from '../seen/text-at.ts';

/**
 * The access log of Linkerd's proxy (`config.linkerd.io/access-log: json`): what came to the pod; what the pod asked of others is not in it.
 * https://linkerd.io/2/features/access-logging/
 */
export const linkerd = seenFormat({ name: 'linkerd', isMine, read });

function isMine(value: JsonObject): boolean {
  return ['client.addr', 'timestamp', 'method'].every(key => stringAt(value, key) !== undefined);
}

const nanosecondsInMillisecond = 1_000_000;

function read(value: JsonObject, place: Place, carrier: LogCarrier): readonly NodeActivity[] {
  const served = {
    at: textAt(value, 'timestamp'),
    client: textAt(value, 'client.addr'),
    method: textAt(value, 'method'),
    path: textAt(value, 'uri'),
    status: wholeNumber(value['status']) ?? 0,
    bytesSent: wholeNumber(value['response_bytes']) ?? 0,
    bytesReceived: wholeNumber(value['request_bytes']) ?? 0,
    durationMilliseconds: (wholeNumber(value['total_ns']) ?? 0) / nanosecondsInMillisecond,
  };
  return [inbound(served, place, carrier)];
}
