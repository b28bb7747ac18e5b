import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { ServerUnaryCall, ServerWritableStream, sendUnaryData } from '@grpc/grpc-js';
import { Server, ServerCredentials, status } from '@grpc/grpc-js';
import type { JsonObject } from '../../model/json.ts';
import type { Batch, LiveSource } from '../../model/live.ts';
import { containerdSource } from './containerd.ts';
import type { MessageName } from './messages.ts';
import { decoded, encoded } from './messages.ts';

const asIs = (bytes: Buffer): Buffer => bytes;
const method = (path: string, responseStream = false) => ({
  path: `/containerd.services.${path}`,
  requestStream: false,
  responseStream,
  requestSerialize: asIs,
  requestDeserialize: asIs,
  responseSerialize: asIs,
  responseDeserialize: asIs,
});

const spec = {
  process: { args: ['report', '--daily'], env: ['TOKEN=hunter2'] },
  annotations: { 'io.kubernetes.cri.sandbox-id': 's', other: 'x' },
};
const inPod: JsonObject = {
  id: 'c1',
  labels: [{ key: 'io.kubernetes.pod.name', value: 'one' }],
  image: 'registry.example/report:1',
  spec: {
    type_url: 'types.containerd.io/opencontainers/runtime-spec/1/Spec',
    value: Buffer.from(JSON.stringify(spec)).toString('base64'),
  },
  created_at: { seconds: '1795409400', nanos: 5 },
};

type Unary = (call: ServerUnaryCall<Buffer, Buffer>, callback: sendUnaryData<Buffer>) => void;
type Stream = ServerWritableStream<Buffer, Buffer>;

/** containerd's services, with one container, and events that are sent by hand. */
function startContainerd() {
  const streams: Stream[] = [];
  const server = new Server();
  const answer =
    (name: MessageName, value: JsonObject): Unary =>
    (_, callback) =>
      callback(null, encoded(name, value));
  server.addService(
    {
      namespaces: method('namespaces.v1.Namespaces/List'),
      list: method('containers.v1.Containers/List'),
      get: method('containers.v1.Containers/Get'),
      image: method('images.v1.Images/Get'),
      subscribe: method('events.v1.Events/Subscribe', true),
    },
    {
      namespaces: answer('ListNamespacesResponse', { namespaces: [{ name: 'k8s.io' }] }),
      list: answer('ListContainersResponse', { containers: [inPod] }),
      get: (call: ServerUnaryCall<Buffer, Buffer>, callback: sendUnaryData<Buffer>) => {
        assert.deepEqual(call.metadata.get('containerd-namespace'), ['k8s.io']);
        const { id } = decoded('GetContainerRequest', call.request);
        if (id !== 'c1') return callback({ code: status.NOT_FOUND });
        callback(null, encoded('GetContainerResponse', { container: inPod }));
      },
      image: answer('GetImageResponse', { image: { target: { digest: `sha256:${'a'.repeat(64)}` } } }),
      subscribe: (stream: Stream) => void streams.push(stream),
    },
  );
  const send = (topic: string, name: MessageName, value: JsonObject): void => {
    const event = { type_url: name, value: encoded(name, value).toString('base64') };
    const envelope = {
      timestamp: { seconds: '1795409401', nanos: 123_456_789 },
      namespace: 'k8s.io',
      topic,
      event,
    };
    for (const stream of streams) stream.write(encoded('Envelope', envelope));
  };
  return {
    send,
    /** As when it is stopped. */
    drop: () => {
      for (const stream of streams.splice(0))
        stream.emit('error', { code: status.UNAVAILABLE, details: 'gone' });
    },
    listen: (socket: string) =>
      new Promise<void>((resolve, reject) => {
        server.bindAsync(`unix:${socket}`, ServerCredentials.createInsecure(), error =>
          error === null ? resolve() : reject(error),
        );
      }),
    close: () => server.forceShutdown(),
  };
}

let folder = '';
let containerd: ReturnType<typeof startContainerd>;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'watchbill-containerd-'));
  containerd = startContainerd();
  await containerd.listen(join(folder, 'c.sock'));
});
afterEach(() => {
  containerd.close();
  rmSync(folder, { recursive: true, force: true });
});

const source = (once = false): LiveSource =>
  containerdSource({
    name: 'containerd:x',
    cluster: 'c',
    socket: join(folder, 'c.sock'),
    node: 'node-1',
    once,
  });

const linesOf = ({ pieces }: Batch): readonly string[] =>
  pieces.flatMap(piece =>
    'bytes' in piece ? piece.bytes.toString().trimEnd().split('\n') : [`refused: ${piece.reason}`],
  );

describe('containerd', () => {
  it('tells what is there, with what it knows of it and without its variables', async () => {
    const lines: string[] = [];
    for await (const batch of source(true).read([], new AbortController().signal))
      lines.push(...linesOf(batch));
    assert.equal(lines.length, 1);
    const known = {
      annotations: { 'io.kubernetes.cri.sandbox-id': 's' },
      args: ['report', '--daily'],
      image: 'registry.example/report:1',
      digest: `sha256:${'a'.repeat(64)}`,
      labels: { 'io.kubernetes.pod.name': 'one' },
      node: 'node-1',
    };
    const [, time, body = '{}'] =
      /^(\S+ \S+) \+0000 UTC k8s\.io \/containers\/seen (.*)$/.exec(lines[0] ?? '') ?? [];
    assert.match(time ?? '', /^2026-11-\d\d \d\d:\d\d:\d\d\.000000005$/);
    assert.deepEqual(JSON.parse(body), { id: 'c1', known });
  });

  it('tells of starts and ends as they happen, and of what is gone already what the event says', async () => {
    const stop = new AbortController();
    const watched = source();
    await watched.open();
    const batches = watched.read([], stop.signal)[Symbol.asyncIterator]();
    const next = async (): Promise<readonly string[]> =>
      linesOf((await batches.next()).value ?? assert.fail());
    assert.match((await next()).join(), /\/containers\/seen/);
    containerd.send('/tasks/start', 'TaskStart', { container_id: 'c1', pid: 7 });
    assert.match(
      (await next()).join(),
      /\.123456789 \+0000 UTC k8s\.io \/tasks\/start \{"container_id":"c1","pid":7,"known":\{/,
    );
    containerd.send('/snapshot/prepare', 'Empty', {});
    containerd.send('/containers/create', 'ContainerCreate', { id: 'short', image: 'i' });
    assert.match((await next()).join(), /\/containers\/create \{"id":"short","image":"i"\}$/);
    containerd.send('/tasks/exit', 'TaskExit', { container_id: 'c1', id: 'c1', pid: 7 });
    assert.match((await next()).join(), /\/tasks\/exit \{"container_id":"c1","id":"c1","pid":7\}$/);
    stop.abort();
    assert.equal((await batches.next()).done, true);
    await watched.close();
  });

  it('says that containerd went away, and tells what is there when it is back', async () => {
    const stop = new AbortController();
    const batches = source().read([], stop.signal)[Symbol.asyncIterator]();
    await batches.next();
    containerd.drop();
    assert.deepEqual(linesOf((await batches.next()).value ?? assert.fail()), ['refused: unreadable']);
    assert.match(linesOf((await batches.next()).value ?? assert.fail()).join(), /\/containers\/seen/);
    stop.abort();
    await batches.return?.();
  });

  it('a socket that is not there is an error before anything begins', async () => {
    const missing = containerdSource({ name: 'n', cluster: '', socket: join(folder, 'none.sock') });
    await assert.rejects(missing.open());
    await missing.close();
  });
});
