import type { LiveSource } from '../../model/live.ts';
import type { Result } from '../../model/result.ts';
import { fail, succeed } from '../../model/result.ts';
import { parts } from '../parts.ts';
import type { Delivered } from './delivered.ts';
import { containerdSource, nodeFilesSource } from './node-sources.ts';
import type { Listeners } from './push-sources.ts';
import { pushSource } from './push-sources.ts';
import { readFormat } from './read-format.ts';
import { kafkaSource, otlpGrpcSource, syslogSource } from './socket-sources.ts';
import { sourceName } from './source-name.ts';
import type { SourceRequest } from './source-request.ts';
import { watchedTwice, watchingSource } from './watching-source.ts';

/** Makes the sources that were asked for; those with one address share a listener. An error is a sentence for the user. */
export async function liveSources(
  requests: readonly SourceRequest[],
  { once, delivered }: LiveSourceOptions,
): Promise<Result<readonly LiveSource[], string>> {
  const listeners: Listeners = new Map();
  const sources: LiveSource[] = [];
  for (const request of requests) {
    const made = await liveSource(request, { once, delivered, listeners, requests });
    if (!made.ok) return made;
    sources.push(made.value);
  }
  const names = sources.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) return fail(`the source ${twice} is named twice`);
  const problem = watchedTwice(requests);
  return problem === undefined ? succeed(sources) : fail(problem);
}

export interface LiveSourceOptions {
  readonly once: boolean;
  readonly delivered: Delivered;
}

interface Shared extends LiveSourceOptions {
  readonly requests: readonly SourceRequest[];
  readonly listeners: Listeners;
}

async function liveSource(request: SourceRequest, shared: Shared): Promise<Result<LiveSource, string>> {
  const { once, listeners } = shared;
  switch (request.type) {
    case 'audit-file':
      return fileSource(request, once);
    case 'kubernetes-watch':
      return watchingSource(request, shared);
    case 'node-files':
      return nodeFilesSource(request, once);
    case 'containerd':
      return containerdSource(request, once);
    case 'kafka':
      return kafkaSource(request);
    case 'syslog':
      return syslogSource(request);
    case 'otlp':
      return otlpSource(request, listeners);
    default:
      return pushSource(request, listeners);
  }
}

async function fileSource(request: SourceRequest, once: boolean): Promise<Result<LiveSource, string>> {
  const { target, values } = request;
  const format = readFormat(values);
  if (!format.ok) return format;
  const create = await parts.liveSources['audit-file']();
  const cluster = values.get('cluster') ?? '';
  return succeed(create({ name: sourceName(request), cluster, paths: [target], once, ...format.value }));
}

async function otlpSource(request: SourceRequest, listeners: Listeners): Promise<Result<LiveSource, string>> {
  const protocol = request.values.get('protocol') ?? 'http';
  if (protocol === 'grpc') return otlpGrpcSource(request);
  return protocol === 'http'
    ? pushSource(request, listeners)
    : fail(`protocol "${protocol}" is neither http nor grpc`);
}
