import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { audited } from '../../test/support/audited.ts';
import type { JsonObject } from '../model/json.ts';
import { createLineage } from './lineage.ts';
import type { Trace } from './trace.ts';

interface Request {
  readonly by: string;
  readonly as?: string;
  readonly extra?: JsonObject;
  readonly verb?: string;
  readonly group: string;
  readonly resource: string;
  readonly name: string;
  readonly body?: JsonObject;
  readonly code?: number;
}

const controllers = 'system:serviceaccount:kube-system:';
const cronJob = (image: string): JsonObject => ({
  kind: 'CronJob',
  apiVersion: 'batch/v1',
  metadata: { name: 'report', namespace: 'data', uid: 'u-cron' },
  spec: {
    schedule: '* * * * *',
    jobTemplate: { spec: { template: { spec: { containers: [{ name: 'main', image }] } } } },
  },
});
const ownedJob = (image: string): JsonObject => ({
  kind: 'Job',
  apiVersion: 'batch/v1',
  metadata: {
    name: 'report-29923500',
    namespace: 'data',
    uid: 'u-job',
    ownerReferences: [
      { apiVersion: 'batch/v1', kind: 'CronJob', name: 'report', uid: 'u-cron', controller: true },
    ],
  },
  spec: { template: { spec: { containers: [{ name: 'main', image }] } } },
});
const workflow: JsonObject = {
  kind: 'CronWorkflow',
  apiVersion: 'argoproj.io/v1alpha1',
  metadata: { name: 'etl', namespace: 'data', uid: 'u-flow' },
  spec: { schedule: '@daily', workflowSpec: { templates: [{ name: 'a', container: { image: 'a' } }] } },
};

const podClaim: JsonObject = { 'authentication.kubernetes.io/pod-name': ['web-1'] };
const cron = { group: 'batch', resource: 'cronjobs', name: 'report' } as const;
const job = { group: 'batch', resource: 'jobs', name: 'report-29923500' } as const;
const flow = { group: 'argoproj.io', resource: 'cronworkflows', name: 'etl' } as const;
const wrote = { by: 'ann', ...cron, body: cronJob('a:1') } as const;
const made = { by: `${controllers}cronjob-controller`, ...job, body: ownedJob('a:1') } as const;

describe('who is behind a Job', () => {
  const table: readonly [string, readonly Request[], string | null, Trace['actor']['confidence']][] = [
    ['made by the controller: who wrote the CronJob', [wrote, made], 'ann', 'certain'],
    ['the last to change what it runs', [wrote, change('bob', 'b:1'), madeOf('b:1')], 'bob', 'certain'],
    ['not who changed nothing', [wrote, change('bob', 'a:1'), made], 'ann', 'certain'],
    [
      'not whose request was refused',
      [wrote, { ...change('bob', 'b:1'), code: 403 }, made],
      'ann',
      'certain',
    ],
    ['one missing request, one writer: probably that one', [wrote, madeOf('c:1')], 'ann', 'probable'],
    ['one missing request, two writers', [wrote, change('bob', 'b:1'), madeOf('c:1')], null, 'unknown'],
    [
      'what was replaced before: somebody brought it back',
      [wrote, ...replacedLongAgo(), made],
      'ann',
      'probable',
    ],
    ['a claim of ownership: whoever made it', [wrote, { ...made, by: 'eve' }], 'eve', 'certain'],
    ['impersonation: the real user', [wrote, { ...made, by: 'eve', as: made.by }], 'eve', 'certain'],
    ["a controller's token in a pod", [wrote, { ...made, extra: podClaim }], made.by, 'certain'],
    ['an owner that is not in the log', [made], null, 'unknown'],
  ];
  for (const [title, requests, user, confidence] of table) {
    it(title, () => {
      for (const order of [requests, requests.toReversed()]) {
        const actor = traceOf(requests, order, 'jobs', 'report-29923500')?.actor;
        assert.deepEqual([actor?.user, actor?.confidence], [user, confidence]);
      }
    });
  }
});

it('is never certain about a kind whose templates it does not compare', () => {
  const requests = [
    { by: 'ann', ...flow, body: workflow },
    { by: 'bob', verb: 'patch', ...flow, body: workflow },
  ];
  const actor = traceOf(requests, requests, 'cronworkflows.argoproj.io', 'etl')?.actor;
  assert.deepEqual([actor?.user, actor?.confidence], ['bob', 'probable']);
});

it('is not certain who had a template rolled out that was there before anybody in the log wrote it', () => {
  const web = { group: 'apps', resource: 'deployments', name: 'web' } as const;
  const deployment = (image: string, generation: number): JsonObject => ({
    kind: 'Deployment',
    apiVersion: 'apps/v1',
    metadata: { name: 'web', namespace: 'data', uid: 'u-web', generation },
    spec: { template: { spec: { containers: [{ name: 'main', image }] } } },
  });
  const rolledOut: Request = {
    by: `${controllers}deployment-controller`,
    group: 'apps',
    resource: 'replicasets',
    name: 'web-5d',
    body: {
      kind: 'ReplicaSet',
      apiVersion: 'apps/v1',
      metadata: {
        name: 'web-5d',
        namespace: 'data',
        uid: 'u-web-5d',
        ownerReferences: [
          { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: 'u-web', controller: true },
        ],
      },
      spec: { template: { spec: { containers: [{ name: 'main', image: 'b:1' }] } } },
    },
  };
  const created = { by: 'ann', ...web, body: deployment('a:1', 1) };
  const synced = { by: 'sync', verb: 'patch', ...web, body: deployment('b:1', 2) };
  const pod: Request = {
    by: `${controllers}replicaset-controller`,
    group: '',
    resource: 'pods',
    name: 'web-5d-x',
    body: {
      kind: 'Pod',
      apiVersion: 'v1',
      metadata: {
        name: 'web-5d-x',
        namespace: 'data',
        ownerReferences: [
          { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-5d', uid: 'u-web-5d', controller: true },
        ],
      },
      spec: { containers: [{ name: 'main', image: 'b:1' }] },
    },
  };
  const before = [created, rolledOut, synced, pod];
  const after = [created, synced, rolledOut, pod];
  const actors = [before, after].map(each => traceOf(each, each, 'pods', 'web-5d-x')?.actor);
  assert.deepEqual(
    actors.map(actor => [actor?.user, actor?.confidence]),
    [
      ['sync', 'probable'],
      ['sync', 'certain'],
    ],
  );
});

describe('an object that is written again and again', () => {
  const sync = { by: 'sync', verb: 'update', ...cron, body: cronJob('b:1') };
  const again = (count: number, body: (index: number) => JsonObject) =>
    Array.from({ length: count }, (_, index) => ({ ...sync, body: body(index) }));

  it('keeps who changed it, and forgets who changed nothing', () => {
    const requests = [wrote, change('bob', 'b:1'), ...again(600, () => cronJob('b:1')), madeOf('b:1')];
    const trace = traceOf(requests, requests, 'jobs', 'report-29923500');
    assert.deepEqual([trace?.actor.user, trace?.actor.confidence], ['bob', 'certain']);
    assert.ok((trace?.changes.length ?? 0) < 300);
  });

  it('is not certain where changes had to be forgotten', () => {
    const requests = [wrote, ...again(600, index => cronJob(`b:${index}`)), madeOf('a:1')];
    const trace = traceOf(requests, requests, 'jobs', 'report-29923500');
    assert.notEqual(trace?.actor.confidence, 'certain');
    assert.ok((trace?.changes.length ?? 0) < 300);
  });
});

it('forgets what died long ago, where it is told to', () => {
  const lineage = createLineage({ rememberMinutes: 1 });
  const take = (request: Request, at: number) => lineage.take(activityOf(request, at));
  const other = { ...cron, name: 'other' };
  const find = (name: string) => lineage.find({ kind: 'cronjob', name }).length;
  take(wrote, 0);
  take({ by: 'ann', verb: 'delete', ...cron }, 1);
  take({ by: 'ann', ...other }, 2);
  take({ by: 'bob', verb: 'update', ...other }, 61);
  assert.deepEqual([find('report'), find('other')], [1, 1]);
  take({ by: 'bob', verb: 'update', ...other }, 130);
  assert.deepEqual([find('report'), find('other')], [0, 1]);
});

it('does not forget what was made again after its deletion', () => {
  const lineage = createLineage({ rememberMinutes: 1 });
  const take = (request: Request, at: number) => lineage.take(activityOf(request, at));
  take(wrote, 0);
  take({ by: 'ann', verb: 'delete', ...cron }, 1);
  take(wrote, 3);
  take({ by: 'bob', verb: 'update', ...cron, name: 'other' }, 300);
  assert.deepEqual(lineage.find({ kind: 'cronjob', name: 'report' }).length, 1);
});

it('lists what a CronJob started', () => {
  const requests = [wrote, made];
  const started = traceOf(requests, requests, 'cronjobs', 'report')?.started;
  assert.deepEqual(
    started?.map(({ kind, name, confidence }) => [kind, name, confidence]),
    [['Job', 'report-29923500', 'certain']],
  );
});

function change(by: string, image: string): Request {
  return { by, verb: 'update', ...cron, body: cronJob(image) };
}

/** Ten seconds of changes by another. */
function replacedLongAgo(): readonly Request[] {
  return Array.from({ length: 10 }, (_, index) => change('bob', `b:${index}`));
}

function madeOf(image: string): Request {
  return { ...made, body: ownedJob(image) };
}

/** Times follow `requests`, the log follows `order`. */
function traceOf(requests: readonly Request[], order: readonly Request[], resource: string, name: string) {
  const lineage = createLineage();
  for (const request of order) lineage.take(activityOf(request, requests.indexOf(request)));
  return lineage.trace({ cluster: 'c', resource, namespace: 'data', name });
}

function activityOf(
  { by, as, extra, verb = 'create', group, resource, name, body, code }: Request,
  at: number,
) {
  return audited({
    verb,
    object: `${group}/v1/${resource}/data/${name}`,
    user: by,
    at,
    id: `id-${at}`,
    ...(as !== undefined && { as }),
    ...(extra && { extra }),
    ...(body && { answer: body }),
    ...(code !== undefined && { code }),
  });
}
