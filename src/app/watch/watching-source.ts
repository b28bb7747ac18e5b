import type { LiveSource } from '../../model/live.ts';
import type { Result } from '../../model/result.ts';
import { fail, succeed } from '../../model/result.ts';
import type { Deliveries } from '../../sources/kubernetes-watch/change-queue.ts';
import { workloadKinds } from '../../workloads/kinds/kinds.ts';
import { parts } from '../parts.ts';
import type { Delivered } from './delivered.ts';
import { sourceName } from './source-name.ts';
import type { LiveSourceType, SourceRequest } from './source-request.ts';

interface Surroundings {
  readonly once: boolean;
  readonly delivered: Delivered;
  readonly requests: readonly SourceRequest[];
}

/** A source that asks the API server itself. */
export async function watchingSource(
  request: SourceRequest,
  { once, delivered, requests }: Surroundings,
): Promise<Result<LiveSource, string>> {
  const { target, values } = request;
  const { readAccess } = await import('../../sources/kubernetes-watch/kubeconfig.ts');
  const access = () => readAccess({ target, context: values.get('context'), environment: process.env });
  const known = access();
  if (!known.ok) return known;
  const grace = readGrace(values.get('grace'));
  if (!grace.ok) return grace;
  const create = await parts.liveSources['kubernetes-watch']();
  const deliveries = deliveriesOf(request, requests, { delivered, grace: grace.value });
  return succeed(
    create({
      name: sourceName(request),
      cluster: values.get('cluster') ?? '',
      access,
      kinds: workloadKinds,
      once,
      ...(deliveries && { deliveries }),
    }),
  );
}

/** Two would each expect a request for what they see. */
export function watchedTwice(requests: readonly SourceRequest[]): string | undefined {
  const clusters = requests
    .filter(({ type }) => type === 'kubernetes-watch')
    .map(({ values }) => values.get('cluster') ?? '');
  const twice = clusters.find((name, index) => clusters.indexOf(name) !== index);
  if (twice === undefined) return undefined;
  return `kubernetes-watch: two sources for cluster "${twice}": give each another cluster=NAME`;
}

/** Seconds; undefined: as long as the sources of requests may take. */
function readGrace(text: string | undefined): Result<number | undefined, string> {
  if (text === undefined) return succeed(undefined);
  const seconds = Number(text);
  return Number.isFinite(seconds) && seconds >= 0 && text !== ''
    ? succeed(seconds * 1000)
    : fail(`grace "${text}" is no number of seconds`);
}

/** Which sources tell of requests to an API server: what `kubernetes-watch` sees is expected to be told by one of those. */
const tellsOfRequests: Readonly<Record<LiveSourceType, boolean>> = {
  'audit-file': true,
  'audit-webhook': true,
  'kubernetes-watch': false,
  admission: false,
  containerd: false,
  'node-files': false,
  'http-logs': true,
  firehose: true,
  pubsub: true,
  otlp: true,
  syslog: true,
  kafka: true,
};

/** A file is written at once; what is sent is batched, and sent again for some 80 seconds. Milliseconds. */
const lateness = { file: 10_000, sent: 120_000 } as const;

interface Asked {
  readonly delivered: Delivered;
  readonly grace: number | undefined;
}

/** Of the sources of requests of the same cluster; undefined where there are none. */
function deliveriesOf(
  { values }: SourceRequest,
  requests: readonly SourceRequest[],
  { delivered, grace }: Asked,
): Deliveries | undefined {
  const cluster = values.get('cluster') ?? '';
  const same = requests.filter(
    one => tellsOfRequests[one.type] && (one.values.get('cluster') ?? '') === cluster,
  );
  if (same.length === 0) return undefined;
  const names = same.map(sourceName);
  const isSent = same.some(({ type }) => type !== 'audit-file');
  return {
    grace: grace ?? (isSent ? lateness.sent : lateness.file),
    since: isSent ? delivered.began : 0,
    until: () => delivered.until(names),
  };
}
