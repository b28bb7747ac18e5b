import { request as https } from 'node:https';

export interface Answer {
  readonly code: number;
  readonly body: string;
}

export interface RequestOptions {
  readonly token?: string;
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: { readonly [name: string]: string };
}

/** A plain request to the API server under test, for what kubectl does not let one send. */
export function request(
  url: string,
  { token, method = 'GET', body, headers = {} }: RequestOptions,
): Promise<Answer> {
  const credentials = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const type = body === undefined ? {} : { 'content-type': 'application/json' };
  return new Promise((resolve, reject) => {
    const sent = https(
      url,
      { method, headers: { ...credentials, ...type, ...headers }, rejectUnauthorized: false },
      received => {
        let text = '';
        received.setEncoding('utf8').on('data', part => {
          text += part;
        });
        received.on('end', () => resolve({ code: received.statusCode ?? 0, body: text }));
      },
    );
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
