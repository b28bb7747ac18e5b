import assert from 'node:assert/strict';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { RequestOptions } from 'node:https';
import { request } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { createAuthority } from '../../test/support/certificates.ts';
import type { LiveSource } from '../model/live.ts';
import type { Refusal } from '../model/refusal.ts';
import { auditWebhook } from './audit-webhook/audit-webhook.ts';
import type { Credentials } from './credentials.ts';
import { createListener } from './listener.ts';
import { renewTls } from './tls.ts';

const folder = mkdtempSync(join(tmpdir(), 'watchbill-tls-'));
after(() => rmSync(folder, { recursive: true }));
const ours = createAuthority(folder, 'ours');
const theirs = createAuthority(folder, 'theirs');
const skip = ours === undefined || theirs === undefined ? 'there is no openssl here' : false;

interface Open {
  readonly credentials?: Credentials;
  readonly maxBodyBytes?: number;
  readonly mutual?: boolean;
  readonly plain?: boolean;
}

/** A listener with two sources, whose batches are settled at once; and what came. */
async function open({ credentials = {}, maxBodyBytes = 1000, mutual = false, plain = false }: Open) {
  const tls = {
    ...(ours?.issue('server') ?? { certificate: '', key: '' }),
    ...(mutual && { clientAuthority: ours?.certificate ?? '' }),
  };
  const listener = createListener({ host: '127.0.0.1', port: 0, ...(!plain && { tls }) });
  const source = auditWebhook({ name: 'a', cluster: 'c', listener, path: '/a', credentials, maxBodyBytes });
  await source.open();
  const stop = new AbortController();
  const refusals: Refusal[] = [];
  const reading = read(source, stop.signal, refusals);
  const close = async (): Promise<void> => {
    stop.abort();
    await Promise.all([reading, source.close()]);
  };
  return { port: listener.port(), tls, refusals, close };
}

async function read(source: LiveSource, stop: AbortSignal, refusals: Refusal[]): Promise<void> {
  for await (const batch of source.read([], stop)) {
    for (const piece of batch.pieces) if ('reason' in piece) refusals.push(piece);
    batch.settle(true);
  }
}

/** The status; what went wrong where there is none. */
function send(port: number, body: string | Buffer, options: RequestOptions = {}): Promise<number | string> {
  return new Promise(resolve => {
    const ca = ours === undefined ? '' : readFileSync(ours.certificate);
    const sent = request(
      { host: '127.0.0.1', port, path: '/a', method: 'POST', agent: false, ca, ...options },
      response => {
        response.resume();
        response.once('end', () => resolve(response.statusCode ?? 0));
      },
    );
    sent.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    sent.end(body);
  });
}

const clientOf = (
  identity: { readonly certificate: string; readonly key: string } | undefined,
): RequestOptions =>
  identity === undefined ? {} : { cert: readFileSync(identity.certificate), key: readFileSync(identity.key) };

describe('HTTPS', { skip }, () => {
  it('a token, and none but it', async () => {
    const { port, close } = await open({ credentials: { token: 'secret' } });
    assert.equal(await send(port, '{}', { headers: { Authorization: 'Bearer secret' } }), 200);
    assert.equal(await send(port, '{}', { headers: { Authorization: 'Bearer Secret' } }), 401);
    assert.equal(await send(port, '{}', { headers: { Authorization: 'secret' } }), 401);
    assert.equal(await send(port, '{}'), 401);
    await close();
  });

  it('mutual TLS: a certificate of the authority, with the name that is asked for', async () => {
    const { port, close } = await open({ credentials: { client: { name: 'apiserver' } }, mutual: true });
    assert.equal(await send(port, '{}', clientOf(ours?.issue('apiserver'))), 200);
    assert.equal(await send(port, '{}', clientOf(ours?.issue('somebody'))), 401);
    assert.equal(await send(port, '{}', clientOf(theirs?.issue('apiserver'))), 401);
    assert.equal(await send(port, '{}'), 401);
    await close();
  });

  it('nothing older than TLS 1.2', async () => {
    const { port, close } = await open({});
    const socket = connectTls({
      port,
      host: '127.0.0.1',
      rejectUnauthorized: false,
      minVersion: 'TLSv1.1',
      maxVersion: 'TLSv1.1',
    });
    const [error] = await once(socket, 'error');
    assert.ok(error instanceof Error);
    await close();
  });

  it('a certificate that is renewed serves at once; one that does not fit its key yet does not', async () => {
    const { port, tls, close } = await open({});
    const serial = async (): Promise<string> => {
      const socket = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false });
      await once(socket, 'secureConnect');
      const { serialNumber } = socket.getPeerCertificate();
      socket.destroy();
      return serialNumber;
    };
    const first = await serial();
    const next = ours?.issue('next') ?? { certificate: '', key: '' };
    copyFileSync(next.certificate, tls.certificate);
    await sleep(2_500);
    assert.equal(await serial(), first);
    copyFileSync(next.key, tls.key);
    for (let tries = 0; tries < 100 && (await serial()) === first; tries += 1) await sleep(100);
    assert.notEqual(await serial(), first);
    await close();
  });

  it('files that are gone for a moment do no harm', async () => {
    const taken: string[] = [];
    const stop = renewTls(
      { setSecureContext: () => void taken.push('taken') },
      { certificate: join(folder, 'none'), key: join(folder, 'none') },
      5,
    );
    await sleep(30);
    stop();
    assert.deepEqual(taken, []);
  });
});

describe('limits', () => {
  const plainly = (port: number, head: string, body: string | Buffer = ''): Promise<string> =>
    new Promise(resolve => {
      let said = '';
      const socket = connect(port, '127.0.0.1', () => {
        socket.write(head);
        socket.write(body);
      });
      socket.on('data', bytes => {
        said += String(bytes);
      });
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(said.slice(0, 12)));
    });
  const post = (bytes: number, more = ''): string =>
    `POST /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: ${bytes}\r\n${more}\r\n`;

  it('a body that is too long, declared or not, before and after decompression, is refused and counted', async () => {
    const { port, refusals, close } = await open({ plain: true });
    assert.equal(await plainly(port, post(5000)), 'HTTP/1.1 413');
    const chunked = 'POST /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n';
    assert.equal(await plainly(port, chunked, `7d0\r\n${'x'.repeat(2000)}\r\n`), 'HTTP/1.1 413');
    const bomb = gzipSync(Buffer.alloc(500_000));
    assert.ok(bomb.length < 1000);
    assert.equal(await plainly(port, post(bomb.length, 'Content-Encoding: gzip\r\n'), bomb), 'HTTP/1.1 413');
    const other = zstdCompressSync(Buffer.alloc(500_000));
    assert.equal(
      await plainly(port, post(other.length, 'Content-Encoding: zstd\r\n'), other),
      'HTTP/1.1 413',
    );
    assert.equal(await plainly(port, post(3, 'Content-Encoding: gzip\r\n'), 'abc'), 'HTTP/1.1 400');
    assert.equal(await plainly(port, post(3, 'Content-Encoding: br\r\n'), 'abc'), 'HTTP/1.1 415');
    assert.deepEqual(
      refusals.map(({ reason }) => reason),
      ['too-long', 'too-long', 'too-long', 'too-long', 'corrupt-compression', 'unreadable'],
    );
    await close();
  });

  it('headers that are too long, and a client that sends them too slowly, are not waited for', async () => {
    const { port, close } = await open({ plain: true });
    assert.equal(
      await plainly(port, `POST /a HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`),
      'HTTP/1.1 431',
    );
    assert.equal(await plainly(port, 'POST /a HTTP/1.1\r\nHost: a\r\n'), 'HTTP/1.1 408');
    await close();
  });

  it('who is not allowed cannot make it read a body', async () => {
    const { port, refusals, close } = await open({
      plain: true,
      credentials: { token: 'secret' },
      maxBodyBytes: 1 << 30,
    });
    assert.equal(
      await plainly(port, post(1 << 29).replace('Connection: close\r\n', ''), 'x'),
      'HTTP/1.1 401',
    );
    assert.deepEqual(refusals, []);
    await close();
  });
});
