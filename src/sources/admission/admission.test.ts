import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LiveSource } from '../../model/live.ts';
import type { Listener } from '../listener.ts';
import { createListener } from '../listener.ts';
import { admission } from './admission.ts';

const ending = new AbortController();
const open: { readonly stop: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.stop();
});

interface Begun {
  readonly source: LiveSource;
  readonly post: (body: string, path?: string, method?: string) => Promise<Response>;
  /** What was stored, as texts. */
  readonly stored: string[];
  readonly read: () => void;
}

async function begin(stores: () => boolean = () => true, pathToken?: string): Promise<Begun> {
  const listener: Listener = createListener({ host: '127.0.0.1', port: 0 });
  const source = admission({
    name: 'admission:test',
    cluster: 'c',
    listener,
    path: '/lab',
    credentials: {},
    maxBodyBytes: 1_000,
    ...(pathToken !== undefined && { pathToken }),
  });
  await source.open();
  const stop = new AbortController();
  const stored: string[] = [];
  let reading: Promise<void> | undefined;
  const read = (): void => {
    reading = (async () => {
      for await (const { pieces, settle } of source.read([], AbortSignal.any([stop.signal, ending.signal]))) {
        const isStored = stores();
        if (isStored)
          stored.push(...pieces.map(piece => ('bytes' in piece ? piece.bytes.toString() : piece.detail)));
        settle(isStored);
      }
    })();
  };
  open.push({
    stop: async () => {
      stop.abort();
      await reading;
      await source.close();
    },
  });
  const post: Begun['post'] = (body, path = '/lab', method = 'POST') =>
    fetch(`http://127.0.0.1:${listener.port()}${path}`, {
      method,
      headers: { Connection: 'close' },
      ...(method === 'POST' && { body }),
    });
  return { source, post, stored, read };
}

const review = (uid: string): string =>
  JSON.stringify({ kind: 'AdmissionReview', apiVersion: 'admission.k8s.io/v1', request: { uid } });

async function until(check: () => boolean): Promise<void> {
  for (let tries = 0; !check(); tries += 1) {
    assert.ok(tries < 1_000, 'gave up');
    await sleep(10);
  }
}

describe('the source admission', () => {
  it('allows what it is asked, under its uid, and hands it on with its time', async () => {
    const { post, stored, read } = await begin();
    read();
    const answer = await post(review('u1'));
    assert.deepEqual(await answer.json(), {
      apiVersion: 'admission.k8s.io/v1',
      kind: 'AdmissionReview',
      response: { uid: 'u1', allowed: true },
    });
    await until(() => stored.length === 1);
    const [line = ''] = stored;
    assert.match(line, /^\{"receivedAt":"20\d\d-[^"]+Z","review":\{.*"uid":"u1"/);
    assert.deepEqual(JSON.parse(line).review.request, { uid: 'u1' });
  });

  it('allows also while nothing can be stored, and stores it later', async () => {
    let works = false;
    const { post, stored, read } = await begin(() => works);
    assert.equal((await post(review('before'))).status, 200);
    read();
    assert.equal((await post(review('failing'))).status, 200);
    await sleep(400);
    assert.deepEqual(stored, []);
    works = true;
    await until(() => stored.length === 2);
  });

  it('answers what is no review with a status, and counts it', async () => {
    const { post, stored, read } = await begin();
    read();
    assert.equal((await post('', '/lab', 'GET')).status, 405);
    assert.equal((await post(review('u'), '/other')).status, 404);
    assert.equal((await post('{"a":1}')).status, 400);
    assert.equal((await post(`"${'x'.repeat(2_000)}"`)).status, 413);
    await until(() => stored.length === 2);
    assert.match(stored.join(' '), /a body of more than 1000 bytes/);
  });

  it('is found under its secret path alone', async () => {
    const { post, stored, read } = await begin(() => true, 'secret');
    read();
    assert.equal((await post(review('u'))).status, 404);
    assert.equal((await post(review('u'), '/lab/guess')).status, 404);
    assert.equal((await post(review('u'), '/lab/secret')).status, 200);
    await until(() => stored.length === 1);
  });
});
