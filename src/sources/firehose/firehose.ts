import type { IncomingMessage } from 'node:http';
import type { LiveSource } from '../../model/live.ts';
import type { HttpPushOptions, PushProtocol } from '../http-push.ts';
import { httpPush } from '../http-push.ts';

export type FirehoseOptions = Omit<HttpPushOptions, 'source' | 'format' | 'protocol'>;

/**
 * Amazon Data Firehose with an HTTP endpoint as its destination, fed by the subscription of an EKS cluster's log group: records in base64, which
 * are payloads of CloudWatch Logs. It sends again what is not answered with 200 and its own request id, and keeps what it could not deliver.
 * https://docs.aws.amazon.com/firehose/latest/dev/httpdeliveryrequestresponse.html
 */
export function firehose(options: FirehoseOptions): LiveSource {
  return httpPush({ ...options, source: 'firehose', format: 'eks', protocol });
}

const protocol: PushProtocol = {
  tokenOf: request => textOf(request, 'x-amz-firehose-access-key'),
  answer: (request, problem) => ({
    type: 'application/json',
    body: JSON.stringify({
      requestId: textOf(request, 'x-amz-firehose-request-id') ?? '',
      timestamp: Date.now(),
      ...(problem !== undefined && { errorMessage: problem }),
    }),
  }),
};

function textOf({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
}
