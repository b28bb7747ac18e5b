import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { credentials, Metadata } from '@grpc/grpc-js';
import { OTLPLogExporter as GrpcExporter } from '@opentelemetry/exporter-logs-otlp-grpc';
import { OTLPLogExporter as JsonExporter } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPLogExporter as ProtobufExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import type { LogRecordExporter } from '@opentelemetry/sdk-logs';
import { LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { JsonObject } from '../../src/model/json.ts';
import { objectAt, stringAt } from '../../src/model/json.ts';
import { newFolder, objectsIn, watchbill } from '../cli/run-watchbill.ts';
import type { Watching } from '../cli/watch.ts';
import { freePort, startWatch } from '../cli/watch.ts';
import { auditEvent } from '../support/signals.ts';
import { firehoseRequest, gkeEntry, pubsubRequest } from './clouds.ts';

const folder = newFolder();
const state = join(folder, 'state');
const [http, keysPort, grpc, tcp, udp] = [
  await freePort(),
  await freePort(),
  await freePort(),
  await freePort(),
  await freePort(),
];
const { publicKey, privateKey } = await generateKeyPair('RS256');
const audience = 'https://watchbill.example/gke';
const email = 'push@shop-prod.iam.gserviceaccount.com';

/** As Google publishes its public keys. */
const keys = createServer((_, response) => {
  void exportJWK(publicKey).then(key =>
    response
      .writeHead(200, { 'Content-Type': 'application/json' })
      .end(JSON.stringify({ keys: [{ ...key, kid: 'a', alg: 'RS256', use: 'sig' }] })),
  );
});

function tokenFile(name: string): string {
  const file = join(folder, `${name}.token`);
  writeFileSync(file, `secret-of-${name}\n`);
  return file;
}

let watching: Watching;
before(async () => {
  keys.listen(keysPort, '127.0.0.1');
  await once(keys, 'listening');
  const at = `127.0.0.1:${http}`;
  const sources = [
    `firehose:${at},cluster=eks,path=/eks,token-file=${tokenFile('eks')}`,
    `pubsub:${at},cluster=gke,path=/gke,audience=${audience},service-account=${email},keys-url=http://127.0.0.1:${keysPort}/`,
    `pubsub:${at},cluster=gke-token,path=/gke-token,token-file=${tokenFile('gke-token')}`,
    `otlp:${at},cluster=otlp,token-file=${tokenFile('otlp')}`,
    `http-logs:${at},cluster=logs,path=/logs,token-file=${tokenFile('logs')}`,
    `audit-webhook:${at},cluster=webhook,path=/webhook,token-file=${tokenFile('webhook')}`,
    `otlp:127.0.0.1:${grpc},cluster=otlp-grpc,protocol=grpc,token-file=${tokenFile('otlp-grpc')}`,
    `syslog:127.0.0.1:${tcp},cluster=syslog`,
    `syslog:127.0.0.1:${udp},cluster=syslog-udp,transport=udp`,
  ];
  watching = await startWatch(['--state', state, ...sources.flatMap(source => ['--source', source])]);
});
after(async () => {
  assert.equal(await watching.kill('SIGTERM'), 0, watching.said());
  keys.close();
});

interface Asked {
  readonly path: string;
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

function ask({
  path,
  body,
  headers = {},
}: Asked): Promise<{ readonly status: number; readonly body: string; readonly type: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { agent: false, port: http, path, host: '127.0.0.1', method: 'POST', headers },
      response => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.once('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            body: Buffer.concat(parts).toString('utf8'),
            type: response.headers['content-type'] ?? '',
          }),
        );
      },
    );
    sent.once('error', reject);
    sent.end(body);
  });
}

let made = 0;
/** Found for certain, and told apart by who did it. */
function eventBy(username: string): JsonObject {
  made += 1;
  const auditID = `b3f9a8e2-0000-4000-8000-${String(made).padStart(12, '0')}`;
  return auditEvent({ auditID, user: { username, groups: ['system:authenticated'] } });
}

/** The clusters in whose findings somebody appears. */
function clustersOf(user: string): readonly string[] {
  const found = objectsIn(watchbill(['findings', '--state', state, '-o', 'ndjson']).out);
  const theirs = found.filter(finding => stringAt(objectAt(finding, 'actor'), 'user') === user);
  return [...new Set(theirs.map(finding => stringAt(objectAt(finding, 'workload'), 'cluster') ?? ''))];
}

async function foundIn(cluster: string, user: string): Promise<void> {
  for (let tries = 0; tries < 40 && clustersOf(user).length === 0; tries += 1) await sleep(50);
  assert.deepEqual(clustersOf(user), [cluster], watching.said());
}

const signed = (claims: Record<string, unknown>, issuer = 'https://accounts.google.com') =>
  new SignJWT({ email, email_verified: true, ...claims })
    .setProtectedHeader({ alg: 'RS256', kid: 'a' })
    .setIssuer(issuer)
    .setIssuedAt()
    .setExpirationTime('5 minutes');

describe('managed clusters push', () => {
  const access = { 'X-Amz-Firehose-Access-Key': 'secret-of-eks', 'X-Amz-Firehose-Request-Id': 'ed4acda5' };

  it('EKS by Firehose: answered with its request id once it is stored, compressed or not', async () => {
    const plain = await ask({
      path: '/eks',
      headers: access,
      body: firehoseRequest('ed4acda5', eventBy('eks@a')),
    });
    assert.deepEqual([plain.status, plain.type], [200, 'application/json']);
    const { requestId, timestamp } = JSON.parse(plain.body);
    assert.equal(requestId, 'ed4acda5');
    assert.ok(Math.abs(Date.now() - timestamp) < 60_000);
    assert.deepEqual(
      clustersOf('eks@a'),
      ['eks'],
      'of the cluster of the endpoint, whatever the log group is',
    );
    const body = gzipSync(firehoseRequest('ed4acda5', eventBy('eks@b')));
    const packed = await ask({ path: '/eks', headers: { ...access, 'Content-Encoding': 'gzip' }, body });
    assert.equal(packed.status, 200);
    assert.deepEqual(clustersOf('eks@b'), ['eks']);
  });

  it('EKS by Firehose: what is not allowed is answered in its own way, too', async () => {
    const headers = { ...access, 'X-Amz-Firehose-Access-Key': 'another' };
    const answer = await ask({ path: '/eks', headers, body: firehoseRequest('ed4acda5', eventBy('eks@c')) });
    assert.equal(answer.status, 401);
    assert.match(answer.body, /"requestId":"ed4acda5".*"errorMessage"/);
    assert.deepEqual(clustersOf('eks@c'), []);
  });

  it('GKE by Pub/Sub: a token that Google signed for us and our account, wrapped or not', async () => {
    const token = await signed({}).setAudience(audience).sign(privateKey);
    const headers = { Authorization: `Bearer ${token}` };
    const wrapped = await ask({ path: '/gke', headers, body: pubsubRequest(gkeEntry(eventBy('gke@a'))) });
    assert.equal(wrapped.status, 200);
    assert.deepEqual(clustersOf('gke@a'), ['gke']);
    const bare = await ask({ path: '/gke', headers, body: JSON.stringify(gkeEntry(eventBy('gke@b'))) });
    assert.equal(bare.status, 200);
    assert.deepEqual(clustersOf('gke@b'), ['gke']);
  });

  it('GKE by Pub/Sub: no token for another audience, of another account, issuer or key, or out of date', async () => {
    const other = await generateKeyPair('RS256');
    const tokens = [
      await signed({}).setAudience('https://elsewhere.example').sign(privateKey),
      await signed({ email: 'other@x.iam.gserviceaccount.com' }).setAudience(audience).sign(privateKey),
      await signed({ email_verified: false }).setAudience(audience).sign(privateKey),
      await signed({}, 'https://issuer.example').setAudience(audience).sign(privateKey),
      await signed({}).setAudience(audience).setExpirationTime('1 minute ago').sign(privateKey),
      await signed({}).setAudience(audience).sign(other.privateKey),
      'none',
    ];
    for (const token of tokens) {
      const body = pubsubRequest(gkeEntry(eventBy('gke@c')));
      assert.equal(
        (await ask({ path: '/gke', headers: { Authorization: `Bearer ${token}` }, body })).status,
        401,
      );
    }
    assert.equal((await ask({ path: '/gke', body: '{}' })).status, 401);
    assert.deepEqual(clustersOf('gke@c'), []);
  });

  it('GKE by Pub/Sub: a shared secret in the URL', async () => {
    const body = pubsubRequest(gkeEntry(eventBy('gke@d')));
    assert.equal((await ask({ path: '/gke-token?token=wrong', body })).status, 401);
    assert.equal((await ask({ path: '/gke-token?token=secret-of-gke-token', body })).status, 200);
    assert.deepEqual(clustersOf('gke@d'), ['gke-token']);
  });
});

describe('collectors of logs send', () => {
  const headers = { Authorization: 'Bearer secret-of-logs' };
  const shapes: readonly (readonly [string, string, (event: JsonObject) => string])[] = [
    [
      'Fluent Bit, json',
      'application/json',
      event => JSON.stringify([{ date: 1_795_408_622.06, log: JSON.stringify(event) }]),
    ],
    [
      'Fluent Bit, json_lines',
      'application/x-ndjson',
      event => `${JSON.stringify({ date: 1.5, ...event })}\n`,
    ],
    [
      'Fluent Bit, json_stream',
      'application/json',
      event => JSON.stringify({ date: 1.5, log: JSON.stringify(event) }),
    ],
    [
      'Vector, json',
      'application/json',
      event => JSON.stringify([{ host: 'a', message: JSON.stringify(event), source_type: 'file' }]),
    ],
    [
      'Vector, ndjson',
      'application/x-ndjson',
      event => `${JSON.stringify({ message: JSON.stringify(event) })}\n`,
    ],
    [
      'Fluentd, json',
      'application/x-ndjson',
      event => `${JSON.stringify({ message: JSON.stringify(event), tag: 'k8s' })}\n`,
    ],
    ['Fluentd, json_array', 'application/json', event => JSON.stringify([event])],
  ];
  for (const [name, type, bodyOf] of shapes)
    it(name, async () => {
      const user = `${name.replaceAll(/\W/g, '')}@logs`;
      const body = gzipSync(bodyOf(eventBy(user)));
      const answer = await ask({
        path: '/logs',
        headers: { ...headers, 'Content-Type': type, 'Content-Encoding': 'gzip' },
        body,
      });
      assert.equal(answer.status, 200);
      assert.deepEqual(clustersOf(user), ['logs']);
    });

  it('Fluent Bit in its own encoding is told what to set', async () => {
    const body = Buffer.from([0x92, 0xd7, 0x00]);
    const answer = await ask({
      path: '/logs',
      headers: { ...headers, 'Content-Type': 'application/msgpack' },
      body,
    });
    assert.equal(answer.status, 415);
    assert.match(answer.body, /json/);
  });
});

describe('OpenTelemetry', () => {
  async function emit(exporter: LogRecordExporter, text: string): Promise<void> {
    const provider = new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter })] });
    provider
      .getLogger('test')
      .emit({ body: text, severityText: 'INFO', attributes: { 'log.file.name': 'audit.log' } });
    await provider.forceFlush();
    await provider.shutdown();
  }
  const url = `http://127.0.0.1:${http}/v1/logs`;
  const headers = { Authorization: 'Bearer secret-of-otlp' };

  it('its own exporter, over HTTP as protocol buffers', async () => {
    await emit(new ProtobufExporter({ url, headers }), JSON.stringify(eventBy('protobuf@otlp')));
    await foundIn('otlp', 'protobuf@otlp');
  });

  it('its own exporter, over HTTP as JSON', async () => {
    await emit(new JsonExporter({ url, headers }), JSON.stringify(eventBy('json@otlp')));
    await foundIn('otlp', 'json@otlp');
  });

  it('its own exporter, over gRPC', async () => {
    const metadata = new Metadata();
    metadata.set('authorization', 'Bearer secret-of-otlp-grpc');
    const to = { url: `http://127.0.0.1:${grpc}`, metadata, credentials: credentials.createInsecure() };
    await emit(new GrpcExporter(to), JSON.stringify(eventBy('grpc@otlp')));
    await foundIn('otlp-grpc', 'grpc@otlp');
  });

  it('over gRPC, nobody without the token', async () => {
    const metadata = new Metadata();
    metadata.set('authorization', 'Bearer secret-of-otlp');
    const to = { url: `http://127.0.0.1:${grpc}`, metadata, credentials: credentials.createInsecure() };
    await emit(new GrpcExporter(to), JSON.stringify(eventBy('wrong@otlp')));
    assert.deepEqual(clustersOf('wrong@otlp'), []);
  });

  it('says how many records it rejected, and what is no request', async () => {
    const body = JSON.stringify({
      resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: { intValue: '7' } }, {}] }] }],
    });
    const json = { ...headers, 'Content-Type': 'application/json' };
    const partly = await ask({ path: '/v1/logs', headers: json, body });
    assert.equal(partly.status, 200);
    assert.equal(JSON.parse(partly.body).partialSuccess.rejectedLogRecords, '2');
    assert.equal((await ask({ path: '/v1/logs', headers: json, body: '{' })).status, 400);
    const protobuf = { ...headers, 'Content-Type': 'application/x-protobuf' };
    assert.equal((await ask({ path: '/v1/logs', headers: protobuf, body: 'zzzz' })).status, 400);
    assert.equal(
      (await ask({ path: '/v1/logs', headers: { ...headers, 'Content-Type': 'text/plain' }, body })).status,
      415,
    );
  });
});

describe('syslog', () => {
  const message = (event: JsonObject) =>
    `<134>1 2026-11-23T04:37:14Z api-1 kube-apiserver - - - ${JSON.stringify(event)}`;
  async function sendTcp(bytes: string): Promise<void> {
    const socket = connect(tcp, '127.0.0.1');
    socket.end(bytes);
    await once(socket, 'close');
  }

  it('by TCP, with octet counts and with line ends, RFC 5424 and 3164', async () => {
    const counted = message(eventBy('counted@syslog'));
    const old = `<134>Nov 23 04:37:14 api-1 kube-apiserver: ${JSON.stringify(eventBy('old@syslog'))}`;
    await sendTcp(`${Buffer.byteLength(counted)} ${counted}${old}\n${message(eventBy('last@syslog'))}`);
    for (const user of ['counted@syslog', 'old@syslog', 'last@syslog']) await foundIn('syslog', user);
  });

  it('by UDP', async () => {
    const socket = createSocket('udp4');
    socket.send(message(eventBy('datagram@syslog')), udp, '127.0.0.1', () => socket.close());
    await foundIn('syslog-udp', 'datagram@syslog');
  });
});

describe('several clusters on one listener', () => {
  const own: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    '/eks': { 'X-Amz-Firehose-Access-Key': 'secret-of-eks' },
    '/gke-token?token=secret-of-gke-token': {},
    '/v1/logs': { Authorization: 'Bearer secret-of-otlp' },
    '/logs': { Authorization: 'Bearer secret-of-logs' },
    '/webhook': { Authorization: 'Bearer secret-of-webhook' },
  };
  const body = JSON.stringify(auditEvent());

  it('none can write as another: the credentials of one are worth nothing at another', async () => {
    for (const path of Object.keys(own))
      for (const [other, headers] of Object.entries(own)) {
        if (other === path) continue;
        const bare = path.split('?')[0] ?? '';
        const { status } = await ask({
          path: bare,
          headers: { ...headers, 'Content-Type': 'application/json' },
          body,
        });
        assert.equal(status, 401, `${bare} with the credentials of ${other}`);
      }
  });
});
