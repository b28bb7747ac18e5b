import type { IncomingMessage } from 'node:http';
import type { LiveSource } from '../../model/live.ts';
import type { Result } from '../../model/result.ts';
import { fail } from '../../model/result.ts';
import type { HttpPushOptions, PushProtocol, Reply } from '../http-push.ts';
import { httpPush } from '../http-push.ts';
import type { BodyProblem } from '../read-body.ts';
import type { ExportRequest } from './export-request.ts';
import { exportResponse, failure, fromOtlpJson, fromProtobuf } from './export-request.ts';

export type OtlpHttpOptions = Omit<HttpPushOptions, 'source' | 'format' | 'protocol'>;

/** OpenTelemetry's logs over HTTP, as protocol buffers or JSON. https://opentelemetry.io/docs/specs/otlp/#otlphttp */
export function otlpHttp(options: OtlpHttpOptions): LiveSource {
  return httpPush({ ...options, source: 'otlp', format: 'wrapped', protocol: createProtocol() });
}

const protobuf = 'application/x-protobuf';
const json = 'application/json';

function createProtocol(): PushProtocol {
  const rejected = new WeakMap<IncomingMessage, number>();
  return {
    read: (body, request) => {
      const read = readerOf(request)(body);
      if (!read.ok) return read;
      rejected.set(request, read.value.rejected);
      return { ok: true, value: read.value.bytes };
    },
    answer: (request, problem) => {
      const said = problem === undefined ? exportResponse(rejected.get(request) ?? 0) : failure(problem);
      return replyTo(request, said);
    },
  };
}

function readerOf(request: IncomingMessage): (body: Buffer) => Result<ExportRequest, BodyProblem> {
  const type = typeOf(request);
  if (type === protobuf) return fromProtobuf;
  if (type === json) return fromOtlpJson;
  const detail = `Content-Type ${type.slice(0, 40)}: ${protobuf} and ${json} are understood`;
  return () => fail({ status: 415, reason: 'unreadable', detail });
}

/** In the encoding of the request. */
function replyTo(
  request: IncomingMessage,
  said: { readonly json: string; readonly protobuf: Buffer },
): Reply {
  return typeOf(request) === json ? { type: json, body: said.json } : { type: protobuf, body: said.protobuf };
}

function typeOf({ headers }: IncomingMessage): string {
  return (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}
