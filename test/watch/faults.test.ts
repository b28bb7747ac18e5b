import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileOf, newFolder, objectsIn, suspicious, watchbill } from '../cli/run-watchbill.ts';
import { eventList, freePort, post, startWatch } from '../cli/watch.ts';
import { auditEvent } from '../support/signals.ts';

/** Status and body; status 0 where nobody answers. */
function ask(port: number, path: string, headers: Record<string, string> = {}) {
  return new Promise<{ readonly status: number; readonly body: string }>(resolve => {
    get({ port, path, host: '127.0.0.1', headers }, response => {
      let body = '';
      response.on('data', part => {
        body += String(part);
      });
      response.once('end', () => resolve({ status: response.statusCode ?? 0, body }));
    }).once('error', () => resolve({ status: 0, body: '' }));
  });
}

const findingsIn = (state: string) =>
  objectsIn(watchbill(['findings', '--state', state, '-o', 'ndjson']).out);

describe('faults of the disk', () => {
  it('a state folder that cannot be made or written is told', () => {
    const source = `audit-file:${fileOf(suspicious)}`;
    const { code, err } = watchbill(['run', '--state', `${fileOf('')}/state`, '--source', source]);
    assert.equal(code, 4, err);
    assert.match(err, /ENOTDIR/);
    assert.doesNotMatch(err, /bug of Watchbill/);
    assert.equal(watchbill(['findings', '--state', newFolder()]).code, 4);
  });

  it('a full disk: nothing is acknowledged; when there is room again, it goes on by itself', async context => {
    const disk = join(newFolder(), 'disk');
    mkdirSync(disk);
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', disk]);
    if (mounted.status !== 0) return context.skip('a small disk cannot be mounted here');
    context.after(() => spawnSync('umount', ['-l', disk]));
    const [state, port, listen] = [join(disk, 'state'), await freePort(), await freePort()];
    const words = ['--source', `audit-webhook:127.0.0.1:${port}`, '--listen', `127.0.0.1:${listen}`];
    const watching = await startWatch(['--state', state, ...words]);
    const body = (auditID: string) => eventList([auditEvent({ auditID })]);
    assert.equal(await post({ port, body: body('before') }), 200);
    const before = findingsIn(state).length;
    assert.equal((await ask(listen, '/readyz')).status, 200);

    fill(join(disk, 'filler'));
    let status = 200;
    // What the database had room for already may still be stored.
    for (let number = 0; status === 200 && number < 200; number += 1)
      status = await post({ port, body: body(`full-${number}`) });
    assert.equal(status, 503);
    assert.match((await ask(listen, '/readyz')).body, /not stored/);
    const full = findingsIn(state).length;

    rmSync(join(disk, 'filler'));
    for (status = 0; status !== 200; await sleep(100)) status = await post({ port, body: body('after') });
    assert.equal(findingsIn(state).length, full + before);
    assert.equal((await ask(listen, '/readyz')).status, 200);
    assert.equal(await watching.kill('SIGTERM'), 0, watching.said());
    assert.match(watching.said(), /begins anew from what was stored.*(full|I\/O)/);
  });

  it('a disk that is read-only is told, and what is on it is left alone', async context => {
    const disk = join(newFolder(), 'disk');
    mkdirSync(disk);
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', disk]).status !== 0)
      return context.skip('a disk cannot be mounted here');
    context.after(() => spawnSync('umount', ['-l', disk]));
    const words = [
      'run',
      '--state',
      join(disk, 'state'),
      '--source',
      `audit-file:${fileOf(suspicious)}`,
      '--once',
    ];
    assert.equal(watchbill(words).code, 0);
    const before = findingsIn(join(disk, 'state')).length;
    assert.equal(spawnSync('mount', ['-o', 'remount,ro', disk]).status, 0);
    const { code, err } = watchbill(words);
    assert.equal(code, 4, err);
    assert.match(err, /read.?only|unable to open/i);
    assert.equal(spawnSync('mount', ['-o', 'remount,rw', disk]).status, 0);
    assert.equal(watchbill(words).code, 0);
    assert.equal(findingsIn(join(disk, 'state')).length, before);
  });

  it('a damaged database is told and left alone; with an empty folder a file is read again', async () => {
    const [state, log] = [join(newFolder(), 'state'), join(newFolder(), 'audit.log')];
    writeFileSync(log, `${suspicious}\n`);
    const words = ['--source', `audit-file:${log}`, '--once'];
    assert.equal(watchbill(['run', '--state', state, ...words]).code, 0);
    const before = findingsIn(state).length;
    assert.ok(before > 0);
    const path = join(state, 'watchbill.db');
    const damaged = Buffer.from('damaged: this is no database any more'.repeat(200));
    writeFileSync(path, damaged);
    for (const name of ['watchbill.db-wal', 'watchbill.db-shm']) rmSync(join(state, name), { force: true });
    const { code, err } = watchbill(['run', '--state', state, ...words]);
    assert.equal(code, 4, err);
    assert.match(err, /not a database/);
    assert.deepEqual(readFileSync(path), damaged);
    renameSync(state, `${state}.damaged`);
    assert.equal(watchbill(['run', '--state', state, ...words]).code, 0);
    assert.equal(findingsIn(state).length, before);
  });
});

/** Writes until there is no more room. */
function fill(path: string): void {
  const block = Buffer.alloc(64 << 10);
  try {
    for (;;) appendFileSync(path, block);
  } catch (error) {
    assert.match(String(error), /ENOSPC/);
  }
}

describe('what a watch says of itself', () => {
  it('health, readiness and numbers, for those who have the token', async () => {
    const [state, port, listen] = [join(newFolder(), 'state'), await freePort(), await freePort()];
    const source = `audit-webhook:127.0.0.1:${port},cluster=prod`;
    const words = ['--listen', `127.0.0.1:${listen}`, '--listen-token-file', fileOf('see-s3cret')];
    const watching = await startWatch(['--state', state, '--source', source, ...words]);
    await post({ port, body: eventList([auditEvent()]) });
    await post({ port, body: eventList([auditEvent()]) });
    const headers = { Authorization: 'Bearer see-s3cret' };
    assert.equal((await ask(listen, '/metrics')).status, 401);
    assert.equal((await ask(listen, '/healthz', headers)).body, 'ok\n');
    const { body } = await ask(listen, '/metrics', headers);
    for (const line of [
      'watchbill_ready 1',
      'watchbill_events_total{result="inspected"} 1',
      'watchbill_events_total{result="duplicates"} 1',
      `watchbill_source_batches_total{source="audit-webhook:127.0.0.1:${port}",cluster="prod"} 2`,
      'watchbill_commit_seconds_count 2',
    ])
      assert.ok(body.includes(`${line}\n`), line);
    assert.match(body, /watchbill_detector_seconds_total\{detector="cel"\} \d/);
    const open = watchbill(['run', '--state', state, '--source', source, '--listen', '0.0.0.0:9999']);
    assert.equal(open.code, 2);
    assert.match(open.err, /--listen-token-file/);
    await watching.kill('SIGTERM');
  });
});
