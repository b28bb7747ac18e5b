/**
 * What the watch bill keeps of a cluster's history, and how long it takes to draw it up: CronJobs that live, with Jobs and pods that come
 * and go.
 *   node --expose-gc bench/inventory.ts [--workloads N] [--pods N] [--namespaces N] [--level Metadata|RequestResponse]
 */
import { parseArgs } from 'node:util';
import { auditActivity } from '../src/formats/audit-activity.ts';
import { createInventory } from '../src/inventory/inventory.ts';
import { watchBill } from '../src/inventory/watch-bill.ts';
import type { JsonObject } from '../src/model/json.ts';

const options = parseArgs({
  options: {
    workloads: { type: 'string', default: '10000' },
    pods: { type: 'string', default: '200000' },
    namespaces: { type: 'string', default: '50' },
    level: { type: 'string', default: 'RequestResponse' },
  },
}).values;

const workloads = Number(options.workloads);
const pods = Number(options.pods);
const namespaces = Number(options.namespaces);
const inventory = createInventory();
const controllers = 'system:serviceaccount:kube-system:';
const start = Date.UTC(2026, 0, 1);
let count = 0;

interface Made {
  readonly user: string;
  readonly verb: 'create' | 'delete';
  readonly resource: 'cronjobs' | 'jobs' | 'pods';
  readonly workload: number;
  readonly name: string;
  readonly object?: JsonObject;
}

/** One request in ten milliseconds of the cluster's time. */
function play({ user, verb, resource, workload, name, object }: Made): void {
  count += 1;
  const time = new Date(start + count * 10).toISOString().replace('Z', '000Z');
  const isWhole = options.level === 'RequestResponse';
  const isNamed = verb === 'delete' || resource !== 'pods' || isWhole;
  const event: JsonObject = {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: options.level,
    stage: 'ResponseComplete',
    auditID: `${count}`,
    requestURI: '/',
    verb,
    user: { username: user },
    objectRef: {
      apiGroup: resource === 'pods' ? '' : 'batch',
      resource,
      namespace: `ns-${workload % namespaces}`,
      ...(isNamed && { name }),
    },
    responseStatus: { code: verb === 'create' ? 201 : 200 },
    requestReceivedTimestamp: time,
    stageTimestamp: time,
    ...(isWhole && object && { responseObject: object }),
  };
  const origin = { source: 'audit-file', file: 'audit.log', line: count };
  inventory.take(auditActivity({ event, origin, cluster: '', format: 'kubernetes-audit' }));
}

const podSpec = (index: number): JsonObject => ({
  containers: [{ name: 'main', image: `registry.example/app-${index % 500}:1`, command: ['run', 'it'] }],
});

function cronJob(index: number): JsonObject {
  const metadata = {
    name: `app-${index}`,
    uid: `uid-${index}`,
    generation: 1,
    resourceVersion: `${index + 1}`,
  };
  const jobTemplate = { spec: { template: { spec: podSpec(index) } } };
  return {
    kind: 'CronJob',
    apiVersion: 'batch/v1',
    metadata,
    spec: { schedule: '*/5 * * * *', jobTemplate },
  };
}

function owned(
  kind: string,
  name: string,
  owner: { readonly kind: string; readonly name: string; readonly uid: string },
): JsonObject {
  const apiVersion = kind === 'Job' ? 'batch/v1' : 'v1';
  const ownerReferences = [{ apiVersion: 'batch/v1', ...owner, controller: true }];
  return { kind, apiVersion, metadata: { name, uid: `uid-${name}`, ownerReferences } };
}

/** A Job with its pod; both are deleted when five hundred others have come. */
function run(index: number): void {
  const workload = index % workloads;
  const cron = { kind: 'CronJob', name: `app-${workload}`, uid: `uid-${workload}` };
  const job = `app-${workload}-${29_000_000 + Math.floor(index / workloads)}`;
  const pod = `${job}-x2x9z`;
  const own = owned('Job', job, cron);
  play({
    user: `${controllers}cronjob-controller`,
    verb: 'create',
    resource: 'jobs',
    workload,
    name: job,
    object: { ...own, spec: { template: { spec: podSpec(workload) } } },
  });
  const made = owned('Pod', pod, { kind: 'Job', name: job, uid: `uid-${job}` });
  play({
    user: `${controllers}job-controller`,
    verb: 'create',
    resource: 'pods',
    workload,
    name: pod,
    object: { ...made, spec: podSpec(workload) },
  });
}

function end(index: number): void {
  if (index < 0) return;
  const workload = index % workloads;
  const job = `app-${workload}-${29_000_000 + Math.floor(index / workloads)}`;
  const collector = `${controllers}generic-garbage-collector`;
  play({ user: collector, verb: 'delete', resource: 'jobs', workload, name: job });
  play({ user: collector, verb: 'delete', resource: 'pods', workload, name: `${job}-x2x9z` });
}

function megabytes(): string {
  globalThis.gc?.();
  return `${Math.round(process.memoryUsage().heapUsed / 2 ** 20)} MiB`;
}

function seconds(work: () => void): string {
  const from = performance.now();
  work();
  return `${((performance.now() - from) / 1_000).toFixed(1)} s`;
}

for (let index = 0; index < workloads; index += 1)
  play({
    user: 'dev@corp.example',
    verb: 'create',
    resource: 'cronjobs',
    workload: index,
    name: `app-${index}`,
    object: cronJob(index),
  });
process.stdout.write(`${workloads} CronJobs: ${megabytes()}\n`);
const steps = 4;
for (let step = 1; step <= steps; step += 1) {
  const time = seconds(() => {
    for (let index = ((step - 1) * pods) / steps; index < (step * pods) / steps; index += 1) {
      run(index);
      end(index - 500);
    }
  });
  process.stdout.write(`and ${(step * pods) / steps} Jobs with their pods: ${megabytes()}, ${time}\n`);
}
let rows = 0;
const drawn = seconds(() => {
  const bill = watchBill(inventory, {});
  rows = bill.rows.length;
  const started = bill.rows.reduce((sum, row) => sum + (row.started.counts['Pod'] ?? 0), 0);
  process.stdout.write(`${rows} rows, ${started} pods counted, ${bill.rows[0]?.started.last}\n`);
});
process.stdout.write(`drawn up in ${drawn}\n`);
