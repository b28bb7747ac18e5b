import type { LiveSource } from '../../model/live.ts';
import { fail, succeed } from '../../model/result.ts';
import type { HttpPushOptions, PushProtocol } from '../http-push.ts';
import { httpPush } from '../http-push.ts';

export type HttpLogsOptions = Omit<HttpPushOptions, 'source' | 'protocol'>;

/**
 * What collectors of logs send by HTTP: Fluent Bit, Vector and Fluentd (`http` outputs), exports of clouds; JSON, lists and lines, each body
 * recognised for itself like a file.
 */
export function httpLogs(options: HttpLogsOptions): LiveSource {
  return httpPush({ ...options, source: 'http-logs', protocol });
}

/** Fluent Bit's `http` output sends MessagePack unless it is told otherwise. */
const protocol: PushProtocol = {
  read: (body, { headers }) => {
    if (!/msgpack/i.test(headers['content-type'] ?? '')) return succeed(body);
    const detail = 'MessagePack: set `format json_lines` (Fluent Bit) or `@type json` (Fluentd)';
    return fail({ status: 415, reason: 'unreadable', detail });
  },
};
