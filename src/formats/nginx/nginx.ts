import type { JsonObject } from '../../model/json.ts';
import type { NodeActivity } from '../../model/node-activity.ts';
import { inbound } from '../seen/inbound.ts';
import type { LogCarrier } from '../seen/log-carrier.ts';
import { wholeNumber } from '../seen/references.ts';
import type { Place } from '../seen/seen-format.ts';
import { seenFormat } from '../seen/seen-format.ts';
import { textAt } from '../seen/text-at.ts';

/**
 * Access logs of nginx and ingress-nginx as JSON: keys are the user's choice, so those are known that are named after nginx's variables or stand
 * in ingress-nginx' documentation.
 * https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/log-format/
 */
export const nginx = seenFormat({ name: 'nginx', isMine, read });

const methods = ['request_method', 'method'] as const;
const sizes = ['bytes_sent', 'body_bytes_sent', 'request_length'] as const;

function isMine(value: JsonObject): boolean {
  const has = (keys: readonly string[]): boolean => keys.some(key => textAt(value, key) !== '');
  return textAt(value, 'remote_addr') !== '' && has(['status']) && has([...methods, 'request']) && has(sizes);
}

const millisecondsInSecond = 1000;

function read(value: JsonObject, place: Place, carrier: LogCarrier): readonly NodeActivity[] {
  const first = (...keys: readonly string[]): string =>
    keys.map(key => textAt(value, key)).find(text => text !== '') ?? '';
  const [method = '', path = ''] = first('request').split(' ');
  const port = first('remote_port');
  const address = first('remote_addr');
  const served = {
    at: timeOf(first('time_iso8601', 'time', '@timestamp', 'timestamp', 'msec')),
    client: port === '' ? address : address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`,
    method: first(...methods) || method,
    path: first('request_uri', 'uri', 'path') || path,
    status: wholeNumber(value['status']) ?? 0,
    bytesSent: Number(first('bytes_sent', 'body_bytes_sent')) || 0,
    bytesReceived: Number(first('request_length')) || 0,
    durationMilliseconds: (Number(first('request_time', 'duration')) || 0) * millisecondsInSecond,
  };
  return [inbound(served, place, carrier)];
}

/** `$time_iso8601` has an offset; `$msec` is seconds since 1970. */
function timeOf(text: string): string {
  const milliseconds = /^\d{10}\.\d+$/.test(text) ? Number(text) * millisecondsInSecond : Date.parse(text);
  return Number.isNaN(milliseconds) ? '' : new Date(milliseconds).toISOString();
}
