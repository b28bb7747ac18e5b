import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { activityOf } from '../../test/support/signals.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { objectAt, stringAt } from '../model/json.ts';
import type { BillRow } from '../model/watch-bill.ts';
import { createInventory } from './inventory.ts';
import type { BillOptions } from './watch-bill.ts';
import { watchBill } from './watch-bill.ts';

const start = Date.UTC(2026, 10, 23, 4);
let requests = 0;

interface Asked {
  readonly verb?: string;
  readonly user?: string;
  readonly code?: number;
  readonly uri?: string;
  readonly level?: string;
  readonly subresource?: string;
  readonly more?: JsonObject;
}

const resources = new Map([
  ['CronJob', ['batch', 'cronjobs']],
  ['Job', ['batch', 'jobs']],
  ['Deployment', ['apps', 'deployments']],
  ['ReplicaSet', ['apps', 'replicasets']],
  ['Pod', ['', 'pods']],
  ['CronWorkflow', ['argoproj.io', 'cronworkflows']],
  ['Workflow', ['argoproj.io', 'workflows']],
  ['Rollout', ['argoproj.io', 'rollouts']],
  ['Backup', ['acme.example', 'backups']],
]);

/** One request a second, about this object. */
function asked(
  object: JsonObject,
  { verb = 'create', user = 'dev@corp.example', ...rest }: Asked = {},
): JsonObject {
  requests += 1;
  const time = `${new Date(start + requests * 1_000).toISOString().slice(0, -1)}000Z`;
  const [apiGroup = '', resource = ''] = resources.get(String(object['kind'])) ?? [];
  const { code = verb === 'create' ? 201 : 200, uri = '/', level = 'RequestResponse', more = {} } = rest;
  const hasBody = level !== 'Metadata' && !verb.startsWith('delete');
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level,
    stage: 'ResponseComplete',
    auditID: `a-${requests}`,
    requestURI: uri,
    verb,
    user: { username: user },
    userAgent: 'kubectl/v1.37.2',
    sourceIPs: ['198.51.100.7'],
    objectRef: {
      apiGroup,
      resource,
      namespace: 'data',
      ...(verb === 'deletecollection' ? {} : { name: stringAt(objectAt(object, 'metadata'), 'name') }),
      ...(rest.subresource === undefined ? {} : { subresource: rest.subresource }),
    },
    responseStatus: { code },
    requestReceivedTimestamp: time,
    stageTimestamp: time,
    ...(hasBody ? { requestObject: object, responseObject: object } : {}),
    ...more,
  };
}

const podSpec = (image = 'registry.example/app:1'): JsonObject => ({ containers: [{ name: 'main', image }] });

function object(kind: string, name: string, spec: JsonObject, metadata: JsonObject = {}): JsonObject {
  const [group = ''] = resources.get(kind) ?? [];
  const version = group === 'argoproj.io' || group === 'acme.example' ? 'v1alpha1' : 'v1';
  const apiVersion = group === '' ? 'v1' : `${group}/${version}`;
  return { apiVersion, kind, metadata: { name, namespace: 'data', uid: `uid-${name}`, ...metadata }, spec };
}

const cronJob = (name: string, changes: JsonObject = {}, metadata: JsonObject = {}): JsonObject =>
  object(
    'CronJob',
    name,
    { schedule: '*/5 * * * *', jobTemplate: { spec: { template: { spec: podSpec() } } }, ...changes },
    metadata,
  );
const deployment = (name: string, metadata: JsonObject = {}, replicas = 1): JsonObject =>
  object('Deployment', name, { replicas, template: { spec: podSpec() } }, metadata);
const ownedBy = (kind: string, name: string): JsonObject => {
  const [group = ''] = resources.get(kind) ?? [];
  const reference: Json = { apiVersion: `${group}/v1`, kind, name, uid: `uid-${name}`, controller: true };
  return { ownerReferences: [reference] };
};

function rowsOf(events: readonly JsonObject[], options: BillOptions = {}): readonly BillRow[] {
  const inventory = createInventory();
  for (const event of events) inventory.take(activityOf(event));
  return watchBill(inventory, options).rows;
}

const said = (rows: readonly BillRow[]): readonly string[] =>
  rows.map(({ kind, name, type, state }) => `${kind} ${name} ${type} ${state}`);

const controller = (name: string): string => `system:serviceaccount:kube-system:${name}`;

describe('what is on the bill', () => {
  it('not what was refused, failed or only tried', () => {
    const events = [
      asked(cronJob('refused'), { code: 403 }),
      asked(cronJob('exists'), { code: 409 }),
      asked(cronJob('tried'), { uri: '/apis/batch/v1/namespaces/data/cronjobs?dryRun=All' }),
      asked(cronJob('made')),
    ];
    assert.deepEqual(said(rowsOf(events)), ['CronJob made scheduled present']);
  });

  it('not what controllers made of it, which counts for it', () => {
    const job = object(
      'Job',
      'backup-29723282',
      { template: { spec: podSpec() } },
      ownedBy('CronJob', 'backup'),
    );
    const pod = object('Pod', 'backup-29723282-x2x9z', podSpec(), ownedBy('Job', 'backup-29723282'));
    const rows = rowsOf(
      [
        asked(cronJob('backup')),
        asked(job, { user: controller('cronjob-controller') }),
        asked(pod, { user: controller('job-controller') }),
      ],
      { all: true },
    );
    assert.deepEqual(said(rows), ['CronJob backup scheduled present']);
    assert.deepEqual(rows[0]?.started.counts, { Job: 1, Pod: 1 });
  });

  it('one-off Jobs and bare pods if asked for', () => {
    const events = [
      asked(object('Job', 'migrate', { template: { spec: podSpec() } })),
      asked(object('Pod', 'shell', podSpec())),
    ];
    assert.deepEqual(said(rowsOf(events)), []);
    assert.deepEqual(said(rowsOf(events, { all: true })), [
      'Job migrate once present',
      'Pod shell once present',
    ]);
  });

  it('a Job that a person gave a CronJob as its owner is that person’s', () => {
    const job = object(
      'Job',
      'backup-29723282',
      { template: { spec: podSpec() } },
      ownedBy('CronJob', 'backup'),
    );
    const rows = rowsOf([asked(cronJob('backup')), asked(job, { user: 'eve' })], { all: true });
    assert.deepEqual(said(rows), ['CronJob backup scheduled present', 'Job backup-29723282 once present']);
    assert.equal(rows[1]?.author.user, 'eve');
  });

  it('what an operator’s usual account makes of its object is folded, and what another account claims is not', () => {
    const rollout = object('Rollout', 'web', { replicas: 2, template: { spec: podSpec() } });
    const owned = (name: string): JsonObject =>
      object('ReplicaSet', name, { template: { spec: podSpec() } }, ownedBy('Rollout', 'web'));
    const rows = rowsOf([
      asked(rollout),
      asked(owned('web-7d4b9'), { user: 'system:serviceaccount:argo-rollouts:argo-rollouts' }),
      asked(owned('web-evil'), { user: 'system:serviceaccount:web:storefront' }),
      asked(deployment('hidden', ownedBy('Rollout', 'web')), {
        user: 'system:serviceaccount:argo-rollouts:argo-rollouts',
      }),
    ]);
    assert.deepEqual(said(rows), [
      'Deployment hidden persistent present',
      'ReplicaSet web-evil persistent present',
      'Rollout web persistent present',
    ]);
    assert.equal(rows[0]?.owner?.name, 'web');
  });

  it('somebody who acts as a controller does not get off it', () => {
    const set = object(
      'ReplicaSet',
      'web-1',
      { template: { spec: podSpec() } },
      ownedBy('Deployment', 'web'),
    );
    const impersonated = { impersonatedUser: { username: controller('deployment-controller') } };
    const rows = rowsOf([asked(deployment('web')), asked(set, { user: 'eve', more: impersonated })]);
    assert.deepEqual(said(rows), [
      'Deployment web persistent present',
      'ReplicaSet web-1 persistent present',
    ]);
    assert.equal(rows[1]?.author.user, 'eve');
    assert.equal(rows[1]?.author.effectiveUser, controller('deployment-controller'));
  });

  it('kinds of others, known and unknown', () => {
    const flow = object('CronWorkflow', 'etl', {
      schedules: ['0 3 * * *'],
      timezone: 'Europe/Berlin',
      workflowSpec: { templates: [{ name: 'main', container: { image: 'registry.example/etl:1' } }] },
    });
    const backup = object('Backup', 'nightly', {
      schedule: '15 1 * * *',
      template: { spec: podSpec('registry.example/b:2') },
    });
    const run = object('Workflow', 'etl-1', { templates: [] }, ownedBy('CronWorkflow', 'etl'));
    const rows = rowsOf(
      [asked(flow), asked(run, { user: 'system:serviceaccount:argo:argo' }), asked(backup)],
      { all: true, at: new Date('2026-11-23T05:00:00Z') },
    );
    assert.deepEqual(said(rows), ['Backup nightly scheduled present', 'CronWorkflow etl scheduled present']);
    assert.equal(rows[0]?.containers[0]?.image, 'registry.example/b:2');
    assert.equal(rows[1]?.schedule?.next, '2026-11-24T02:00:00Z');
    assert.deepEqual(rows[1]?.started.counts, { Workflow: 1 });
  });

  it('a mirror pod of a static one: by nobody that the log knows', () => {
    const mirror = object('Pod', 'proxy-node-1', podSpec(), {
      annotations: { 'kubernetes.io/config.mirror': 'x' },
    });
    for (const level of ['RequestResponse', 'Metadata']) {
      const [row] = rowsOf([asked(mirror, { user: 'system:node:node-1', level })]);
      assert.equal(row?.type, 'static');
      assert.equal(row?.author.user, null);
    }
  });
});

describe('what changed, and by whom', () => {
  const changes: readonly (readonly [string, JsonObject, string | undefined])[] = [
    [
      'another image',
      cronJob('backup', { jobTemplate: { spec: { template: { spec: podSpec('registry.example/app:2') } } } }),
      'image registry.example/app:1 -> :2',
    ],
    ['another schedule', cronJob('backup', { schedule: '0 3 * * *' }), 'schedule */5 * * * * -> 0 3 * * *'],
    ['suspended', cronJob('backup', { suspend: true }), 'suspended'],
    ['only a label', cronJob('backup', {}, { labels: { team: 'data' } }), undefined],
    ['nothing', cronJob('backup'), undefined],
  ];
  for (const [name, after, words] of changes)
    it(name, () => {
      const [row] = rowsOf([asked(cronJob('backup')), asked(after, { verb: 'update', user: 'eve' })]);
      assert.equal(row?.changed?.what, words);
      assert.equal(row?.changed?.user, words === undefined ? undefined : 'eve');
      assert.equal(row?.created.user, 'dev@corp.example');
      const wrote = words?.startsWith('image') === true ? 'eve' : 'dev@corp.example';
      assert.equal(row?.author.user, wrote);
      assert.equal(row?.containers[0]?.by.user, wrote);
    });

  it('an autoscaler’s scaling is no change, a person’s is', () => {
    const scaled = (user: string): readonly BillRow[] =>
      rowsOf([asked(deployment('web')), asked(deployment('web', {}, 5), { verb: 'update', user })]);
    assert.equal(scaled('system:serviceaccount:keda:keda-operator')[0]?.changed, null);
    assert.equal(scaled('eve')[0]?.changed?.what, 'replicas 1 -> 5');
  });

  it('from headers alone, that something may have changed', () => {
    const [row] = rowsOf([
      asked(cronJob('backup'), { level: 'Metadata' }),
      asked(cronJob('backup'), { level: 'Metadata', verb: 'patch', user: 'eve' }),
    ]);
    assert.equal(row?.changed?.user, 'eve');
    assert.equal(row?.changed?.confidence, 'probable');
    assert.equal(row?.author.confidence, 'probable');
    assert.match(row?.unknown.join() ?? '', /not logged/);
  });
});

describe('what is gone', () => {
  it('with all of its kind, where nothing else is said', () => {
    const events = [
      asked(cronJob('a')),
      asked(cronJob('b')),
      asked(cronJob('x'), { verb: 'deletecollection', user: 'eve', level: 'Metadata' }),
      asked(cronJob('c')),
    ];
    assert.deepEqual(said(rowsOf(events)), ['CronJob c scheduled present']);
    const gone = rowsOf(events, { deleted: true }).filter(({ state }) => state === 'deleted');
    assert.deepEqual(
      gone.map(({ deleted }) => deleted?.user),
      ['eve', 'eve'],
    );
  });

  it('not by a selector whose answer was not logged', () => {
    const uri = '/apis/batch/v1/namespaces/data/cronjobs?labelSelector=app%3Dx';
    const events = [
      asked(cronJob('a')),
      asked(cronJob('x'), { verb: 'deletecollection', level: 'Metadata', uri }),
    ];
    assert.deepEqual(said(rowsOf(events)), ['CronJob a scheduled present']);
  });

  it('with its namespace: by whoever deleted that', () => {
    const namespace = asked(
      { kind: 'Namespace', metadata: { name: 'data' } },
      { verb: 'delete', user: 'eve' },
    );
    const [row] = rowsOf(
      [
        asked(cronJob('a')),
        { ...namespace, objectRef: { resource: 'namespaces', name: 'data', apiVersion: 'v1' } },
        asked(cronJob('x'), {
          verb: 'deletecollection',
          user: controller('namespace-controller'),
          level: 'Metadata',
        }),
      ],
      { deleted: true },
    );
    assert.equal(row?.deleted?.user, 'eve');
    assert.match(row?.deleted?.what ?? '', /namespace data/);
  });

  it('one of the name that came after it is another', () => {
    const rows = rowsOf(
      [
        asked(cronJob('a')),
        asked(cronJob('a'), { verb: 'delete' }),
        asked(cronJob('a', {}, { uid: 'uid-a2' }), { user: 'eve' }),
      ],
      { deleted: true },
    );
    assert.deepEqual(said(rows), ['CronJob a scheduled deleted', 'CronJob a scheduled present']);
    assert.equal(rows[1]?.created.user, 'eve');
  });
});

describe('memory', () => {
  const runs = 400;
  const inventory = createInventory({ limit: 8 });
  const play = (event: JsonObject): void => inventory.take(activityOf(event));
  const name = (index: number): string => `backup-${29_000_000 + index}`;
  play(asked(cronJob('backup')));
  play(asked(cronJob('gone')));
  play(asked(cronJob('gone'), { verb: 'delete', user: 'eve' }));
  for (let index = 0; index < runs; index += 1) {
    const job = object('Job', name(index), { template: { spec: podSpec() } }, ownedBy('CronJob', 'backup'));
    play(asked(job, { user: controller('cronjob-controller') }));
    play(asked(job, { verb: 'delete', user: controller('ttl-after-finished-controller') }));
  }
  const { rows } = watchBill(inventory, { deleted: true, all: true });

  it('what died is not remembered for long', () => {
    // Ten minutes at a request a second are 300 runs.
    assert.ok(inventory.sightings.size() < runs, `${inventory.sightings.size()}`);
    assert.deepEqual(
      [...inventory.entries.all()].map(({ name: { name: of } }) => of),
      ['backup'],
    );
  });

  it('but it counts', () => {
    assert.deepEqual(rows.find(row => row.name === 'backup')?.started.counts, { Job: runs });
  });

  it('and a workload that was deleted long ago still has its line', () => {
    assert.deepEqual(said(rows), ['CronJob backup scheduled present', 'CronJob gone scheduled deleted']);
    assert.equal(rows[1]?.deleted?.user, 'eve');
  });
});
