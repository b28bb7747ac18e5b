/**
 * What lineage keeps of a cluster's history: workloads that live, and pods that come and go, most of them long gone.
 *   node --expose-gc bench/lineage.ts [--workloads N] [--pods N] [--remember MINUTES]
 */
import { parseArgs } from 'node:util';
import { auditActivity } from '../src/formats/audit-activity.ts';
import { createLineage } from '../src/lineage/lineage.ts';
import type { JsonObject } from '../src/model/json.ts';

const options = parseArgs({
  options: {
    workloads: { type: 'string', default: '100000' },
    pods: { type: 'string', default: '1000000' },
    remember: { type: 'string', default: '60' },
  },
}).values;

const workloads = Number(options.workloads);
const pods = Number(options.pods);
const lineage = createLineage({ rememberMinutes: Number(options.remember) });
const controller = 'system:serviceaccount:kube-system:replicaset-controller';
const start = Date.UTC(2026, 0, 1);
let count = 0;

interface Made {
  readonly user: string;
  readonly verb: 'create' | 'delete';
  readonly resource: string;
  readonly name: string;
  readonly object?: JsonObject;
}

/** One request in ten milliseconds of the cluster's time. */
function play({ user, verb, resource, name, object }: Made): void {
  count += 1;
  const time = new Date(start + count * 10).toISOString().replace('Z', '000Z');
  const event: JsonObject = {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'RequestResponse',
    stage: 'ResponseComplete',
    auditID: `${count}`,
    requestURI: '/',
    verb,
    user: { username: user },
    objectRef: {
      apiGroup: resource === 'pods' ? '' : 'apps',
      resource,
      namespace: `ns-${Number(name.split('-')[1]) % 50}`,
      name,
    },
    responseStatus: { code: verb === 'create' ? 201 : 200 },
    requestReceivedTimestamp: time,
    stageTimestamp: time,
    ...(object && { responseObject: object }),
  };
  const origin = { source: 'audit-file', file: 'audit.log', line: count };
  lineage.take(auditActivity({ event, origin, cluster: '', format: 'kubernetes-audit' }));
}

function workload(index: number): JsonObject {
  const containers = [{ name: 'main', image: `registry.example/app-${index % 500}:1`, command: ['run'] }];
  const template = { metadata: { labels: { app: `app-${index}` } }, spec: { containers } };
  const metadata = {
    name: `app-${index}`,
    uid: `uid-${index}`,
    generation: 1,
    resourceVersion: `${index + 1}`,
  };
  return { kind: 'ReplicaSet', apiVersion: 'apps/v1', metadata, spec: { replicas: 1, template } };
}

function pod(index: number): JsonObject {
  const owner = index % workloads;
  const reference = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: `app-${owner}`, uid: `uid-${owner}` };
  const metadata = {
    name: `app-${owner}-${index}`,
    uid: `pod-${index}`,
    ownerReferences: [{ ...reference, controller: true }],
  };
  return { kind: 'Pod', apiVersion: 'v1', metadata, spec: { containers: [] } };
}

const megabytes = (): number => {
  globalThis.gc?.();
  return Math.round(process.memoryUsage().heapUsed / 1_048_576);
};

const before = megabytes();
const begun = process.cpuUsage();
for (let index = 0; index < workloads; index += 1)
  play({
    user: 'deployer',
    verb: 'create',
    resource: 'replicasets',
    name: `app-${index}`,
    object: workload(index),
  });
const living = megabytes();
for (let index = 0; index < pods; index += 1) {
  const name = `app-${index % workloads}-${index}`;
  play({ user: controller, verb: 'create', resource: 'pods', name, object: pod(index) });
  play({ user: controller, verb: 'delete', resource: 'pods', name });
}
const seconds = process.cpuUsage(begun).user / 1e6;
process.stdout.write(
  `${workloads} workloads: ${living - before} MiB; after ${pods} pods that came and went: ${megabytes() - before} MiB, ` +
    `${lineage.sightings.size()} objects remembered; ${(count / seconds).toFixed(0)} requests/s\n`,
);
