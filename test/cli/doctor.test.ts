import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { checkCertificate } from '../../src/app/doctor/check-files.ts';
import { newFolder, watchbill } from '../cli/run-watchbill.ts';
import { freePort, startWatch } from '../cli/watch.ts';

interface Told {
  readonly name: string;
  readonly status: string;
  readonly says: string;
}

function doctor(words: readonly string[]) {
  const { code, out, err } = watchbill(['doctor', ...words, '-o', 'json']);
  const checks: readonly Told[] = out === '' ? [] : JSON.parse(out);
  const of = (name: string) => checks.find(each => each.name.startsWith(name));
  return { code, err, of, failing: checks.filter(({ status }) => status === 'fail').map(({ name }) => name) };
}

it('a deployment that works passes, and a self-test goes the whole way', async context => {
  const folder = newFolder();
  const [state, token, port, listen] = [
    join(folder, 'state'),
    join(folder, 'token'),
    await freePort(),
    await freePort(),
  ];
  writeFileSync(token, 'see-s3cret');
  chmodSync(token, 0o644);
  const source = `audit-webhook:127.0.0.1:${port},cluster=prod,token-file=${token}`;
  const words = ['--state', state, '--source', source, '--listen', `127.0.0.1:${listen}`];
  const before = doctor(words);
  assert.equal(before.code, 0, before.err);
  assert.equal(before.of('watch')?.status, 'warn');
  assert.equal(before.of('port')?.says, 'is free');
  const watching = await startWatch(words);
  context.after(() => watching.child.kill('SIGKILL'));
  const { code, of, failing, err } = doctor([...words, '--self-test']);
  assert.deepEqual(failing, [], err);
  assert.equal(code, 0);
  assert.match(of('self-test')?.says ?? '', /an inert event was found and stored after \d+ ms/);
  assert.equal(of('database')?.status, 'pass');
  assert.equal(of('port')?.says, 'the watch answers there');
  assert.equal(of('secret')?.status, 'warn');
  await watching.kill('SIGTERM');
  assert.match(doctor(words).of('last event')?.says ?? '', /ago; its time was/);
});

it('what is wrong is told, with what to do', async () => {
  const folder = newFolder();
  const state = join(folder, 'state');
  mkdirSync(state, { mode: 0o755 });
  writeFileSync(
    join(state, 'watchbill.db'),
    'this is no database at all, and long enough to be taken for one',
  );
  const missing = `audit-file:${join(folder, 'none.log')}`;
  const policy = join(folder, 'policy.yaml');
  writeFileSync(policy, 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{level: Request}]\n');
  const { code, failing, of } = doctor([
    '--state',
    state,
    '--source',
    missing,
    '--policy',
    policy,
    '--self-test',
  ]);
  assert.equal(code, 1);
  assert.deepEqual(failing, ['database', `${missing}`, 'audit policy', 'self-test']);
  assert.equal(of('state folder')?.status, 'warn');
  assert.match(of('audit policy')?.says ?? '', /policy\.yaml:3:\d+: logs the contents of secrets/);
  assert.equal(watchbill(['doctor', '--state', state]).code, 2);
});

it('certificates: in force, soon to expire, expired, with another key', context => {
  const folder = newFolder();
  const make = (name: string) => {
    const [cert, key] = [join(folder, `${name}.crt`), join(folder, `${name}.key`)];
    const made = spawnSync('openssl', [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-days',
      '60',
      '-subj',
      '/CN=watchbill.example',
      '-keyout',
      key,
      '-out',
      cert,
    ]);
    return { cert, key, made: made.status === 0 };
  };
  const [one, other] = [make('one'), make('other')];
  if (!one.made) {
    assert.notEqual(process.env['CI'], 'true', 'openssl is needed');
    return context.skip('there is no openssl here');
  }
  const day = 24 * 3_600_000;
  const at = (days: number) => checkCertificate(one.cert, one.key, Date.now() + days * day)[0]?.status;
  assert.deepEqual([at(0), at(45), at(61), at(-2)], ['pass', 'warn', 'fail', 'fail']);
  assert.equal(checkCertificate(one.cert, other.key, Date.now())[0]?.status, 'fail');
  assert.equal(checkCertificate(join(folder, 'none'), one.key, 0)[0]?.status, 'fail');
});
