import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Batch, LiveSource } from '../../model/live.ts';
import type { ContainerdClient, Envelope, Known } from './client.ts';
import { connect } from './client.ts';
import { eventBody } from './messages.ts';

export interface ContainerdOptions {
  /** As the user named it. */
  readonly name: string;
  readonly cluster: string;
  /** Path of the socket. */
  readonly socket: string;
  /** The node's name in the cluster; the host's if absent. */
  readonly node?: string;
  /** End after what is there was told. */
  readonly once?: boolean;
}

/** Beyond this the oldest lines are dropped, and counted. */
const mostWaiting = 50_000;
const retryEvery = 2_000;

/**
 * Containers of a node, as containerd tells of them: those that are there, then every start and end as it happens, each with what containerd
 * knows of it (labels, annotations, image, command). Variables are never read. While containerd is away nothing is told; then what is there
 * is told again.
 */
export function containerdSource(options: ContainerdOptions): LiveSource {
  const { name, cluster, socket } = options;
  return {
    name,
    cluster,
    format: 'containerd',
    async open() {
      const client = connect(socket);
      try {
        await client.namespaces();
      } finally {
        client.close();
      }
    },
    read: (_, stop) => read(options, connect(socket), stop),
    close: () => Promise.resolve(),
  };
}

async function* read(
  options: ContainerdOptions,
  client: ContainerdClient,
  stop: AbortSignal,
): AsyncGenerator<Batch> {
  const queue = createQueue(options);
  const following = follow(options, client, { queue, stop });
  try {
    while (!stop.aborted) {
      const batch = queue.take();
      if (batch !== undefined) yield batch;
      else if (queue.ended()) return;
      else await queue.more(stop);
    }
  } finally {
    client.close();
    await following;
  }
}

interface Following {
  readonly queue: Queue;
  readonly stop: AbortSignal;
}

/** Until stopped, or, if only what is there is wanted, once; again and again while containerd is away. */
async function follow(
  options: ContainerdOptions,
  client: ContainerdClient,
  following: Following,
): Promise<void> {
  const { queue, stop } = following;
  while (!stop.aborted) {
    const failure = await followed(options, client, following);
    if (failure !== undefined && !stop.aborted) queue.lost(failure);
    if (options.once === true) return queue.end();
    await sleep(retryEvery, undefined, { signal: stop }).catch(() => undefined);
  }
}

/** What went wrong, in containerd's words. Subscribes first, so that nothing falls between what is there and what happens. */
async function followed(
  options: ContainerdOptions,
  client: ContainerdClient,
  { queue, stop }: Following,
): Promise<string | undefined> {
  try {
    const events = client.subscribe(stop);
    await tellThere(options, client, queue);
    if (options.once === true) return undefined;
    for await (const envelope of events) {
      const line = await lineOf(options, client, envelope);
      if (line !== undefined) queue.add(line);
    }
    return 'containerd ended its events';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function tellThere(options: ContainerdOptions, client: ContainerdClient, queue: Queue): Promise<void> {
  for (const namespace of await client.namespaces())
    for (const container of await client.list(namespace)) {
      const { id, createdAt, ...known } = container;
      queue.add(
        printed(
          { at: createdAt, namespace, topic: '/containers/seen' },
          { id, known: withNode(options, known) },
        ),
      );
    }
}

const aboutContainers = new Set([
  '/containers/create',
  '/containers/update',
  '/tasks/start',
  '/tasks/exec-started',
]);

async function lineOf(
  options: ContainerdOptions,
  client: ContainerdClient,
  envelope: Envelope,
): Promise<string | undefined> {
  const body = eventBody(envelope);
  if (body === undefined) return undefined;
  const id = String(body['container_id'] ?? body['id'] ?? '');
  const asked = aboutContainers.has(envelope.topic) && id !== '';
  const known = asked ? await client.get(envelope.namespace, id) : undefined;
  return printed(envelope, known === undefined ? body : { ...body, known: withNode(options, known) });
}

const withNode = ({ node = hostname() }: ContainerdOptions, known: Known) => ({ ...known, node });

/** As `ctr events` prints it. */
function printed(
  { at, namespace, topic }: Pick<Envelope, 'at' | 'namespace' | 'topic'>,
  body: object,
): string {
  return `${at.slice(0, 10)} ${at.slice(11, -1)} +0000 UTC ${namespace} ${topic} ${JSON.stringify(body)}`;
}

type Queue = ReturnType<typeof createQueue>;

function createQueue({ name, cluster, socket }: ContainerdOptions) {
  let lines: string[] = [];
  let losses: string[] = [];
  let dropped = 0;
  let ended = false;
  let wake: () => void = () => undefined;
  const told = (): void => wake();
  return {
    add(line: string): void {
      lines.push(line);
      if (lines.length > mostWaiting) {
        lines.shift();
        dropped += 1;
      }
      told();
    },
    lost(detail: string): void {
      losses.push(detail);
      told();
    },
    end(): void {
      ended = true;
      told();
    },
    ended: () => ended,
    async more(stop: AbortSignal): Promise<void> {
      await new Promise<void>(resolve => {
        wake = resolve;
        stop.addEventListener('abort', () => resolve(), { once: true });
      });
    },
    /** Everything that waits; undefined: nothing does. */
    take(): Batch | undefined {
      if (lines.length === 0 && losses.length === 0) return undefined;
      const bytes = Buffer.from(lines.map(line => `${line}\n`).join(''));
      const origin = { source: name, file: socket, line: 0 };
      const gone = dropped > 0 ? [`${dropped} events came faster than they could be stored`] : [];
      const refusals = [...losses, ...gone].map(
        detail => ({ reason: 'unreadable', detail, origin }) as const,
      );
      lines = [];
      losses = [];
      dropped = 0;
      const chunks = bytes.length === 0 ? [] : [{ source: name, file: socket, bytes, last: false }];
      return { cluster, pieces: [...refusals, ...chunks], positions: [], settle: () => undefined };
    },
  };
}
