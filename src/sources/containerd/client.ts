import { Client, credentials, Metadata } from '@grpc/grpc-js';
import type { JsonObject } from '../../model/json.ts';
import { isObject, listAt, objectAt, stringAt, stringsAt } from '../../model/json.ts';
import type { MessageName } from './messages.ts';
import { decoded, encoded, textsOf } from './messages.ts';

/** What containerd knows of a container, without its variables. */
export interface Known {
  readonly labels: { readonly [key: string]: string };
  readonly annotations: { readonly [key: string]: string };
  readonly image: string;
  readonly digest: string;
  readonly args: readonly string[];
}

export interface Listed extends Known {
  readonly id: string;
  /** RFC 3339. */
  readonly createdAt: string;
}

export interface Envelope {
  readonly at: string;
  readonly namespace: string;
  readonly topic: string;
  readonly event: Uint8Array;
}

export interface ContainerdClient {
  namespaces(): Promise<readonly string[]>;
  list(namespace: string): Promise<readonly Listed[]>;
  /** undefined: it is gone already. */
  get(namespace: string, id: string): Promise<Known | undefined>;
  /** Every event from now on. Throws when containerd goes away. */
  subscribe(stop: AbortSignal): AsyncIterable<Envelope>;
  close(): void;
}

const asIs = (bytes: Buffer): Buffer => bytes;
const deadline = 10_000;
const notFound = 5;

/** containerd's own API, on its socket: https://github.com/containerd/containerd/tree/main/api/services */
export function connect(socket: string): ContainerdClient {
  const client = new Client(`unix:${socket}`, credentials.createInsecure(), {
    'grpc.max_receive_message_length': 64 * 1024 * 1024,
  });
  const call = (method: string, request: Buffer, answer: MessageName, namespace = ''): Promise<JsonObject> =>
    new Promise((resolve, reject) => {
      client.makeUnaryRequest(
        `/containerd.services.${method}`,
        asIs,
        asIs,
        request,
        metadataOf(namespace),
        { deadline: Date.now() + deadline },
        (error, bytes) =>
          error === null ? resolve(decoded(answer, bytes ?? Buffer.alloc(0))) : reject(error),
      );
    });
  const digestOf = async (namespace: string, image: string): Promise<string> => {
    if (image === '') return '';
    const request = encoded('GetImageRequest', { name: image });
    const answer = await gone(call('images.v1.Images/Get', request, 'GetImageResponse', namespace));
    return stringAt(objectAt(objectAt(answer, 'image'), 'target'), 'digest') ?? '';
  };
  const knownOf = async (namespace: string, container: JsonObject): Promise<Known> => {
    const image = stringAt(container, 'image') ?? '';
    return {
      ...specOf(container),
      image,
      digest: await digestOf(namespace, image),
      labels: textsOf(container['labels']),
    };
  };
  return {
    async namespaces() {
      const answer = await call(
        'namespaces.v1.Namespaces/List',
        encoded('Empty', {}),
        'ListNamespacesResponse',
      );
      return listAt(answer, 'namespaces').flatMap(item => stringAt(item, 'name') ?? []);
    },
    async list(namespace) {
      const answer = await call(
        'containers.v1.Containers/List',
        encoded('Empty', {}),
        'ListContainersResponse',
        namespace,
      );
      const listed: Listed[] = [];
      for (const item of listAt(answer, 'containers').filter(isObject))
        listed.push({
          id: stringAt(item, 'id') ?? '',
          createdAt: timeOf(objectAt(item, 'created_at')),
          ...(await knownOf(namespace, item)),
        });
      return listed;
    },
    async get(namespace, id) {
      const request = encoded('GetContainerRequest', { id });
      const answer = await gone(
        call('containers.v1.Containers/Get', request, 'GetContainerResponse', namespace),
      );
      const container = objectAt(answer, 'container');
      return container && knownOf(namespace, container);
    },
    subscribe: stop => subscribed(client, stop),
    close: () => client.close(),
  };
}

/** Short containers are gone before they can be asked for. */
async function gone(answer: Promise<JsonObject>): Promise<JsonObject | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === notFound) return undefined;
    throw error;
  }
}

/** Opened at once, read when it is asked for. */
function subscribed(client: Client, stop: AbortSignal): AsyncIterable<Envelope> {
  const stream = client.makeServerStreamRequest(
    '/containerd.services.events.v1.Events/Subscribe',
    asIs,
    asIs,
    encoded('SubscribeRequest', {}),
    metadataOf(''),
  );
  const cancel = (): void => stream.cancel();
  stop.addEventListener('abort', cancel, { once: true });
  // Without a reader an error would be thrown into the void.
  stream.on('error', () => undefined);
  return {
    async *[Symbol.asyncIterator]() {
      try {
        for await (const bytes of stream) if (bytes instanceof Uint8Array) yield envelopeOf(bytes);
      } finally {
        stop.removeEventListener('abort', cancel);
        stream.cancel();
      }
    },
  };
}

function envelopeOf(bytes: Uint8Array): Envelope {
  const envelope = decoded('Envelope', bytes);
  return {
    at: timeOf(objectAt(envelope, 'timestamp')),
    namespace: stringAt(envelope, 'namespace') ?? '',
    topic: stringAt(envelope, 'topic') ?? '',
    event: bytesAt(objectAt(envelope, 'event'), 'value'),
  };
}

const bytesAt = (value: JsonObject | undefined, key: string): Buffer =>
  Buffer.from(stringAt(value, key) ?? '', 'base64');

/** Nanoseconds are kept: two events of one container may be microseconds apart. */
function timeOf(timestamp: JsonObject | undefined): string {
  const seconds = Number(timestamp?.['seconds'] ?? 0);
  const nanos = Number(timestamp?.['nanos'] ?? 0);
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}.${String(nanos).padStart(9, '0')}Z`;
}

/** The spec is JSON in the runtime's own format; its environment is not even looked at. */
function specOf(container: JsonObject): Pick<Known, 'annotations' | 'args'> {
  const text = bytesAt(objectAt(container, 'spec'), 'value').toString('utf8');
  const spec = parsed(text);
  const annotations = Object.entries(objectAt(spec, 'annotations') ?? {}).flatMap(([key, value]) =>
    typeof value === 'string' && /kubernetes/.test(key) ? [[key, value] as const] : [],
  );
  return { annotations: Object.fromEntries(annotations), args: stringsAt(objectAt(spec, 'process'), 'args') };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function metadataOf(namespace: string): Metadata {
  const metadata = new Metadata();
  if (namespace !== '') metadata.set('containerd-namespace', namespace);
  return metadata;
}
