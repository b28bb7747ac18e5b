import { readFileSync } from 'node:fs';
import type { LiveSource } from '../../model/live.ts';
import type { Result } from '../../model/result.ts';
import { fail, succeed } from '../../model/result.ts';
import { parts } from '../parts.ts';
import { isLoopback, readAddress, readListening } from './listening.ts';
import { readFormat } from './read-format.ts';
import { sourceName } from './source-name.ts';
import type { SourceRequest } from './source-request.ts';

/** OTLP over gRPC has an address to itself: HTTP/2, and paths of its own. */
export async function otlpGrpcSource(request: SourceRequest): Promise<Result<LiveSource, string>> {
  const { target, values } = request;
  if (values.has('path')) return fail('otlp over grpc has no "path"');
  const listening = readListening(target, values);
  if (!listening.ok) return listening;
  const create = await parts.liveSources.otlp();
  return succeed(await create({ ...listening.value, ...namesOf(request), protocol: 'grpc' }));
}

export async function syslogSource(request: SourceRequest): Promise<Result<LiveSource, string>> {
  const { target, values } = request;
  const transport = values.get('transport') ?? 'tcp';
  if (transport !== 'tcp' && transport !== 'udp')
    return fail(`transport "${transport}" is neither tcp nor udp`);
  if (transport === 'udp' && values.has('cert-file')) return fail('syslog by udp knows no TLS: use tcp');
  const listening = readListening(target, values);
  if (!listening.ok) return listening;
  const { tls, credentials, maxBodyBytes, ...address } = listening.value;
  if (credentials.client === undefined && !isLoopback(address.host))
    return fail(`${target}: off loopback, client-ca-file is needed: anybody could write`);
  const clientName = credentials.client?.name;
  const create = await parts.liveSources.syslog();
  return succeed(
    create({
      ...address,
      ...namesOf(request),
      transport,
      maxMessageBytes: maxBodyBytes,
      ...(tls && { tls }),
      ...(clientName !== undefined && { clientName }),
    }),
  );
}

export async function kafkaSource(request: SourceRequest): Promise<Result<LiveSource, string>> {
  const { target, values } = request;
  const brokers = target.split(',');
  const wrong = brokers.find(broker => readAddress(broker) === undefined);
  if (wrong !== undefined) return fail(`"${wrong}" is no HOST:PORT`);
  const topic = values.get('topic');
  if (topic === undefined) return fail('kafka needs a topic');
  const login = readLogin(values);
  const format = readFormat(values);
  if (!login.ok) return login;
  if (!format.ok) return format;
  const authority = values.get('ca-file');
  const isPlain =
    authority === undefined && brokers.every(broker => isLoopback(readAddress(broker)?.host ?? ''));
  const create = await parts.liveSources.kafka();
  return succeed(
    create({
      ...namesOf(request),
      ...format.value,
      brokers,
      topic,
      group: values.get('group') ?? 'watchbill',
      ...(!isPlain && { tls: authority === undefined ? {} : { authority } }),
      ...(login.value && { login: login.value }),
    }),
  );
}

const namesOf = (request: SourceRequest) => ({
  name: sourceName(request),
  cluster: request.values.get('cluster') ?? '',
});

function readLogin(
  values: ReadonlyMap<string, string>,
): Result<{ readonly user: string; readonly password: string } | undefined, string> {
  const [user, file] = [values.get('user'), values.get('password-file')];
  if (user === undefined && file === undefined) return succeed(undefined);
  if (user === undefined || file === undefined) return fail('user and password-file belong together');
  return succeed({ user, password: readFileSync(file, 'utf8').trim() });
}
