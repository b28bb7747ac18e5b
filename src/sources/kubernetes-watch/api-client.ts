import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import { Agent as PlainAgent, request as plainRequest } from 'node:http';
import { Agent, request as tlsRequest } from 'node:https';
import type { Result } from '../../model/result.ts';
import { fail, succeed } from '../../model/result.ts';
import type { ClusterAccess } from './kubeconfig.ts';

/** Why an API server did not give what was asked for. */
export interface ApiProblem {
  /** HTTP; 0: it was not reached, or the connection broke. */
  readonly status: number;
  readonly detail: string;
}

export interface ApiClient {
  /** The parsed body of a successful answer. */
  get(path: string, stop: AbortSignal): Promise<Result<unknown, ApiProblem>>;
  /** Lines of an answer that goes on; ends with the server's or with a problem as its last item. */
  lines(path: string, options: LinesOptions): AsyncGenerator<Result<string, ApiProblem>>;
}

export interface LinesOptions {
  readonly stop: AbortSignal;
  /** Milliseconds without a byte after which the connection counts as broken. */
  readonly quiet: number;
}

/** Reads from one API server; `access` is asked before each request. */
export function createApiClient(access: () => Result<ClusterAccess, string>): ApiClient {
  const agents = createAgents();
  const open = async (path: string, options: LinesOptions): Promise<Result<IncomingMessage, ApiProblem>> => {
    const known = access();
    if (!known.ok) return fail({ status: 0, detail: known.error });
    try {
      return succeed(await answerTo(begin(known.value, path, { ...options, agents })));
    } catch (error) {
      return fail({ status: 0, detail: error instanceof Error ? error.message : String(error) });
    }
  };
  return {
    async get(path, stop) {
      const answer = await open(path, { stop, quiet: 60_000 });
      return answer.ok ? bodyOf(answer.value) : answer;
    },
    async *lines(path, options) {
      const answer = await open(path, options);
      if (!answer.ok) return yield answer;
      const { statusCode = 0 } = answer.value;
      if (statusCode !== 200) return yield failedWith(await bodyOf(answer.value), statusCode);
      yield* linesOf(answer.value);
    },
  };
}

interface Begun extends LinesOptions {
  readonly agents: ReturnType<typeof createAgents>;
}

function begin({ server, token, ...tls }: ClusterAccess, path: string, { stop, quiet, agents }: Begun) {
  const url = new URL(`${server}${path}`);
  const headers = {
    Accept: 'application/json',
    'User-Agent': 'watchbill',
    ...(token !== undefined && { Authorization: `Bearer ${token}` }),
  };
  const options: RequestOptions = { headers, signal: stop, timeout: quiet };
  const sent =
    url.protocol === 'http:'
      ? plainRequest(url, { ...options, agent: agents.plain })
      : tlsRequest(url, { ...options, agent: agents.tls(tls) });
  sent.on('timeout', () => sent.destroy(new Error(`nothing came for ${Math.round(quiet / 1000)} s`)));
  sent.end();
  return sent;
}

const answerTo = (sent: ClientRequest): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    sent.once('response', resolve);
    sent.on('error', reject);
  });

/** Connections are kept as long as the credentials are the same. */
function createAgents() {
  let known = '';
  let agent = new Agent({ keepAlive: true });
  return {
    plain: new PlainAgent({ keepAlive: true }),
    tls: (tls: Omit<ClusterAccess, 'server' | 'token'>): Agent => {
      const key = JSON.stringify(tls);
      if (key === known) return agent;
      known = key;
      const { authority, certificate, key: secret, serverName, insecure } = tls;
      agent = new Agent({
        keepAlive: true,
        rejectUnauthorized: !insecure,
        ...(authority !== undefined && { ca: authority }),
        ...(certificate !== undefined && { cert: certificate }),
        ...(secret !== undefined && { key: secret }),
        ...(serverName !== undefined && { servername: serverName }),
      });
      return agent;
    },
  };
}

async function bodyOf(answer: IncomingMessage): Promise<Result<unknown, ApiProblem>> {
  const status = answer.statusCode ?? 0;
  try {
    const parts: Buffer[] = [];
    for await (const part of answer) parts.push(Buffer.from(part));
    const text = Buffer.concat(parts).toString('utf8');
    if (status !== 200) return fail({ status, detail: `${status}: ${text.slice(0, 300)}` });
    return succeed(JSON.parse(text));
  } catch (error) {
    return fail({ status: 0, detail: error instanceof Error ? error.message : String(error) });
  }
}

const failedWith = (body: Result<unknown, ApiProblem>, status: number): Result<never, ApiProblem> =>
  body.ok ? fail({ status, detail: String(status) }) : body;

async function* linesOf(answer: IncomingMessage): AsyncGenerator<Result<string, ApiProblem>> {
  let rest = '';
  answer.setEncoding('utf8');
  try {
    for await (const part of answer) {
      const lines = `${rest}${String(part)}`.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line !== '') yield succeed(line);
    }
  } catch (error) {
    yield fail({ status: 0, detail: error instanceof Error ? error.message : String(error) });
  } finally {
    answer.destroy();
  }
}
