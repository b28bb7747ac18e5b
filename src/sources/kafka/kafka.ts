import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Message, MessagesStream } from '@platformatic/kafka';
import { Consumer, MessagesStreamFallbackModes, MessagesStreamModes } from '@platformatic/kafka';
import type { Batch, LiveSource } from '../../model/live.ts';

export interface KafkaOptions {
  /** As the user named it. */
  readonly name: string;
  readonly cluster: string;
  readonly format?: string;
  /** `HOST:PORT` of each. */
  readonly brokers: readonly string[];
  readonly topic: string;
  /** Consumers of one group share the partitions; where each is read up to is kept by the broker under its name. */
  readonly group: string;
  /** Without it, as plain text. */
  readonly tls?: { readonly authority?: string };
  /** SASL PLAIN. */
  readonly login?: { readonly user: string; readonly password: string };
}

type Reading = MessagesStream<Buffer, Buffer, Buffer, Buffer>;
type Received = Message<Buffer, Buffer, Buffer, Buffer>;

const batchBytes = 4 * 1024 * 1024;

/**
 * A topic of Apache Kafka, or of what speaks its protocol, as Azure Event Hubs does for the diagnostic settings of an AKS cluster. What was read
 * is committed to the broker once what came of it is stored; so what was stored and not committed comes again, and is known again.
 */
export function kafka(options: KafkaOptions): LiveSource {
  const { name, cluster, format, topic } = options;
  let consumer: Consumer<Buffer, Buffer, Buffer, Buffer> | undefined;
  let committing: Promise<unknown> = Promise.resolve();
  const commit = (messages: readonly Received[]): void => {
    // Of each partition the last: it stands for all before it. If it fails, the next one does.
    const latest = new Map(messages.map(message => [message.partition, message]));
    committing = committing.then(() =>
      Promise.allSettled([...latest.values()].map(async one => one.commit())),
    );
  };
  const batchOf = (messages: readonly Received[]): Batch => ({
    cluster,
    pieces: messages.map(({ value, partition }) => ({
      source: 'kafka',
      file: `${topic}/${partition}`,
      bytes: value,
      last: true,
    })),
    positions: [],
    settle: stored => {
      if (stored) commit(messages);
    },
  });
  return {
    name,
    cluster,
    ...(format !== undefined && { format }),
    async open() {
      const asking = consumerOf(options);
      try {
        await asking.metadata({ topics: [topic] });
      } catch (error) {
        throw Object.assign(new Error(`${name}: ${sentenceOf(error)}`), { syscall: 'listen' });
      } finally {
        await asking.close();
      }
    },
    async *read(_, stop) {
      consumer = consumerOf(options);
      const { COMMITTED: mode } = MessagesStreamModes;
      const { EARLIEST: fallbackMode } = MessagesStreamFallbackModes;
      const stream = await consumer.consume({
        topics: [topic],
        mode,
        fallbackMode,
        autocommit: false,
        maxWaitTime: 250,
      });
      const end = (): void => void stream.close().catch(() => undefined);
      stop.addEventListener('abort', end);
      try {
        for (;;) {
          const messages = await nextMessages(stream, stop);
          if (messages.length === 0) return;
          yield batchOf(messages);
        }
      } finally {
        stop.removeEventListener('abort', end);
        await committing;
        await consumer.close(true).catch(() => undefined);
      }
    },
    close: () => Promise.resolve(),
  };
}

/** A watch that was killed is gone from its group after 15 seconds: so long the next one waits for its partitions. */
const membership = { sessionTimeout: 15_000, heartbeatInterval: 3_000, rebalanceTimeout: 30_000 };

function consumerOf({ brokers, group, tls, login }: KafkaOptions): Consumer<Buffer, Buffer, Buffer, Buffer> {
  return new Consumer({
    clientId: 'watchbill',
    groupId: group,
    bootstrapBrokers: [...brokers],
    ...membership,
    ...(tls && { tls: tls.authority === undefined ? {} : { ca: readFileSync(tls.authority) } }),
    ...(login && { sasl: { mechanism: 'PLAIN' as const, username: login.user, password: login.password } }),
  });
}

/** What has come, once something has; none: it is stopped. Throws what the client says. */
async function nextMessages(stream: Reading, stop: AbortSignal): Promise<readonly Received[]> {
  const messages: Received[] = [];
  let bytes = 0;
  while (!stop.aborted && !stream.destroyed) {
    for (let one = nextOf(stream); one !== undefined; one = bytes < batchBytes ? nextOf(stream) : undefined) {
      messages.push(one);
      bytes += one.value.length;
    }
    if (messages.length > 0) return messages;
    const ending = new AbortController();
    const { signal } = ending;
    await Promise.race([once(stream, 'readable', { signal }), once(stream, 'close', { signal })]).finally(
      () => ending.abort(),
    );
  }
  return messages;
}

function nextOf(stream: Reading): Received | undefined {
  const message: Received | null = stream.read();
  return message ?? undefined;
}

const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
