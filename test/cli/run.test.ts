import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { stringAt } from '../../src/model/json.ts';
import { auditEvent } from '../support/signals.ts';
import { fileOf, newFolder, objectsIn, recording, root, suspicious, watchbill } from './run-watchbill.ts';
import type { Posted } from './watch.ts';
import { eventList, freePort, post, startWatch } from './watch.ts';

const recorded = gunzipSync(readFileSync(recording)).toString('utf8');

/** Findings and incidents of a state folder, as the commands print them. */
function stored(state: string): string {
  const of = (what: string): string => watchbill([what, '--state', state, '-o', 'ndjson']).out;
  return of('findings') + of('incidents');
}

const byId = (text: string) =>
  new Map(
    objectsIn(text)
      .filter(({ type }) => type !== 'summary')
      .map(object => [`${String(object['type'])} ${String(object['id'])}`, object]),
  );

describe('run', () => {
  it('finds in a file what scan finds: the same objects', () => {
    const state = join(newFolder(), 'state');
    const log = fileOf(recorded);
    const { code, err } = watchbill(['run', '--state', state, '--source', `audit-file:${log}`, '--once']);
    assert.equal(code, 0, err);
    assert.match(err, /^ready$/m);
    const scanned = watchbill(['scan', log, '-o', 'ndjson', '-q']).out;
    assert.deepEqual(byId(stored(state)), byId(scanned));
    assert.ok(byId(scanned).size > 20);
  });

  it('goes on where it was: nothing is found twice, and what lies across the restart is one incident', () => {
    const state = join(newFolder(), 'state');
    const log = fileOf('');
    const lines = recorded.trimEnd().split('\n');
    const words = ['run', '--state', state, '--source', `audit-file:${log}`];
    for (let at = 0; at < lines.length; at += 1700) {
      appendFileSync(log, `${lines.slice(at, at + 1700).join('\n')}\n`);
      // Stopped, not at the end of its input: correlations wait for what may still come.
      assert.equal(watchbill([...words, '--once', '--no-correlation']).code, 0);
    }
    const scanned = watchbill(['scan', log, '-o', 'ndjson', '-q', '--no-correlation']).out;
    assert.deepEqual(byId(stored(state)), byId(scanned));
  });

  it('says what is wrong before it begins', () => {
    const state = join(newFolder(), 'state');
    const cases: readonly (readonly [sources: readonly string[], says: RegExp])[] = [
      [[], /--source/],
      [['audit-fail:x'], /no type of source: audit-file, audit-webhook/],
      [['audit-file:'], /needs a target/],
      [['audit-file:x,clutser=a'], /has no "clutser"/],
      [['audit-webhook:0.0.0.0:8765'], /off loopback, cert-file and key-file are needed/],
      [['audit-webhook:nowhere'], /no HOST:PORT/],
      [
        ['audit-webhook:127.0.0.1:0,path=/a', 'audit-webhook:127.0.0.1:0,path=/a'],
        /two sources listen on|named twice/,
      ],
    ];
    for (const [sources, says] of cases) {
      const words = sources.flatMap(source => ['--source', source]);
      const { code, err } = watchbill(['run', '--state', state, ...words]);
      assert.equal(code, 2, err);
      assert.match(err, says);
    }
    assert.equal(watchbill(['run', '--source', 'audit-file:x']).code, 2);
  });

  it('takes everything from the configuration file, and refuses keys that it does not know', () => {
    const folder = newFolder();
    const log = fileOf(suspicious);
    writeFileSync(
      join(folder, 'watchbill.yaml'),
      `state: ${join(folder, 'state')}\nsource: ["audit-file:${log},cluster=prod"]\nkeep: 30d\n`,
    );
    const { code, err } = watchbill(['run', '--once'], { cwd: folder });
    assert.equal(code, 0, err);
    const [finding] = objectsIn(
      watchbill(['findings', '--state', join(folder, 'state'), '-o', 'ndjson']).out,
    );
    assert.deepEqual(stringAt(finding?.['workload'], 'cluster'), 'prod');
    writeFileSync(join(folder, 'watchbill.yaml'), 'statte: x\n');
    assert.match(watchbill(['run'], { cwd: folder }).err, /There is no setting "statte"/);
  });
});

const found = (state: string) => objectsIn(watchbill(['findings', '--state', state, '-o', 'ndjson']).out);

describe('audit-webhook', () => {
  it('stores before it answers; retries and duplicates change nothing; gzip; SIGTERM ends it', async () => {
    const [state, port] = [join(newFolder(), 'state'), await freePort()];
    const words = ['--state', state, '--source', `audit-webhook:127.0.0.1:${port},cluster=prod`];
    const watching = await startWatch(words);
    const body = eventList([auditEvent()]);
    assert.equal(await post({ port, body }), 200);
    const first = found(state);
    assert.ok(first.length > 0);
    assert.equal(await post({ port, body }), 200);
    const zipped = { body: gzipSync(eventList([auditEvent(), auditEvent({ auditID: 'second' })])) };
    assert.equal(await post({ port, ...zipped, headers: { 'Content-Encoding': 'gzip' } }), 200);
    assert.equal(found(state).length, 2 * first.length);
    assert.equal(await watching.kill('SIGKILL'), null);

    const again = await startWatch(words);
    assert.equal(await post({ port, body }), 200);
    assert.equal(found(state).length, 2 * first.length);
    assert.equal(await again.kill('SIGTERM'), 0, again.said());
    assert.ok(found(state).every(({ workload }) => stringAt(workload, 'cluster') === 'prod'));
  });

  it('turns away what is not for it, and counts what it cannot read', async () => {
    const [state, port] = [join(newFolder(), 'state'), await freePort()];
    const token = fileOf('s3cret-token\n', 'token');
    const source = (cluster: string, more: string): readonly string[] => [
      '--source',
      `audit-webhook:127.0.0.1:${port},cluster=${cluster},path=/${cluster},max-body-bytes=20000${more}`,
    ];
    const watching = await startWatch([
      ...['--state', state],
      ...source('one', `,token-file=${token}`),
      ...source('two', ''),
    ]);
    const body = eventList([auditEvent()]);
    const bearer = (text: string) => ({ Authorization: `Bearer ${text}` });
    const cases: readonly (readonly [posted: Omit<Posted, 'port'>, status: number])[] = [
      [{ path: '/', body }, 404],
      [{ path: '/one', body }, 401],
      [{ path: '/one', body, headers: bearer('s3cret-toke') }, 401],
      [{ path: '/two', body: Buffer.alloc(30_000, ' ') }, 413],
      [
        { path: '/two', body: gzipSync(Buffer.alloc(90_000, ' ')), headers: { 'Content-Encoding': 'gzip' } },
        413,
      ],
      [{ path: '/two', body, headers: { 'Content-Encoding': 'gzip' } }, 400],
      [{ path: '/two', body, headers: { 'Content-Encoding': 'br' } }, 415],
      [{ path: '/two', body: 'no events' }, 200],
    ];
    for (const [posted, status] of cases) assert.equal(await post({ port, ...posted }), status);
    assert.deepEqual(found(state), []);
    assert.equal(await post({ port, path: '/one', body, headers: bearer('s3cret-token') }), 200);
    assert.ok(found(state).every(({ workload }) => stringAt(workload, 'cluster') === 'one'));
    assert.ok(found(state).length > 0);
    const { out } = watchbill(['incidents', '--state', state]);
    assert.match(out, /5 refused/);
    await watching.kill('SIGTERM');
  });

  it('one watch at a time works with a state folder; a port that is taken is told', async () => {
    const [state, port] = [join(newFolder(), 'state'), await freePort()];
    const source = `audit-webhook:127.0.0.1:${port}`;
    const watching = await startWatch(['--state', state, '--source', source]);
    const locked = watchbill(['run', '--state', state, '--source', 'audit-file:x', '--once']);
    assert.equal(locked.code, 4);
    assert.match(locked.err, /another watchbill works with the state folder/);
    const taken = watchbill(['run', '--state', join(newFolder(), 'other'), '--source', source]);
    assert.equal(taken.code, 3);
    assert.match(taken.err, /EADDRINUSE/);
    await watching.kill('SIGINT');
  });
});

describe('http-logs', () => {
  it('takes what collectors send, of the cluster whose path it is, whatever a body says', async () => {
    const [state, port] = [join(newFolder(), 'state'), await freePort()];
    const source = (name: string) => `http-logs:127.0.0.1:${port},path=/${name},cluster=${name}`;
    const words = ['--source', source('edge'), '--source', source('cloud')];
    const watching = await startWatch(['--state', state, ...words]);
    const line = (auditID: string) => JSON.stringify(auditEvent({ auditID }));
    const read = (path: string) => readFileSync(join(root, 'src/formats', path));
    const pushed = {
      messageType: 'DATA_MESSAGE',
      owner: '111122223333',
      logGroup: '/aws/eks/edge/cluster',
      logStream: 'kube-apiserver-audit-0123456789abcdef',
      subscriptionFilters: ['all'],
      logEvents: [{ id: '1', timestamp: 1_795_408_622_000, message: line('e') }],
    };
    const bodies: readonly (readonly [path: string, body: string | Buffer])[] = [
      ['/edge', `${line('a')}\n${line('b')}\n`],
      [
        '/edge',
        JSON.stringify([
          { date: 1, log: line('c') },
          { date: 2, log: line('d') },
        ]),
      ],
      ['/edge', read('wrapped/examples/opentelemetry.json')],
      ['/cloud', JSON.stringify(pushed)],
      ['/cloud', read('gke/examples/pubsub-push.jsonl')],
    ];
    for (const [path, body] of bodies) assert.equal(await post({ port, path, body }), 200);
    assert.equal(await watching.kill('SIGTERM'), 0);
    const all = found(state);
    for (const id of ['a', 'b', 'c', 'd'])
      assert.ok(
        all.some(({ evidence }) => JSON.stringify(evidence).includes(`"auditID":"${id}"`)),
        id,
      );
    assert.ok(all.some(({ workload }) => stringAt(workload, 'cluster') === 'cloud'));
    assert.ok(all.every(({ workload }) => ['edge', 'cloud'].includes(stringAt(workload, 'cluster') ?? '')));
    assert.match(watchbill(['findings', '--state', state]).out, /\n0 refused/);
  });
});
