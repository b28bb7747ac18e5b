import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { createDelivered } from './delivered.ts';
import { liveSources } from './live-sources.ts';
import { readSourceRequest } from './source-request.ts';
import { watchEndpoints } from './watch-endpoints.ts';
import { createWatchMetrics } from './watch-metrics.ts';

const folder = mkdtempSync(join(tmpdir(), 'watchbill-listening-'));
after(() => rmSync(folder, { recursive: true }));
const token = join(folder, 'token');
writeFileSync(token, 'secret');

/** What is said against a source; undefined: nothing. */
async function problemWith(text: string): Promise<string | undefined> {
  const request = readSourceRequest(text);
  if (!request.ok) return request.error;
  const made = await liveSources([request.value], { once: false, delivered: createDelivered(0) });
  return made.ok ? undefined : made.error;
}

const types = ['audit-webhook', 'http-logs', 'firehose', 'pubsub', 'otlp', 'syslog'];

describe('a source that would be open to others does not begin', () => {
  for (const type of types) {
    it(`${type} off loopback without TLS`, async () => {
      const more = type === 'syslog' ? '' : `,token-file=${token}`;
      for (const host of ['0.0.0.0', '198.51.100.7', '[::]', 'watchbill.example'])
        assert.match(
          (await problemWith(`${type}:${host}:9000${more}`)) ?? '',
          /cert-file and key-file are needed/,
        );
    });
    it(`${type} off loopback without credentials`, async () => {
      const files = `cert-file=${token},key-file=${token}`;
      assert.match((await problemWith(`${type}:0.0.0.0:9000,${files}`)) ?? '', /anybody could write/);
    });
    it(`${type} on loopback begins`, async () =>
      assert.equal(await problemWith(`${type}:127.0.0.1:9000`), undefined));
  }

  const wrong: readonly (readonly [string, RegExp])[] = [
    ['otlp:0.0.0.0:9000,protocol=grpc', /cert-file and key-file are needed/],
    ['otlp:127.0.0.1:9000,protocol=thrift', /neither http nor grpc/],
    ['syslog:0.0.0.0:514,transport=udp', /cert-file and key-file are needed/],
    ['syslog:127.0.0.1:514,transport=udp,cert-file=a,key-file=b', /udp knows no TLS/],
    ['syslog:127.0.0.1:514,token-file=a', /has no "token-file"/],
    ['pubsub:127.0.0.1:9000,audience=a', /service-account belong together/],
    ['kafka:broker.example:9093', /needs a topic/],
    ['kafka:broker.example,topic=a', /no HOST:PORT/],
    ['kafka:a.example:1,b.example:2,topic=a,user=me', /user and password-file belong together/],
  ];
  for (const [text, expected] of wrong)
    it(text, async () => assert.match((await problemWith(text)) ?? '', expected));
});

describe('the address for health and metrics', () => {
  const about = { metrics: createWatchMetrics(), sources: () => [] };
  const saidOf = (
    listen: string,
    more: { tokenFile?: string; tls?: { certificate: string; key: string } } = {},
  ) => {
    const made = watchEndpoints({ ...about, listen, ...more });
    return made.ok ? '' : made.error;
  };
  it('needs a token and TLS off loopback', () => {
    assert.match(saidOf('0.0.0.0:9464'), /--listen-token-file/);
    assert.match(saidOf('0.0.0.0:9464', { tokenFile: token }), /--listen-cert-file/);
    assert.equal(saidOf('127.0.0.1:9464'), '');
  });
});
