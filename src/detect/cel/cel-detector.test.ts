import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Activity } from '../../model/activity.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Signal } from '../../model/signal.ts';
import { eventActivity, objectEvent } from '../cases/case-activity.ts';
import type { CelDetector } from './cel-detector.ts';
import { compileCel } from './compile-cel.ts';
import { celRule, cronJobOf } from './test-rules.ts';

const privileged = celRule('workload.containers.exists(c, c.privileged)');
const evil: JsonObject = {
  containers: [
    {
      name: 'main',
      image: 'registry.example/app:1',
      command: ['run'],
      securityContext: { privileged: true },
    },
  ],
};

function detectorOf(...conditions: readonly string[]): CelDetector {
  const { detector, problems } = compileCel(
    conditions.map((condition, index) => celRule(condition, `Rule ${index}`)),
  );
  assert.deepEqual(problems, []);
  return detector;
}

function write(object: JsonObject, as: JsonObject = {}): Activity {
  return eventActivity(objectEvent(object, as), 0);
}

function manifest(object: JsonObject): Activity {
  const origin = { source: 'test', file: 'a.yaml', line: 3 };
  return { type: 'manifest', cluster: 'c', format: 'manifest', origin, object };
}

function made(
  kind: 'Job' | 'Pod' | 'ReplicaSet',
  name: string,
  owner: JsonObject,
  podSpec = evil,
): JsonObject {
  const metadata = {
    name,
    namespace: 'data',
    uid: `uid-${name}`,
    ownerReferences: [{ controller: true, ...owner }],
  };
  const apiVersion = { Job: 'batch/v1', Pod: 'v1', ReplicaSet: 'apps/v1' }[kind];
  return { apiVersion, kind, metadata, spec: kind === 'Pod' ? podSpec : { template: { spec: podSpec } } };
}

const cronJobOwner = { kind: 'CronJob', name: 'nightly', uid: 'uid-nightly' };
const by = (controller: string) => ({ user: `system:serviceaccount:kube-system:${controller}` });
const titles = (signals: readonly Signal[]) => signals.map(({ detector }) => detector.title);

test('a signal says what, where, how bad and why', () => {
  const [signal] = compileCel([privileged]).detector.inspect(manifest(cronJobOf(evil)));
  assert.deepEqual(signal, {
    detector: { type: 'cel', id: privileged.metadata.id, title: 'Test rule' },
    severity: 'high',
    attack: [{ technique: 'T1053.007', tactics: ['execution'] }],
    reasons: ['spec.jobTemplate.spec.template.spec.containers[0] ("main"): privileged is true'],
    evidence: [{ source: 'test', file: 'a.yaml', line: 3, auditID: '', time: null }],
    workload: { cluster: 'c', group: 'batch', kind: 'CronJob', namespace: 'data', name: 'nightly', uid: '' },
    missing: [],
  });
});

describe('what a rule sees', () => {
  const cases: readonly (readonly [string, JsonObject, number, number])[] = [
    ['allowed', {}, 1, 1],
    ['dry run', { dryRun: true }, 0, 1],
    ['forbidden', { code: 403 }, 0, 1],
    ['invalid', { code: 422 }, 0, 1],
  ];
  for (const [name, as, plain, outcome] of cases) {
    test(`${name}: ${plain} without change.outcome, ${outcome} with it`, () => {
      const activity = write(cronJobOf(evil), as);
      assert.equal(detectorOf('workload.containers.exists(c, c.privileged)').inspect(activity).length, plain);
      const all = detectorOf('change.outcome != "" && workload.containers.exists(c, c.privileged)');
      assert.equal(all.inspect(activity).length, outcome);
    });
  }

  test('interest: the verbs and kinds in which a rule may hold', () => {
    const { interest } = detectorOf('workload.kind == "CronJob" && workload.suspended');
    assert.deepEqual(
      [
        interest.pair('create', 'cronjobs'),
        interest.pair('patch', 'cronjobs'),
        interest.pair('create', 'pods'),
        interest.pair('delete', 'cronjobs'),
      ],
      [true, true, false, false],
    );
    const deletes = detectorOf(
      'change.verb in ["delete", "deletecollection"] && workload.everyNode',
    ).interest;
    assert.deepEqual(
      [deletes.pair('delete', 'daemonsets'), deletes.pair('create', 'daemonsets')],
      [true, false],
    );
  });

  test('a delete, from its header', () => {
    const detector = detectorOf('change.verb == "delete" && workload.scheduled && actor.type == "user"');
    assert.equal(detector.inspect(write(cronJobOf(evil), { verb: 'delete', level: 'Metadata' })).length, 1);
    assert.equal(detector.hidden().size, 0);
  });
});

describe('Metadata level', () => {
  test('rules about headers are asked, others are not, and that is counted', () => {
    const detector = detectorOf(
      'actor.user == "eve" && workload.scheduled',
      'actor.user == "eve" && workload.containers.all(c, c.name != "x")',
    );
    const signals = detector.inspect(write(cronJobOf(evil), { user: 'eve', level: 'Metadata' }));
    assert.deepEqual(titles(signals), ['Rule 0']);
    assert.deepEqual(signals[0]?.missing, ['requestObject', 'responseObject']);
    assert.deepEqual([...detector.hidden()], [['cronjobs', 1]]);
    assert.match(detector.blind?.()[0] ?? '', /^1 write to cronjobs had no body in the log/);
  });

  test('a rule that asks whether there is a body decides for itself', () => {
    const detector = detectorOf('!change.visible || workload.hostPID', 'change.visible && !workload.hostPID');
    assert.deepEqual(titles(detector.inspect(write(cronJobOf(evil), { level: 'Metadata' }))), ['Rule 0']);
    assert.deepEqual(titles(detector.inspect(write(cronJobOf(evil)))), ['Rule 1']);
  });

  test('what controllers write does not count', () => {
    const detector = detectorOf('workload.hostPID');
    detector.inspect(
      write(made('Job', 'nightly-1', cronJobOwner), { ...by('cronjob-controller'), level: 'Metadata' }),
    );
    assert.equal(detector.hidden().size, 0);
  });
});

describe('one template, one finding', () => {
  const nightly = cronJobOf(evil, { uid: 'uid-nightly' });
  const job = (number: number) => made('Job', `nightly-${number}`, cronJobOwner);
  const pod = (number: number) =>
    made('Pod', `nightly-${number}-x`, {
      kind: 'Job',
      name: `nightly-${number}`,
      uid: `uid-nightly-${number}`,
    });

  test('CronJob, Job, Pod: the CronJob alone', () => {
    const { detector } = compileCel([privileged]);
    assert.equal(detector.inspect(write(nightly)).length, 1);
    assert.equal(detector.inspect(write(job(1), by('cronjob-controller'))).length, 0);
    assert.equal(detector.inspect(write(pod(1), by('job-controller'))).length, 0);
  });

  test('Deployment, ReplicaSet, Pod, without credentials of their own for controllers', () => {
    const { detector } = compileCel([privileged]);
    const deployment = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace: 'data', uid: 'd' },
      spec: { template: { spec: evil } },
    };
    const manager = { user: 'system:kube-controller-manager' };
    assert.equal(detector.inspect(write(deployment)).length, 1);
    const replicaSet = made('ReplicaSet', 'web-5d', { kind: 'Deployment', name: 'web', uid: 'd' });
    assert.equal(detector.inspect(write(replicaSet, manager)).length, 0);
    const replica = made('Pod', 'web-5d-x', { kind: 'ReplicaSet', name: 'web-5d', uid: 'uid-web-5d' });
    assert.equal(detector.inspect(write(replica, manager)).length, 0);
  });

  test('an owner that was never seen: its first Job, once', () => {
    const { detector } = compileCel([privileged]);
    const [signal] = detector.inspect(write(job(1), by('cronjob-controller')));
    assert.equal(signal?.workload?.kind, 'Job');
    assert.equal(
      signal.reasons.at(-1),
      'made by a built-in controller from the template of CronJob data/nightly, whose own write was not seen whole',
    );
    for (const number of [2, 3]) {
      assert.equal(detector.inspect(write(job(number), by('cronjob-controller'))).length, 0);
      assert.equal(detector.inspect(write(pod(number), by('job-controller'))).length, 0);
    }
  });

  test('an owner whose body was hidden: its first Job', () => {
    const { detector } = compileCel([privileged]);
    detector.inspect(write(nightly, { level: 'Metadata' }));
    assert.equal(detector.inspect(write(job(1), by('cronjob-controller'))).length, 1);
  });

  test('an owner that changed unseen is looked at again through what it makes', () => {
    const { detector } = compileCel([privileged]);
    detector.inspect(
      write(cronJobOf({ containers: [{ name: 'main', image: 'a' }] }, { uid: 'uid-nightly' })),
    );
    assert.equal(detector.inspect(write(job(1), by('cronjob-controller'))).length, 0);
    detector.inspect(write(nightly, { verb: 'update', level: 'Metadata' }));
    assert.equal(detector.inspect(write(job(2), by('cronjob-controller'))).length, 1);
  });

  test('a patch that was reported is not reported again by what came of it', () => {
    const { detector } = compileCel([privileged]);
    const patch = { spec: { template: { spec: evil } } };
    const event = objectEvent(
      { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'data' } },
      { verb: 'patch', level: 'Request' },
    );
    assert.equal(detector.inspect(eventActivity({ ...event, requestObject: patch }, 0)).length, 1);
    const replicaSet = made('ReplicaSet', 'web-5d', { kind: 'Deployment', name: 'web', uid: 'd' });
    assert.equal(detector.inspect(write(replicaSet, by('deployment-controller'))).length, 0);
  });

  test('a person who forges an owner, or acts as a controller, is seen', () => {
    const { detector } = compileCel([privileged]);
    detector.inspect(write(nightly));
    assert.equal(detector.inspect(write(job(1), { user: 'eve' })).length, 1);
    const acting = { user: 'eve', impersonated: by('cronjob-controller') };
    assert.equal(detector.inspect(write(job(2), acting)).length, 1);
  });

  test('a rule that names workload.derived sees all', () => {
    const detector = detectorOf('workload.derived && workload.kind == "Job"');
    detector.inspect(write(nightly));
    assert.equal(detector.inspect(write(job(1), by('cronjob-controller'))).length, 1);
  });

  test('a new object of the same name is another owner', () => {
    const { detector } = compileCel([privileged]);
    detector.inspect(write(cronJobOf({ containers: [] }, { uid: 'uid-before' })));
    assert.equal(detector.inspect(write(job(1), by('cronjob-controller'))).length, 1);
  });
});

describe('the same object again', () => {
  const update = { verb: 'update', user: 'gitops' };
  const withImage = (image: string, more: JsonObject = {}) =>
    cronJobOf({
      containers: [{ name: 'main', image, command: ['run'], securityContext: { privileged: true } }],
      ...more,
    });
  const base = withImage('registry.example/app:1');

  const cases: readonly (readonly [string, JsonObject, JsonObject, number])[] = [
    ['as it was', base, update, 0],
    ['by somebody else, as it was', base, { verb: 'update', user: 'eve' }, 0],
    ['with other labels', cronJobOf(evil, { labels: { a: 'b' }, annotations: { c: 'd' } }), update, 0],
    [
      'with defaults filled in',
      withImage('registry.example/app:1', { restartPolicy: 'Never', schedulerName: 'default-scheduler' }),
      update,
      0,
    ],
    ['with another tag, by the same', withImage('registry.example/app:2'), update, 0],
    [
      'with another tag, by somebody else',
      withImage('registry.example/app:2'),
      { verb: 'update', user: 'eve' },
      1,
    ],
    ['with another image', withImage('evil.example/app:1'), update, 1],
    ['made anew', base, { user: 'gitops' }, 1],
  ];
  for (const [name, object, as, expected] of cases) {
    test(`${name}: ${expected === 0 ? 'nothing new' : 'news'}`, () => {
      const { detector } = compileCel([privileged]);
      assert.equal(detector.inspect(write(base, { user: 'gitops' })).length, 1);
      assert.equal(detector.inspect(write(object, as)).length, expected);
      assert.equal(detector.inspect(write(object, { ...as, verb: 'update' })).length, 0);
    });
  }

  test('what the rule looks at changed', () => {
    const detector = detectorOf('workload.schedule.startsWith("*/")');
    const every = (schedule: string) => ({ ...base, spec: { schedule } });
    assert.equal(detector.inspect(write(every('*/5 * * * *'))).length, 1);
    assert.equal(detector.inspect(write(every('*/5 * * * *'), update)).length, 0);
    assert.equal(detector.inspect(write(every('*/2 * * * *'), update)).length, 1);
  });

  test('a refused attempt again and again is one', () => {
    const detector = detectorOf('change.outcome == "refused" && workload.containers.exists(c, c.privileged)');
    assert.equal(detector.inspect(write(base, { code: 403 })).length, 1);
    assert.equal(detector.inspect(write(base, { code: 403 })).length, 0);
  });

  test('files are judged each for itself', () => {
    const { detector } = compileCel([privileged]);
    assert.equal(detector.inspect(manifest(base)).length, 1);
    assert.equal(detector.inspect(manifest(base)).length, 1);
  });

  test('token volumes with random names are the same volume', () => {
    const detector = detectorOf('workload.volumes.exists(v, v.serviceAccountToken)');
    const pod = (suffix: string) => ({
      containers: [
        { name: 'main', image: 'a', volumeMounts: [{ name: `kube-api-access-${suffix}`, mountPath: '/t' }] },
      ],
      volumes: [{ name: `kube-api-access-${suffix}`, projected: { sources: [{ serviceAccountToken: {} }] } }],
    });
    const job = (number: number) => made('Job', `n-${number}`, cronJobOwner, pod(`x${number}`));
    assert.equal(detector.inspect(write(job(1), by('cronjob-controller'))).length, 1);
    assert.equal(detector.inspect(write(job(2), by('cronjob-controller'))).length, 0);
  });
});

describe('errors and hostile objects', () => {
  test('a rule that cannot be evaluated is counted, not silent', () => {
    const detector = detectorOf('workload.labels["team"] == "x"', 'object.spec.nowhere.deeper == 1');
    assert.deepEqual(detector.inspect(manifest(cronJobOf(evil))), []);
    assert.deepEqual(
      detector.failures().map(({ title, count }) => [title, count]),
      [
        ['Rule 0', 1],
        ['Rule 1', 1],
      ],
    );
    assert.match(detector.blind?.().join() ?? '', /the rule "Rule 0" could not be evaluated once: /);
  });

  test('keys that name prototypes, in the raw object', () => {
    const object: JsonObject = JSON.parse(
      '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"constructor":"x","__proto__":{"a":1}}}',
    );
    const detector = detectorOf(
      'object.spec["constructor"] == "x" && object.spec["__proto__"].a == 1 && !has(object.spec.toString)',
    );
    assert.equal(detector.inspect(manifest(object)).length, 1);
    assert.deepEqual(detector.failures(), []);
  });

  test('ten thousand containers: what was looked at is said', () => {
    const containers = Array.from({ length: 10_000 }, (_, index) => ({ name: `c${index}` }));
    const detector = detectorOf('workload.containers.exists(c, c.name == "c7")');
    const [signal] = detector.inspect(manifest(cronJobOf({ containers })));
    assert.match(signal?.missing.join() ?? '', /more than Watchbill inspects/);
  });

  test('a rule that would take too long fails, and that is said', () => {
    const all = (variable: string, rest: string) => `workload.containers.exists(${variable}, ${rest})`;
    const detector = detectorOf(
      all('a', all('b', all('c', all('d', 'a.name + b.name + c.name + d.name == "x"')))),
    );
    const containers = Array.from({ length: 200 }, (_, index) => ({ name: `c${index}` }));
    assert.deepEqual(detector.inspect(manifest(cronJobOf({ containers }))), []);
    assert.match(detector.failures()[0]?.message ?? '', /too large for this rule/);
    assert.deepEqual(detector.inspect(manifest(cronJobOf({ containers: [{ name: 'a' }] }))), []);
    assert.equal(detector.failures()[0]?.count, 1);
  });

  test('a huge raw object is cut', () => {
    const detector = detectorOf('object.spec.list.size() > 0 && workload.kind == "Pod"');
    const list = Array.from({ length: 300_000 }, () => ({ a: [1, 2, 3] }));
    assert.equal(
      detector.inspect(manifest({ apiVersion: 'v1', kind: 'Pod', metadata: {}, spec: { list } })).length,
      1,
    );
  });
});
