import { readFileSync } from 'node:fs';
import type { ServerUnaryCall, sendUnaryData } from '@grpc/grpc-js';
import { Server, ServerCredentials, status } from '@grpc/grpc-js';
import type { LiveSource } from '../../model/live.ts';
import type { Credentials } from '../credentials.ts';
import { isSame } from '../credentials.ts';
import type { RequestQueue } from '../request-queue.ts';
import { createPushQueue } from '../request-queue.ts';
import type { TlsFiles } from '../tls.ts';
import { exportResponse, fromProtobuf } from './export-request.ts';

export interface OtlpGrpcOptions {
  readonly name: string;
  readonly cluster: string;
  readonly host: string;
  readonly port: number;
  readonly tls?: TlsFiles;
  readonly credentials: Credentials;
  /** Of a message, decompressed. */
  readonly maxBodyBytes: number;
}

type Call = ServerUnaryCall<Buffer, Buffer>;

const method = '/opentelemetry.proto.collector.logs.v1.LogsService/Export';
const asIs = (bytes: Buffer): Buffer => bytes;

/** OpenTelemetry's logs over gRPC. https://opentelemetry.io/docs/specs/otlp/#otlpgrpc */
export function otlpGrpc(options: OtlpGrpcOptions): LiveSource {
  const { name, cluster, maxBodyBytes } = options;
  const queue = createPushQueue(cluster);
  const server = new Server({ 'grpc.max_receive_message_length': maxBodyBytes });
  server.addService(
    {
      export: {
        path: method,
        requestStream: false,
        responseStream: false,
        requestSerialize: asIs,
        requestDeserialize: asIs,
        responseSerialize: asIs,
        responseDeserialize: asIs,
      },
    },
    {
      export: (call: Call, callback: sendUnaryData<Buffer>) => {
        void answer(call, queue, options).then(
          said =>
            callback(
              said.code === undefined ? null : { code: said.code, details: said.details ?? '' },
              said.body,
            ),
          () => callback({ code: status.INTERNAL }),
        );
      },
    },
  );
  return {
    name,
    cluster,
    format: 'wrapped',
    open: () => bind(server, options),
    read: (_, stop) => queue.read(stop),
    waiting: queue.waiting,
    close: () => new Promise(resolve => server.tryShutdown(() => resolve())),
  };
}

interface Said {
  readonly code?: number;
  readonly details?: string;
  readonly body?: Buffer;
}

async function answer(call: Call, queue: RequestQueue, { credentials }: OtlpGrpcOptions): Promise<Said> {
  if (!isAdmitted(call, credentials)) return { code: status.UNAUTHENTICATED, details: 'not allowed' };
  const origin = { source: 'otlp', file: method };
  const read = fromProtobuf(call.request);
  const offered = queue.offer(
    read.ok
      ? { ...origin, bytes: read.value.bytes, last: true }
      : { reason: read.error.reason, detail: read.error.detail, origin: { ...origin, line: 1 } },
  );
  // A client sends again what is unavailable, and only that.
  if (offered === 'full') return { code: status.UNAVAILABLE, details: 'too much waits' };
  if (!(await offered)) return { code: status.UNAVAILABLE, details: 'it cannot be stored' };
  if (!read.ok) return { code: status.INVALID_ARGUMENT, details: read.error.detail };
  return { body: exportResponse(read.value.rejected).protobuf };
}

function isAdmitted(call: Call, { token, client }: Credentials): boolean {
  const [given] = call.metadata.get('authorization');
  const bearer = /^Bearer (.+)$/i.exec(String(given ?? ''))?.[1];
  if (token !== undefined && !isSame(bearer, token)) return false;
  // That it has a certificate of the authority was seen to when it connected.
  return client?.name === undefined || call.getAuthContext().sslPeerCertificate?.subject.CN === client.name;
}

function bind(server: Server, { host, port, tls }: OtlpGrpcOptions): Promise<void> {
  const address = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  return new Promise((resolve, reject) => {
    server.bindAsync(address, credentialsOf(tls), error => {
      if (error === null) resolve();
      else reject(Object.assign(error, { syscall: 'listen' }));
    });
  });
}

function credentialsOf(tls: TlsFiles | undefined): ServerCredentials {
  if (tls === undefined) return ServerCredentials.createInsecure();
  const { certificate, key, clientAuthority } = tls;
  const authority = clientAuthority === undefined ? null : readFileSync(clientAuthority);
  const pair = { cert_chain: readFileSync(certificate), private_key: readFileSync(key) };
  return ServerCredentials.createSsl(authority, [pair], authority !== null);
}
