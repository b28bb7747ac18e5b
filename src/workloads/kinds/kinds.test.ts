import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import { auditActivity } from '../../formats/audit-activity.ts';
import type { JsonObject } from '../../model/json.ts';
import { booleanAt, isObject, objectAt, stringAt, stringsAt } from '../../model/json.ts';
import { parseText } from '../pods/parse-text.ts';
import { readWorkloadChange } from '../read-workload-change.ts';
import type { WorkloadDetail } from '../workload-change.ts';
import { builtInKinds, groupOf, kindOfObject, kindOfResource, workloadKinds } from './kinds.ts';
import { sourceKindOfObject, sourceKindOfResource, sourceKinds } from './sources/source-kinds.ts';
import { mayHoldPods, resourceMayHoldPods } from './without-pods.ts';

const origin = { source: 'test', file: 'examples.yml', line: 1 };

function workloadOf(object: JsonObject): WorkloadDetail {
  const change = readWorkloadChange(
    { type: 'manifest', cluster: '', format: 'manifest', origin, object },
    parseText,
  );
  assert.ok(change !== undefined);
  assert.deepEqual(change.missing, []);
  return change.workload;
}

function written(object: JsonObject, username: string, more: JsonObject = {}): WorkloadDetail {
  const kind = kindOfObject(stringAt(object, 'kind') ?? '', stringAt(object, 'apiVersion') ?? '');
  const event: JsonObject = {
    level: 'RequestResponse',
    stage: 'ResponseComplete',
    verb: 'create',
    user: { username },
    objectRef: { resource: kind?.resource, apiGroup: kind?.groups[0], namespace: 'ns' },
    responseStatus: { code: 201 },
    responseObject: object,
    ...more,
  };
  const change = readWorkloadChange(
    auditActivity({ event, origin, cluster: '', format: 'kubernetes-audit' }),
  );
  assert.ok(change !== undefined);
  return change.workload;
}

const examples: unknown = parse(readFileSync(join(import.meta.dirname, 'examples.yml'), 'utf8'), {
  merge: true,
});
assert.ok(Array.isArray(examples));
const seen = new Set<unknown>();

for (const [index, example] of examples.entries()) {
  const object = objectAt(example, 'object');
  assert.ok(object !== undefined);
  const kind = kindOfObject(stringAt(object, 'kind') ?? '', stringAt(object, 'apiVersion') ?? '');
  assert.ok(kind !== undefined, `example ${index}`);
  seen.add(kind);

  describe(`${stringAt(object, 'apiVersion')} ${kind.kind} (${index})`, () => {
    test('containers with their paths, and what they run', () => {
      const found = workloadOf(object).containers.map(
        ({ path, name, image, commandLines }) => `${path} ${name} ${image} ${commandLines.join(' ; ')}`,
      );
      const expected = stringsAt(example, 'containers');
      assert.deepEqual(found.toSorted(), expected.toSorted());
    });

    test('schedule, time zone, pause, account, host network, references', () => {
      const workload = workloadOf(object);
      assert.deepEqual(workload.schedules, stringsAt(example, 'schedules'));
      assert.equal(workload.schedule, stringsAt(example, 'schedules')[0] ?? '');
      assert.equal(workload.scheduled, workload.schedules.length > 0);
      assert.equal(workload.timeZone, stringAt(example, 'timeZone') ?? '');
      assert.equal(workload.suspended, booleanAt(example, 'suspended') ?? false);
      assert.equal(workload.serviceAccount, stringAt(example, 'serviceAccount') ?? '');
      assert.equal(workload.hostNetwork, booleanAt(example, 'hostNetwork') ?? false);
      const references = workload.references.map(({ kind: of, name, path }) => `${of} ${name} ${path}`);
      assert.deepEqual(references, stringsAt(example, 'references'));
    });

    test('an audited write says the same; without a body, only that there is one', () => {
      const proposed = workloadOf(object);
      const unread = proposed.containers.filter(({ path }) => !/podSpecPatch|resource\.manifest/.test(path));
      const audited = written(object, 'alice');
      assert.deepEqual(
        audited.containers.map(({ path }) => path),
        unread.map(({ path }) => path),
      );
      const hidden = written(object, 'alice', { level: 'Metadata', responseObject: undefined });
      assert.deepEqual([hidden.kind, hidden.containers, hidden.kindKnown], [kind.kind, [], true]);
    });

    const made = stringAt(example, 'made');
    if (made === undefined) return;
    const [child = '', , account = ''] = made.split(' ');

    test(`makes ${made}, which is believed less than what a built-in controller makes`, () => {
      const rule = kind.makes?.find(each => each.kind === child && each.accounts.includes(account));
      assert.ok(rule !== undefined);
      const owner = { apiVersion: stringAt(object, 'apiVersion'), kind: kind.kind, name: 'o', uid: 'u' };
      const ownerReferences = [{ ...owner, controller: true }];
      const of: JsonObject = {
        apiVersion: rule.group === '' ? 'v1' : `${rule.group}/v1`,
        kind: child,
        metadata: { name: 'c', ownerReferences },
        spec: {},
      };
      const user = `system:serviceaccount:somewhere:${account}`;
      const { operated, derived } = written(of, user);
      assert.deepEqual([operated, derived], [true, false]);
      assert.equal(written(of, account).operated, false, 'a user of that name');
      assert.equal(written(of, 'system:serviceaccount:somewhere:other').operated, false, 'another account');
      const impersonated = { impersonatedUser: { username: user } };
      assert.equal(written(of, 'alice', impersonated).operated, false, 'somebody who acts as it');
      const foreign = { ...owner, apiVersion: 'acme.example/v1', controller: true };
      const unlike = { ...of, metadata: { name: 'c', ownerReferences: [foreign] } };
      assert.equal(written(unlike, user).operated, false, 'a namesake of the owner in another group');
    });
  });
}

describe('the registry', () => {
  test('every kind has an example', () => {
    const without = workloadKinds
      .filter(kind => !seen.has(kind))
      .map(({ kind, groups }) => [kind, groups[0]]);
    assert.deepEqual(without, []);
  });

  test('each kind and resource of a group is there once, and is found', () => {
    for (const kind of workloadKinds) {
      for (const group of kind.groups) {
        assert.equal(kindOfResource(kind.resource, group), kind);
        assert.equal(kindOfObject(kind.kind, group === '' ? 'v1' : `${group}/v9`), kind);
      }
    }
  });

  test('a kind has its resource, whichever group it is of', () => {
    const resources = new Map<string, string>();
    for (const { kind, resource } of workloadKinds)
      assert.equal(resources.get(kind) ?? resources.set(kind, resource).get(kind), resource);
  });

  test('what third parties make is a kind that is known', () => {
    for (const { makes = [] } of workloadKinds)
      for (const { kind, group } of makes)
        assert.ok(kindOfObject(kind, group === '' ? 'v1' : `${group}/v1`), `${group} ${kind}`);
  });

  test('built-in kinds are told from the others', () => {
    assert.equal(builtInKinds.length, 9);
    for (const kind of workloadKinds)
      assert.equal(builtInKinds.includes(kind), kind.project === undefined && kind.makes === undefined);
  });
});

describe('what is not searched for pods', () => {
  test('built-in resources and groups', () => {
    for (const resource of [
      'leases',
      'events',
      'endpointslices',
      'tokenreviews',
      'subjectaccessreviews',
      'pods',
    ])
      assert.equal(resourceMayHoldPods(resource), false, resource);
    for (const resource of ['crontabs', 'nightlies', 'applications', 'databases'])
      assert.equal(resourceMayHoldPods(resource), true, resource);
    for (const group of ['', 'apps', 'coordination.k8s.io', 'apiextensions.k8s.io', 'kyverno.io'])
      assert.equal(mayHoldPods(group), false, group);
    assert.equal(mayHoldPods('stable.example.com', 'crontabs'), true);
  });

  test('sources of GitOps systems are known, and are no workloads', () => {
    for (const { kind, resource, groups } of sourceKinds) {
      const group = groups[0] ?? '';
      assert.equal(sourceKindOfObject(kind, group)?.kind, kind);
      assert.equal(sourceKindOfResource(resource, group)?.kind, kind);
      assert.equal(mayHoldPods(group, kind), false);
      assert.equal(mayHoldPods(group, resource), false);
      const object = {
        apiVersion: `${group}/v1`,
        kind,
        spec: { containers: [{ image: 'x', command: ['y'] }] },
      };
      assert.ok(isObject(object));
      const activity = { type: 'manifest', cluster: '', format: 'manifest', origin, object } as const;
      assert.equal(readWorkloadChange(activity), undefined);
    }
    assert.equal(groupOf('argoproj.io/v1alpha1'), 'argoproj.io');
    assert.equal(mayHoldPods('argoproj.io', 'workfloweventbindings'), true);
  });
});
