/** A whole cluster: what is scheduled runs, on a real node, and nothing of it is left at the end. */
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Cluster } from './cluster.ts';
import { findNode, skipWithout, startCluster } from './cluster.ts';
import { findControlPlane } from './control-plane.ts';
import { mountsUnder, networkDevices, networksOfPods } from './node-leftovers.ts';
import { until } from './until.ts';

const policy = `
apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
- {level: RequestResponse, verbs: [create, update, patch, delete], resources: [{group: batch}, {group: apps}, {group: "", resources: [pods]}]}
- {level: None}
`;

const image = 'registry.example/app:1';

describe('a cluster with a node', { skip: skipWithout(findControlPlane(), findNode()) }, () => {
  let cluster: Cluster;
  const devices = networkDevices();

  before(async () => {
    cluster = await startCluster({ node: true, auditPolicy: policy });
    cluster.node.addImages({ names: [image], programs: ['job'] });
    create(workload('CronJob', 'tick', ['job', '--scheduled']));
  });
  after(() => cluster?.stop());

  const create = (object: object): string =>
    cluster.kubectl('admin', ['create', '-f', '-'], JSON.stringify(object));

  /** What containers said whose pods' names begin so. */
  const said = (pod: string): string =>
    globSync(`*_${pod}*/*/*.log`, { cwd: cluster.node.podLogs })
      .map(log => readFileSync(join(cluster.node.podLogs, log), 'utf8'))
      .join('');

  const runs = (pod: string): Promise<void> =>
    until(`a container of ${pod}`, () => said(pod).includes('inert: '), 90);

  test('a Job runs to its end', async () => {
    create(workload('Job', 'once', ['job', '--once']));
    await runs('once');
    assert.match(said('once'), /^\S+ stdout F inert: \["job" "--once"\]$/m);
    await until('the end of the job', () => jobs('once') === '1');
  });

  const jobs = (name: string): string =>
    cluster.kubectl('admin', ['get', 'job', name, '-o', 'jsonpath={.status.succeeded}']);

  for (const kind of ['Deployment', 'DaemonSet'] as const)
    test(`a ${kind} runs`, async () => {
      const name = kind.toLowerCase();
      create(workload(kind, name));
      await runs(name);
    });

  test('a pod has a token of its own, bound to it', () => {
    const get = ['get', 'pods', '-l', 'app=deployment', '-o', 'jsonpath={.items[0].metadata.uid}'];
    const uid = cluster.kubectl('admin', get);
    const [, claims = ''] = cluster.node.tokenOfPod(uid).split('.');
    assert.match(Buffer.from(claims, 'base64url').toString(), new RegExp(`"uid":"${uid}"`));
  });

  test('a static pod runs and has a mirror', async () => {
    writeFileSync(join(cluster.node.manifests, 'static.json'), JSON.stringify(pod('static', 'default')));
    await runs('static-node-1');
    await until('the mirror', () => mirrors().includes('static-node-1'));
  });

  test('a static pod of a namespace that does not exist runs without one; its refused mirror is in the audit log', async () => {
    const file = join(cluster.node.manifests, 'hidden.json');
    writeFileSync(file, JSON.stringify(pod('hidden', 'nowhere')));
    await runs('hidden-node-1');
    assert.ok(!mirrors().includes('hidden'));
    await until('the refused mirror', () => /"namespace":"nowhere".*"code":404/.test(audit()));
    rmSync(file);
  });

  const mirrors = (): string => cluster.kubectl('admin', ['get', 'pods', '-A', '-o', 'name']);
  const audit = (): string => readFileSync(cluster.auditLog, 'utf8');

  test('a container past the API is known to containerd alone', () => {
    cluster.node.ctr(['run', '-d', image, 'past-the-api', '/bin/serve']);
    assert.match(cluster.node.ctr(['containers', 'ls']), /^past-the-api/m);
    assert.ok(!mirrors().includes('past-the-api'));
  });

  test('a CronJob fires and its container runs', async () => {
    await runs('tick-');
    assert.match(said('tick-'), /inert: \["job" "--scheduled"\]/);
    assert.match(audit(), /"username":"system:serviceaccount:kube-system:cronjob-controller".*"kind":"Job"/);
  });

  test('it stops without leaving anything', async () => {
    const { home } = cluster;
    const networks = networksOfPods(join(home, 'node'));
    await cluster.stop();
    assert.deepEqual(networkDevices(), devices);
    assert.deepEqual(mountsUnder(home), []);
    assert.deepEqual(programsOf(home), []);
    assert.ok(networks.length > 0 && networks.every(network => !existsSync(`/run/netns/${network}`)));
  });
});

/** Command lines that name the folder. */
const programsOf = (home: string): readonly string[] =>
  globSync('/proc/[0-9]*/cmdline').flatMap(file => {
    try {
      const line = readFileSync(file, 'utf8').replaceAll('\0', ' ');
      return line.includes(home) ? [line] : [];
    } catch {
      return [];
    }
  });

function workload(
  kind: 'CronJob' | 'Job' | 'Deployment' | 'DaemonSet',
  name: string,
  command?: readonly string[],
) {
  const labels = { app: name };
  const restartPolicy = command === undefined ? 'Always' : 'Never';
  const template = { metadata: { labels }, spec: { ...pod(name, 'default', command).spec, restartPolicy } };
  const long = { selector: { matchLabels: labels }, template };
  const specs = {
    Job: { template },
    CronJob: { schedule: '* * * * *', jobTemplate: { spec: { template } } },
    Deployment: long,
    DaemonSet: long,
  };
  const apiVersion = kind.endsWith('Job') ? 'batch/v1' : 'apps/v1';
  return { apiVersion, kind, metadata: { name }, spec: specs[kind] };
}

function pod(name: string, namespace: string, command?: readonly string[]) {
  const containers = [{ name: 'main', image, ...(command === undefined ? {} : { command }) }];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace },
    spec: { containers, terminationGracePeriodSeconds: 1 },
  };
}
