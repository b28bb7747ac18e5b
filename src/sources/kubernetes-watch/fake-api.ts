import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { Json, JsonObject } from '../../model/json.ts';

/** A server that behaves like an API server in the faults that a real one cannot be made to show. For tests. */
export interface FakeApi {
  readonly url: string;
  /** What was asked for. */
  readonly asked: readonly URL[];
  /** Items of the next lists, page by page. */
  pages: readonly (readonly JsonObject[])[];
  /** A status that lists are answered with instead. */
  refusal: number;
  /** An event to all who watch. */
  tell(type: string, object: Json): void;
  /** Ends the watches; `broken`: in the middle of a line. */
  cut(how: 'ended' | 'broken'): void;
  watchers(): number;
  close(): Promise<void>;
}

export const tidy = (version: string, schedule = '1', more: JsonObject = {}): JsonObject => ({
  metadata: { name: 'tidy', namespace: 'shop', uid: 'u1', resourceVersion: version, ...more },
  spec: { schedule },
  status: { seen: version },
});

const path = '/apis/batch/v1/cronjobs';
const served: ReadonlyMap<string, Json> = new Map<string, Json>([
  [
    '/apis',
    {
      groups: [
        {
          name: 'batch',
          versions: [{ version: 'v1' }, { version: 'v2' }],
          preferredVersion: { version: 'v1' },
        },
      ],
    },
  ],
  ['/api/v1', { resources: [{ name: 'secrets', verbs: ['list', 'watch'] }] }],
  [
    '/apis/batch/v1',
    {
      resources: [
        { name: 'cronjobs', verbs: ['list', 'watch'] },
        { name: 'cronjobs/status', verbs: ['get'] },
        { name: 'jobs', verbs: ['get'] },
      ],
    },
  ],
]);

export async function startFakeApi(): Promise<FakeApi> {
  const asked: URL[] = [];
  const watching = new Set<ServerResponse>();
  const state = { pages: [[]], refusal: 0 } satisfies Pick<FakeApi, 'pages' | 'refusal'>;
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://fake.example');
    asked.push(url);
    const known = served.get(url.pathname);
    if (known !== undefined) return void response.end(JSON.stringify(known));
    if (url.pathname !== path) return void response.writeHead(404).end('{}');
    if (url.searchParams.has('watch')) {
      watching.add(response);
      response.once('close', () => watching.delete(response));
      return void response.writeHead(200).flushHeaders();
    }
    if (fake.refusal !== 0) return void response.writeHead(fake.refusal).end('{"message":"no"}');
    const page = Number(url.searchParams.get('continue') ?? 0);
    const more = page + 1 < fake.pages.length ? { continue: String(page + 1) } : {};
    response.end(
      JSON.stringify({ metadata: { resourceVersion: '100', ...more }, items: fake.pages[page] ?? [] }),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const fake: FakeApi = {
    ...state,
    url: `http://127.0.0.1:${port}`,
    asked,
    tell: (type, object) => {
      for (const response of watching) response.write(`${JSON.stringify({ type, object })}\n`);
    },
    cut: how => {
      for (const response of watching) {
        if (how === 'ended') response.end();
        else response.write('{"type":"ADDED","obj', () => response.destroy());
      }
    },
    watchers: () => watching.size,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return fake;
}
