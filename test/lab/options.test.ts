/** What a cluster of the lab can be started with: a webhook for its audit events, and admission of its own. */
import assert from 'node:assert/strict';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import type { Cluster } from './cluster.ts';
import { skipWithout, startCluster } from './cluster.ts';
import { findControlPlane } from './control-plane.ts';
import { until } from './until.ts';

const auditPolicy = `
apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules: [{level: Metadata, verbs: [create], resources: [{group: ""}]}, {level: None}]
`;

/** Nobody may make a privileged pod. */
const admission = JSON.stringify({
  apiVersion: 'apiserver.config.k8s.io/v1',
  kind: 'AdmissionConfiguration',
  plugins: [
    {
      name: 'PodSecurity',
      configuration: {
        apiVersion: 'pod-security.admission.config.k8s.io/v1',
        kind: 'PodSecurityConfiguration',
        defaults: { enforce: 'baseline', 'enforce-version': 'latest' },
      },
    },
  ],
});

describe('a cluster with options', { skip: skipWithout(findControlPlane()) }, () => {
  const received: string[] = [];
  let receiver: Server;
  let cluster: Cluster;

  before(async () => {
    receiver = createServer((message, answer) => {
      message.setEncoding('utf8').on('data', (text: string) => received.push(text));
      message.on('end', () => answer.end());
    });
    await new Promise<void>(listening => receiver.listen(0, '127.0.0.1', listening));
    const own = [{ name: 'guest', user: 'guest@corp.example', groups: ['guests'] }];
    cluster = await startCluster({
      auditPolicy,
      auditWebhook: webhookOf(receiver),
      admission,
      identities: own,
    });
  });
  after(async () => {
    await cluster?.stop();
    receiver?.closeAllConnections();
    receiver?.close();
  });

  test('its audit events reach the webhook', async () => {
    cluster.kubectl('sre', ['auth', 'whoami']);
    cluster.kubectl('admin', ['create', 'namespace', 'seen-by-the-webhook']);
    await until('the event', () => received.join('').includes('seen-by-the-webhook'));
    assert.match(received.join(''), /"kind":"EventList"/);
  });

  test('its admission refuses what it says', () => {
    const container = {
      name: 'main',
      image: 'registry.example/app:1',
      securityContext: { privileged: true },
    };
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'strong' },
      spec: { containers: [container] },
    };
    const create = () => cluster.kubectl('admin', ['create', '-f', '-'], JSON.stringify(pod));
    assert.throws(create, /violates PodSecurity "baseline:latest"/);
  });

  test('an identity of its own is known, and may do nothing yet', () => {
    assert.match(cluster.kubectl('guest', ['auth', 'whoami']), /guest@corp\.example/);
    assert.throws(() => cluster.kubectl('guest', ['get', 'pods']), /forbidden/);
  });

  test('without a node there is none to ask for', () => {
    assert.throws(() => cluster.node, /without a node/);
  });
});

function webhookOf(receiver: Server): string {
  const address = receiver.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'receiver', cluster: { server: `http://127.0.0.1:${port}/audit` } }],
    users: [{ name: 'api-server' }],
    contexts: [{ name: 'only', context: { cluster: 'receiver', user: 'api-server' } }],
    'current-context': 'only',
  });
}
