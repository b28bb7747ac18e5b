import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { readAccess } from './kubeconfig.ts';

const folder = mkdtempSync(join(tmpdir(), 'watchbill-kubeconfig-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const target = join(folder, 'config');
const config = (user: string): string => `
apiVersion: v1
kind: Config
current-context: one
clusters:
- {name: a, cluster: {server: "https://a.example:6443/", certificate-authority: ca.crt}}
- {name: b, cluster: {server: "https://b.example", insecure-skip-tls-verify: true, tls-server-name: kubernetes}}
users:
- name: u
  user: ${user}
contexts:
- {name: one, context: {cluster: a, user: u}}
- {name: two, context: {cluster: b, user: u}}
- {name: none, context: {cluster: gone, user: u}}
`;
writeFileSync(join(folder, 'ca.crt'), 'the authority');
writeFileSync(join(folder, 'token'), 'from a file\n');

const access = (user: string, context?: string) => {
  writeFileSync(target, config(user));
  return readAccess({ target, context, environment: {} });
};
const value = (user: string, context?: string) => {
  const read = access(user, context);
  assert.ok(read.ok, read.ok ? '' : read.error);
  return read.value;
};
const error = (user: string, context?: string): string => {
  const read = access(user, context);
  return read.ok ? '' : read.error;
};

describe('a kubeconfig', () => {
  it('gives the server of the current context, files beside it included', () => {
    assert.deepEqual(value('{token: t}'), {
      server: 'https://a.example:6443',
      insecure: false,
      authority: 'the authority',
      token: 't',
    });
  });
  it('gives another context when asked', () => {
    assert.deepEqual(value('{token: t}', 'two'), {
      server: 'https://b.example',
      insecure: true,
      serverName: 'kubernetes',
      token: 't',
    });
  });
  it('takes the file of a token before the token, and reads it each time', () => {
    assert.equal(value('{token: t, tokenFile: token}').token, 'from a file');
    writeFileSync(join(folder, 'token'), 'another');
    assert.equal(value('{token: t, tokenFile: token}').token, 'another');
  });
  it('takes certificates from the file itself', () => {
    const data = Buffer.from('pem').toString('base64');
    const read = value(`{client-certificate-data: ${data}, client-key-data: ${data}}`);
    assert.deepEqual([read.certificate, read.key], ['pem', 'pem']);
  });
  it('runs no program for credentials', () => {
    assert.match(error('{exec: {command: aws}}'), /runs none/);
    assert.match(error('{auth-provider: {name: oidc}}'), /runs none/);
  });
  it('says what is missing', () => {
    assert.match(error('{token: t}', 'three'), /no context "three"/);
    assert.match(error('{token: t}', 'none'), /no cluster/);
    assert.match(error('{client-certificate: gone.crt}'), /ENOENT/);
    assert.match(error('['), /./);
  });
  it('is that of the pod in a cluster, and says so where there is none', () => {
    const read = readAccess({ target: 'in-cluster', environment: {} });
    assert.match(read.ok ? '' : read.error, /no pod/);
  });
});
