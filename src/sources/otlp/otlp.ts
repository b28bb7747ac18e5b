import type { LiveSource } from '../../model/live.ts';
import type { OtlpGrpcOptions } from './otlp-grpc.ts';
import type { OtlpHttpOptions } from './otlp-http.ts';

export type OtlpOptions =
  | ({ readonly protocol: 'http' } & OtlpHttpOptions)
  | ({ readonly protocol: 'grpc' } & OtlpGrpcOptions);

/** OpenTelemetry's logs, over HTTP or gRPC; each brings libraries of its own, which are loaded where they are needed. */
export async function otlp(options: OtlpOptions): Promise<LiveSource> {
  if (options.protocol === 'grpc') return (await import('./otlp-grpc.ts')).otlpGrpc(options);
  return (await import('./otlp-http.ts')).otlpHttp(options);
}
