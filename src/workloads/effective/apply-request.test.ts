import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Sent } from '../../../test/support/audited.ts';
import { audited } from '../../../test/support/audited.ts';
import { auditActivity } from '../../formats/audit-activity.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { listAt, stringAt } from '../../model/json.ts';
import { applyRequest } from './apply-request.ts';
import { valueAt } from './edit.ts';
import type { Effective } from './effective.ts';

const object = 'batch/v1/cronjobs/shop/tidy';
const podSpec = ['spec', 'jobTemplate', 'spec', 'template', 'spec'];

const cronJob = (containers: readonly Json[], spec: JsonObject = {}): JsonObject => ({
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: 'tidy', namespace: 'shop' },
  spec: {
    schedule: '0 3 * * *',
    ...spec,
    jobTemplate: { spec: { template: { spec: { containers, restartPolicy: 'Never' } } } },
  },
});

const plain = cronJob([{ name: 'main', image: 'registry.example/app:1', command: ['run'] }]);
const create: Sent = { verb: 'create', object, body: plain, query: 'fieldManager=alpha' };

function played(...requests: readonly Sent[]): Effective | undefined {
  return requests.reduce<Effective | undefined>(
    (before, sent) => applyRequest(before, audited(sent).request),
    undefined,
  );
}

function known(...requests: readonly Sent[]): Effective {
  const found = played(...requests);
  assert.ok(found !== undefined);
  return found;
}

const image = ({ object: found }: Effective): string =>
  stringAt(listAt(valueAt(found, podSpec), 'containers')[0], 'image') ?? '';

describe('an object after a request', () => {
  it('has the defaults of the server', () => {
    const { object: made, unknown } = known(create);
    assert.deepEqual(unknown, []);
    const spec = valueAt(made, ['spec']);
    assert.deepEqual(
      ['concurrencyPolicy', 'suspend', 'successfulJobsHistoryLimit', 'failedJobsHistoryLimit'].map(key =>
        valueAt(spec, [key]),
      ),
      ['Allow', false, 3, 1],
    );
    assert.equal(valueAt(made, [...podSpec, 'terminationGracePeriodSeconds']), 30);
    assert.equal(
      valueAt(listAt(valueAt(made, podSpec), 'containers')[0], ['imagePullPolicy']),
      'IfNotPresent',
    );
  });

  it('is what the answer says, where that is logged', () => {
    const answer = cronJob([
      { name: 'main', image: 'registry.example/app:1' },
      { name: 'injected', image: 'mesh.example/proxy:1' },
    ]);
    const { object: made, unknown } = known({ ...create, answer: { ...answer, status: { active: [] } } });
    assert.deepEqual([made, unknown], [answer, []]);
  });

  it('is not touched by what was refused, failed, rehearsed or not answered', () => {
    const before = known(create);
    const patch: Sent = { verb: 'patch', object, body: { spec: { suspend: true } } };
    const requests: readonly Sent[] = [
      { ...patch, code: 403 },
      { ...patch, code: 422 },
      { ...patch, code: 500 },
      { ...patch, query: 'dryRun=All' },
      { verb: 'delete', object, code: 403 },
      { verb: 'delete', object, query: 'dryRun=All' },
      { verb: 'delete', object, body: { kind: 'DeleteOptions', apiVersion: 'v1', dryRun: ['All'] } },
      { verb: 'deletecollection', object: 'batch/v1/cronjobs/shop', query: 'dryRun=All' },
      { ...patch, object: `${object}/status` },
      { verb: 'get', object },
    ];
    for (const sent of requests)
      assert.equal(applyRequest(before, audited(sent).request), before, JSON.stringify(sent));
    const closed = {
      ...audited(patch).event,
      responseStatus: { code: 200, message: 'Connection closed early' },
    };
    const { request } = auditActivity({ ...audited(patch), event: closed });
    assert.equal(applyRequest(before, request), before, 'an invented 200');
    assert.ok(applyRequest(before, audited(patch).request) !== before, 'a real one');
  });

  it('is unknown where the body is not logged, and known again with the next whole one', () => {
    const hidden = known(create, { verb: 'patch', object });
    assert.deepEqual(hidden.unknown, ['*']);
    assert.deepEqual(
      known(create, { verb: 'patch', object }, { verb: 'update', object, body: plain }).unknown,
      [],
    );
    const truncated = { 'audit.k8s.io/truncated': 'true' };
    assert.deepEqual(known(create, { verb: 'update', object, annotations: truncated }).unknown, ['*']);
  });

  it('has a header where nothing more is known', () => {
    assert.deepEqual(known({ verb: 'create', object }), {
      object: { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'tidy', namespace: 'shop' } },
      unknown: ['*'],
    });
  });

  it('of which only a patch is seen is known in that part alone', () => {
    const found = known({ verb: 'patch', object, body: { spec: { suspend: true } } });
    assert.deepEqual([valueAt(found.object, ['spec', 'suspend']), found.unknown], [true, ['*']]);
  });

  it('may have lost a map of which nothing is certain', () => {
    const labelled = {
      ...plain,
      metadata: { name: 'tidy', namespace: 'shop', labels: { team: 'a', tier: 'b' } },
    };
    const relabelled = (labels: JsonObject): Sent => ({
      verb: 'patch',
      object,
      body: { metadata: { labels } },
    });
    const before: Effective = { ...known({ ...create, body: labelled }), unknown: ['metadata.labels.tier'] };
    const after = applyRequest(before, audited(relabelled({ team: null })).request);
    assert.deepEqual(after?.unknown, ['metadata.labels']);
  });

  it('may have lost such a map in a list, too', () => {
    const hooked = {
      name: 'main',
      image: 'registry.example/app:1',
      lifecycle: { preStop: { sleep: { seconds: 1 } } },
    };
    const apply: Sent = { verb: 'patch', object, query: 'fieldManager=alpha&force=true' };
    const emptied = cronJob([{ ...hooked, lifecycle: {} }]);
    const before: Effective = { ...known({ ...create, body: cronJob([hooked]) }), unknown: ['spec.suspend'] };
    const bare = { ...before, object: { ...before.object, metadata: { name: 'tidy', namespace: 'shop' } } };
    const after = applyRequest(bare, audited({ ...apply, body: emptied }).request);
    assert.ok(after?.unknown.includes(`${podSpec.join('.')}.containers[0].lifecycle`), after?.unknown.join());
  });

  it('is gone after delete', () => {
    assert.equal(played(create, { verb: 'delete', object }), undefined);
    assert.equal(
      played(
        { verb: 'create', object: 'v1/pods/shop/one' },
        { verb: 'create', object: 'v1/pods/shop/one/eviction' },
      ),
      undefined,
    );
  });

  for (const [query, left] of [
    ['', false],
    ['labelSelector=app%3Dtidy', false],
    ['labelSelector=app%3Dother', true],
    ['labelSelector=app%20in%20(tidy,other)', false],
    ['labelSelector=app%20notin%20(tidy)', true],
    ['labelSelector=!app', true],
    ['labelSelector=app,tier!%3Dfront', false],
    ['fieldSelector=metadata.name%3Dtidy', false],
    ['fieldSelector=metadata.name!%3Dtidy', true],
    ['labelSelector=app%3Dtidy&fieldSelector=metadata.name%3Dother', true],
  ] as const) {
    it(`${left ? 'stays' : 'goes'} when a collection is deleted by "${query}"`, () => {
      const body = { ...plain, metadata: { name: 'tidy', namespace: 'shop', labels: { app: 'tidy' } } };
      const after = played(
        { ...create, body },
        { verb: 'deletecollection', object: 'batch/v1/cronjobs/shop', query },
      );
      assert.equal(after !== undefined, left);
    });
  }

  it('may be gone where a selector asks for what is not known', () => {
    const query = 'fieldSelector=status.successful%3D1';
    const job = 'batch/v1/jobs/shop/once';
    const after = known(
      { verb: 'create', object: job },
      { verb: 'deletecollection', object: 'batch/v1/jobs/shop', query },
    );
    assert.deepEqual(after.unknown, ['*']);
  });

  it('is scaled', () => {
    const web = 'apps/v1/deployments/shop/web';
    const spec = {
      selector: { matchLabels: { a: 'b' } },
      template: { metadata: { labels: { a: 'b' } }, spec: { containers: [] } },
    };
    const made: Sent = {
      verb: 'create',
      object: web,
      body: { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec },
    };
    const scales: readonly Sent[] = [
      { verb: 'patch', object: `${web}/scale`, body: { spec: { replicas: 5 } } },
      { verb: 'patch', object: `${web}/scale`, body: [{ op: 'replace', path: '/spec/replicas', value: 5 }] },
      { verb: 'update', object: `${web}/scale`, body: { kind: 'Scale', spec: { replicas: 5 } } },
      {
        verb: 'update',
        object: `${web}/scale`,
        body: {},
        answer: { kind: 'Scale', metadata: {}, spec: { replicas: 5 } },
      },
    ];
    for (const scale of scales) assert.equal(valueAt(known(made, scale).object, ['spec', 'replicas']), 5);
    assert.deepEqual(known(made, { verb: 'patch', object: `${web}/scale` }).unknown, ['spec.replicas']);
    assert.deepEqual(known(made, { verb: 'patch', object: `${web}/scale` }, scales[0] ?? made).unknown, []);
  });

  it('gets ephemeral containers and nothing else through their subresource', () => {
    const one = 'v1/pods/shop/one';
    const body: JsonObject = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'one' },
      spec: { containers: [{ name: 'a', image: 'b' }] },
    };
    const debug = { name: 'debug', image: 'busybox' };
    const patch = { metadata: { labels: { x: 'y' } }, spec: { hostPID: true, ephemeralContainers: [debug] } };
    const { object: after } = known(
      { verb: 'create', object: one, body },
      { verb: 'patch', object: `${one}/ephemeralcontainers`, body: patch },
    );
    assert.equal(stringAt(listAt(valueAt(after, ['spec']), 'ephemeralContainers')[0], 'name'), 'debug');
    assert.deepEqual(
      [valueAt(after, ['spec', 'hostPID']), valueAt(after, ['metadata', 'labels'])],
      [undefined, undefined],
    );
  });

  it('is bound to a node', () => {
    const one = 'v1/pods/shop/one';
    const body: JsonObject = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'one' },
      spec: { containers: [{ name: 'a', image: 'b' }] },
    };
    const binding = { kind: 'Binding', target: { kind: 'Node', name: 'n1' } };
    const { object: after } = known(
      { verb: 'create', object: one, body },
      { verb: 'create', object: `${one}/binding`, body: binding },
    );
    assert.equal(valueAt(after, ['spec', 'nodeName']), 'n1');
  });
});

describe('a patch without its content type', () => {
  it('is strategic where a merge patch would have left no image', () => {
    const body = template({ containers: [{ name: 'main', args: ['all'] }] });
    const after = known(create, { verb: 'patch', object, body });
    assert.deepEqual([image(after), after.unknown], ['registry.example/app:1', []]);
  });

  it('leaves unknown what the dialects make different', () => {
    const body = template({ containers: [{ name: 'main', image: 'registry.example/app:2' }] });
    const after = known(create, { verb: 'patch', object, body });
    assert.equal(image(after), 'registry.example/app:2');
    assert.deepEqual(after.unknown, [`${podSpec.join('.')}.containers[0].command`]);
  });

  it('is an apply where it says force, and removes what its manager no longer applies', () => {
    const query = 'fieldManager=flux&force=true';
    const first = cronJob(
      [{ name: 'main', image: 'registry.example/app:1', env: [{ name: 'A', value: '1' }] }],
      { suspend: true },
    );
    const second = cronJob([{ name: 'main', image: 'registry.example/app:1' }]);
    const after = known(
      { verb: 'patch', object, body: first, query, code: 201 },
      { verb: 'patch', object, body: { spec: { timeZone: 'Etc/UTC' } }, query: 'fieldManager=kubectl-patch' },
      { verb: 'patch', object, body: second, query },
    );
    assert.deepEqual(after.unknown, []);
    assert.equal(valueAt(after.object, ['spec', 'suspend']), false);
    assert.equal(valueAt(after.object, ['spec', 'timeZone']), 'Etc/UTC');
    assert.deepEqual(listAt(listAt(valueAt(after.object, podSpec), 'containers')[0], 'env'), []);
  });

  it('does not guess who owns what where it did not know what was there before', () => {
    const apply: Sent = { verb: 'patch', object, query: 'fieldManager=alpha&force=true' };
    const named = (name: string) => cronJob([{ name, image: 'registry.example/app:1', command: ['run'] }]);
    const schedules = {
      manager: 'beta',
      operation: 'Apply',
      apiVersion: 'batch/v1',
      fieldsType: 'FieldsV1',
      fieldsV1: { 'f:spec': { 'f:schedule': {} } },
    };
    const read = {
      ...named('main'),
      metadata: { name: 'tidy', namespace: 'shop', managedFields: [schedules] },
    };
    // A write that hides its body, then a whole one of the same manager: main may be that one's, or was there already.
    const after = known(
      create,
      { verb: 'patch', object },
      { verb: 'update', object, body: read, query: 'fieldManager=alpha' },
      { ...apply, body: named('main') },
      { ...apply, body: named('other') },
    );
    assert.ok(
      after.unknown.some(path => path.startsWith('spec.jobTemplate')),
      after.unknown.join(),
    );
  });

  it('does not take what the server copies from a template for what was there', () => {
    const controller = 'v1/replicationcontrollers/shop/tidy';
    const config = (labels: JsonObject | undefined): JsonObject => ({
      apiVersion: 'v1',
      kind: 'ReplicationController',
      metadata: { name: 'tidy', ...(labels && { labels }) },
      spec: { template: { metadata: { labels: { app: 'tidy', team: 'a' } }, spec: { containers: [] } } },
    });
    const apply = (labels: JsonObject | undefined): Sent => ({
      verb: 'patch',
      object: controller,
      query: 'fieldManager=alpha&force=true',
      body: config(labels),
    });
    const owned = known({ ...apply({ app: 'tidy', team: 'a', x: 'a' }), code: 201 });
    const bare = {
      object: { ...owned.object, metadata: { name: 'tidy', labels: { app: 'tidy', team: 'a', x: 'a' } } },
      unknown: [],
    };
    const after = applyRequest(bare, audited(apply(undefined)).request);
    assert.ok(after?.unknown.includes('metadata.labels'), after?.unknown.join());
  });

  it('of a custom resource is no strategic one', () => {
    const custom = 'argoproj.io/v1alpha1/cronworkflows/shop/tidy';
    const made: Sent = {
      verb: 'create',
      object: custom,
      body: { kind: 'CronWorkflow', metadata: { name: 'tidy' }, spec: { list: [{ name: 'a' }] } },
    };
    const after = known(made, { verb: 'patch', object: custom, body: { spec: { list: [{ name: 'b' }] } } });
    assert.deepEqual([valueAt(after.object, ['spec', 'list']), after.unknown], [[{ name: 'b' }], []]);
  });

  it('that was done and cannot be says that something was missed', () => {
    const body = [{ op: 'replace', path: '/spec/nothing/here', value: 1 }];
    assert.deepEqual(known(create, { verb: 'patch', object, body }).unknown, ['*']);
  });

  const template = (spec: JsonObject): JsonObject => ({
    spec: { jobTemplate: { spec: { template: { spec } } } },
  });
});

describe('admission', () => {
  const key = 'patch.webhook.admission.k8s.io/round_0_index_1';
  const container = { name: 'injected', image: 'mesh.example/proxy:1' };
  const operations = [{ op: 'add', path: `/${podSpec.join('/')}/containers/-`, value: container }];
  const patch = JSON.stringify({
    configuration: 'c',
    webhook: 'w',
    patch: operations,
    patchType: 'JSONPatch',
  });
  const mutated = JSON.stringify({ configuration: 'c', webhook: 'w', mutated: true });

  it('is followed by its annotations', () => {
    const after = known({
      ...create,
      annotations: { [key]: patch, [key.replace('patch', 'mutation')]: mutated },
    });
    assert.equal(listAt(valueAt(after.object, podSpec), 'containers').length, 2);
    assert.deepEqual(after.unknown, []);
  });

  it('makes all unknown where it only says that something changed, or what cannot be', () => {
    const broken = [
      { [key.replace('patch', 'mutation')]: mutated },
      { [key]: '{"patch":[{"op":"remove","path":"/x"}]}' },
      { [key]: 'no JSON' },
    ];
    for (const annotations of broken) assert.deepEqual(known({ ...create, annotations }).unknown, ['*']);
  });
});

it('never throws, and leaves prototypes alone', () => {
  const name = fc.constantFrom(
    'spec',
    'metadata',
    'template',
    'containers',
    'name',
    'env',
    'labels',
    '__proto__',
    'constructor',
    '$patch',
    'managedFields',
  );
  const { value } = fc.letrec<{ value: Json }>(tie => ({
    value: fc.oneof(
      { maxDepth: 5 },
      fc.constantFrom<Json>('main', 'delete', null, 1, true),
      fc.array(tie('value'), { maxLength: 3 }),
      fc
        .array(fc.tuple(name, tie('value')), { maxLength: 4 })
        .map((entries): Json => JSON.parse(JSON.stringify(Object.fromEntries(entries)))),
    ),
  }));
  const request = fc.record({
    verb: fc.constantFrom('create', 'update', 'patch', 'patch', 'delete', 'deletecollection'),
    object: fc.constantFrom(
      object,
      'v1/pods/shop/one',
      'apps/v1/daemonsets/a/b',
      `${object}/scale`,
      'v1/pods/a/b/ephemeralcontainers',
      'batch/v1/jobs/a/b',
    ),
    body: value,
    query: fc.constantFrom('', 'force=true', 'fieldManager=a', 'labelSelector=((', 'fieldSelector=a=b'),
  });
  fc.assert(
    fc.property(fc.array(request, { maxLength: 5 }), requests => {
      played(...requests);
      assert.equal(Reflect.get({}, 'name'), undefined);
    }),
    { numRuns: 300 },
  );
});
