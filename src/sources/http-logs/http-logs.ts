import type { LiveSource } from '../../model/live.ts';
import type { HttpPushOptions } from '../http-push.ts';
import { httpPush } from '../http-push.ts';

export type HttpLogsOptions = Omit<HttpPushOptions, 'source'>;

/**
 * What collectors of logs send by HTTP: Fluent Bit, Vector and Fluentd (`http` outputs), OTLP in JSON, exports of clouds; lists and lines, each
 * body recognised for itself like a file.
 */
export function httpLogs(options: HttpLogsOptions): LiveSource {
  return httpPush({ ...options, source: 'http-logs' });
}
