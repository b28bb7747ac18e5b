import { readFileSync } from 'node:fs';
import { get as getHttp } from 'node:http';
import { get as getHttps } from 'node:https';
import type { ServerCounts } from '../../model/notice.ts';
import type { Result } from '../../model/result.ts';
import { fail, succeed } from '../../model/result.ts';

/** Where an API server can be asked for its own metrics, and with what. */
export interface ServerMetrics {
  readonly url: string;
  readonly tokenFile?: string;
  /** The authority of its certificate, PEM. */
  readonly caFile?: string;
}

const timeout = 5_000;
const maxBytes = 32 * 1024 * 1024;

/** What the API server counts of its audit log; an error says why it could not be asked. The token is read anew each time: it is renewed. */
export async function askServer(server: ServerMetrics): Promise<Result<ServerCounts, string>> {
  try {
    const text = await fetched(server);
    return text.includes('apiserver_audit_event_total')
      ? succeed(countsIn(text))
      : fail('it has no apiserver_audit_event_total: is it the metrics of an API server with an audit log?');
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

function fetched({ url, tokenFile, caFile }: ServerMetrics): Promise<string> {
  const headers =
    tokenFile === undefined ? {} : { Authorization: `Bearer ${readFileSync(tokenFile, 'utf8').trim()}` };
  const get = url.startsWith('https:') ? getHttps : getHttp;
  const ca = caFile === undefined ? {} : { ca: readFileSync(caFile) };
  return new Promise((resolve, reject) => {
    const request = get(url, { headers, timeout, ...ca }, response => {
      const { statusCode = 0 } = response;
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        text += part;
        if (text.length > maxBytes) request.destroy(new Error(`more than ${maxBytes} bytes`));
      });
      response.once('error', reject);
      response.once('end', () =>
        statusCode === 200 ? resolve(text) : reject(new Error(`it answers ${statusCode}`)),
      );
    });
    request.once('timeout', () => request.destroy(new Error(`no answer in ${timeout / 1_000} seconds`)));
    request.once('error', reject);
  });
}

const countsIn = (text: string): ServerCounts => ({
  events: sumOf(text, 'apiserver_audit_event_total'),
  errors: sumOf(text, 'apiserver_audit_error_total'),
  started: sumOf(text, 'process_start_time_seconds'),
});

/** Over all labels. */
function sumOf(text: string, name: string): number {
  let sum = 0;
  for (const line of text.split('\n')) {
    if (!line.startsWith(name) || !/^[{ ]/.test(line.slice(name.length))) continue;
    const value = Number(
      line
        .slice(line.lastIndexOf('}') + 1)
        .replace(name, '')
        .trim()
        .split(' ')[0],
    );
    if (Number.isFinite(value)) sum += value;
  }
  return sum;
}
