import { request as https } from 'node:https';

export interface Answer {
  readonly code: number;
  readonly body: string;
  /** What the server calls this request in its audit log; empty where it does not say. */
  readonly auditId: string;
}

export interface RequestOptions {
  readonly token?: string;
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: { readonly [name: string]: string };
  /** The address of this machine that it is sent from. */
  readonly localAddress?: string;
}

/** A plain request to the API server under test, for what kubectl does not let one send. */
export function request(
  url: string,
  { token, method = 'GET', body, headers = {}, localAddress }: RequestOptions,
): Promise<Answer> {
  const credentials = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const type = body === undefined ? {} : { 'content-type': 'application/json' };
  return new Promise((resolve, reject) => {
    const sent = https(
      url,
      {
        method,
        headers: { ...credentials, ...type, ...headers },
        rejectUnauthorized: false,
        ...(localAddress === undefined ? {} : { localAddress }),
      },
      received => {
        let text = '';
        received.setEncoding('utf8').on('data', part => {
          text += part;
        });
        const auditId = received.headers['audit-id'];
        received.on('end', () =>
          resolve({
            code: received.statusCode ?? 0,
            body: text,
            auditId: typeof auditId === 'string' ? auditId : '',
          }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
