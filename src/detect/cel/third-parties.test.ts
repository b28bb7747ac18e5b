import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Activity } from '../../model/activity.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { eventActivity, objectEvent } from '../cases/case-activity.ts';
import { compileCel } from './compile-cel.ts';
import { celRule } from './test-rules.ts';

const privileged = celRule('workload.containers.exists(c, c.privileged)');
const write = (object: JsonObject, as: JsonObject = {}): Activity =>
  eventActivity(objectEvent(object, as), 0);
const argo = { user: 'system:serviceaccount:argo:argo' };

const container = (command: string): JsonObject => ({
  name: 'main',
  image: 'registry.example/app:1',
  command: ['sh', '-c', command],
  securityContext: { privileged: true },
});
const owned = (name: string, uid: string, owner?: JsonObject): JsonObject => ({
  name,
  uid,
  namespace: 'data',
  ...(owner && { ownerReferences: [{ apiVersion: 'argoproj.io/v1alpha1', controller: true, ...owner }] }),
});
const spec = (command: string): JsonObject => ({ templates: [{ name: 't', container: container(command) }] });
const cronWorkflow: JsonObject = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'CronWorkflow',
  metadata: owned('nightly', 'u0'),
  spec: { schedule: '0 1 * * *', workflowSpec: spec('work') },
};
const workflow = (run: number, command = 'work'): JsonObject => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Workflow',
  metadata: owned(`nightly-${run}`, `w${run}`, { kind: 'CronWorkflow', name: 'nightly', uid: 'u0' }),
  spec: spec(command),
});
const pod = (run: number, command: string): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: owned(`nightly-${run}-t`, `p${run}`, {
    kind: 'Workflow',
    name: `nightly-${run}`,
    uid: `w${run}`,
  }),
  spec: { containers: [container(command)] },
});

describe('what the controller of a third party makes from a template that was inspected', () => {
  test('is told of once for each thing that it runs, not with every run', () => {
    const { detector } = compileCel([privileged]);
    const found = (object: JsonObject, as: JsonObject) => detector.inspect(write(object, as)).length;
    assert.equal(found(cronWorkflow, { user: 'alice' }), 1);
    for (const run of [1, 2, 3]) {
      assert.equal(found(workflow(run), argo), 0, 'the same template');
      // Argo puts a program of its own before the command.
      assert.equal(found(pod(run, 'emissary work'), argo), run === 1 ? 1 : 0);
    }
  });

  test('is inspected all the same: a template that differs from its owner is seen', () => {
    const { detector } = compileCel([privileged]);
    detector.inspect(write(cronWorkflow));
    assert.equal(detector.inspect(write(workflow(1, 'something else'), argo)).length, 1);
  });

  test('others who name the owner are seen each time', () => {
    const { detector } = compileCel([privileged]);
    detector.inspect(write(cronWorkflow));
    for (const run of [1, 2]) {
      assert.equal(detector.inspect(write(workflow(run), { user: 'eve' })).length, 1);
      const acting = { user: 'eve', impersonated: argo };
      assert.equal(detector.inspect(write(workflow(run), acting)).length, 1);
    }
  });

  test('is seen each time where the owner was not', () => {
    const { detector } = compileCel([privileged]);
    for (const run of [1, 2]) assert.equal(detector.inspect(write(pod(run, 'work'), argo)).length, 1);
  });
});

describe('kinds that are not in the registry', () => {
  const thing = (more: JsonObject): JsonObject => ({
    apiVersion: 'acme.example/v1',
    kind: 'Nightly',
    metadata: { name: 'n', namespace: 'data' },
    spec: more,
  });
  const templates: readonly (readonly [string, Json, number])[] = [
    ['a pod template in it', { template: { spec: { containers: [container('a')] } } }, 1],
    ['nothing in it', { size: 3 }, 0],
  ];
  for (const [name, value, expected] of templates) {
    test(`${name}: ${expected}`, () => {
      const { detector } = compileCel([privileged]);
      assert.equal(detector.inspect(write(thing({ job: value }))).length, expected);
    });
  }

  test('at Metadata there is nothing to say, and nothing is counted as hidden', () => {
    const { detector } = compileCel([privileged]);
    assert.equal(detector.inspect(write(thing({}), { level: 'Metadata' })).length, 0);
    assert.equal(detector.hidden().size, 0);
  });

  test('interest: their writes, not their status, and no resource of Kubernetes itself', () => {
    const { interest } = compileCel([privileged]).detector;
    assert.equal(interest.pair('create', 'nightlies'), true);
    assert.equal(interest.pair('delete', 'nightlies'), false);
    assert.equal(interest.pair('get', 'nightlies'), false);
    assert.equal(
      interest.reference?.({
        verb: 'update',
        resource: 'nightlies',
        namespace: 'web',
        subresource: 'status',
      }),
      false,
    );
    for (const resource of ['leases', 'events', 'endpointslices', 'tokenreviews', 'subjectaccessreviews', ''])
      assert.equal(interest.pair('create', resource), false, resource);
  });

  test('interest: only if the rule can hold for them', () => {
    const of = (condition: string) => compileCel([celRule(condition)]).detector.interest;
    assert.equal(of('workload.kind == "CronJob"').pair('create', 'nightlies'), true, 'a namesake');
    assert.equal(of('workload.kindKnown && workload.hostPID').pair('create', 'nightlies'), false);
    assert.equal(of('workload.kind == "Nightly"').pair('create', 'nightlies'), true);
    assert.equal(of('workload.kind == "Nightly"').pair('create', 'jobs'), false);
  });
});

test('kinds of third parties without a body are counted as hidden', () => {
  const { detector } = compileCel([privileged]);
  detector.inspect(write(cronWorkflow, { level: 'Metadata' }));
  assert.deepEqual([...detector.hidden()], [['cronworkflows', 1]]);
});

test('Jobs of one name in two groups are two', () => {
  const { detector } = compileCel([privileged]);
  const of = (apiVersion: string, jobSpec: JsonObject) => ({
    apiVersion,
    kind: 'Job',
    metadata: { name: 'n', namespace: 'data' },
    spec: jobSpec,
  });
  const template = { spec: { containers: [container('a')] } };
  const update = { verb: 'update' };
  assert.equal(detector.inspect(write(of('batch/v1', { template }), update)).length, 1);
  assert.equal(
    detector.inspect(write(of('batch.volcano.sh/v1alpha1', { tasks: [{ template }] }), update)).length,
    1,
  );
});
