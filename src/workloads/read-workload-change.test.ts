import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { auditActivity } from '../formats/audit-activity.ts';
import type { Activity } from '../model/activity.ts';
import type { JsonObject } from '../model/json.ts';
import { builtInKinds, workloadKinds } from './kinds/kinds.ts';
import { readWorkloadChange } from './read-workload-change.ts';
import type { WorkloadChange } from './workload-change.ts';

const origin = { source: 'test', file: 'audit.log', line: 1 };

function audited(event: JsonObject): Activity {
  const whole: JsonObject = {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'RequestResponse',
    stage: 'ResponseComplete',
    verb: 'create',
    user: { username: 'alice@corp.example', groups: ['system:authenticated'] },
    responseStatus: { code: 201 },
    ...event,
  };
  return auditActivity({ event: whole, origin, cluster: 'c', format: 'kubernetes-audit' });
}

function manifest(object: JsonObject): Activity {
  return { type: 'manifest', cluster: 'c', format: 'manifest', origin, object };
}

function changeOf(activity: Activity): WorkloadChange {
  const change = readWorkloadChange(activity);
  assert.ok(change !== undefined);
  return change;
}

const podSpec: JsonObject = {
  hostPID: true,
  serviceAccountName: 'runner',
  initContainers: [
    { name: 'prepare', image: 'busybox', command: ['true'] },
    { name: 'proxy', image: 'envoy:1', restartPolicy: 'Always' },
  ],
  containers: [
    {
      name: 'main',
      image: 'registry.example:5000/team/app:1.2@sha256:'.concat('a'.repeat(64)),
      command: ['sh', '-c'],
      args: ['echo hello'],
      securityContext: {
        privileged: true,
        capabilities: { add: ['CAP_SYS_ADMIN', 'net_raw'], drop: ['ALL'] },
      },
      lifecycle: {
        postStart: { exec: { command: ['wget', '-q'] } },
        preStop: { exec: { command: ['stop'] } },
      },
      livenessProbe: { exec: { command: ['check'] } },
      env: [
        { name: 'A', value: 'x' },
        { name: 'B', valueFrom: { secretKeyRef: { name: 'db', key: 'p' } } },
        { name: 'C', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
      ],
      envFrom: [{ configMapRef: { name: 'settings' } }],
      volumeMounts: [{ name: 'root', mountPath: '/host', mountPropagation: 'Bidirectional' }],
      ports: [{ containerPort: 80, hostPort: 8080 }],
    },
  ],
  ephemeralContainers: [{ name: 'debug', image: 'alpine', targetContainerName: 'main' }],
  securityContext: { runAsUser: 0, seccompProfile: { type: 'RuntimeDefault' } },
  volumes: [
    { name: 'root', hostPath: { path: '/', type: 'Directory' } },
    {
      name: 'token',
      projected: { sources: [{ serviceAccountToken: { path: 't' } }, { secret: { name: 's' } }] },
    },
    { name: 'none' },
  ],
};

function objectOf(
  kind: string,
  apiVersion: string,
  template: readonly string[],
  spec: JsonObject,
): JsonObject {
  let inner: JsonObject = { metadata: { labels: { app: 'x' } }, spec };
  if (template.length === 0) return { apiVersion, kind, metadata: { name: 'n', namespace: 'ns' }, spec };
  for (const key of template.toReversed()) inner = { [key]: inner };
  return { apiVersion, kind, metadata: { name: 'n', namespace: 'ns' }, ...inner };
}

describe('every kind and version', () => {
  const versions: readonly (readonly [string, readonly string[]])[] = [
    ['Pod', ['v1']],
    ['PodTemplate', ['v1']],
    ['ReplicationController', ['v1']],
    ['Job', ['batch/v1']],
    ['CronJob', ['batch/v2alpha1', 'batch/v1beta1', 'batch/v1']],
    ['Deployment', ['extensions/v1beta1', 'apps/v1beta1', 'apps/v1beta2', 'apps/v1']],
    ['ReplicaSet', ['extensions/v1beta1', 'apps/v1']],
    ['DaemonSet', ['extensions/v1beta1', 'apps/v1']],
    ['StatefulSet', ['apps/v1beta1', 'apps/v1']],
  ];
  assert.equal(versions.length, builtInKinds.length);
  for (const [name, apiVersions] of versions) {
    const kind = builtInKinds.find(each => each.kind === name);
    assert.ok(kind !== undefined);
    for (const apiVersion of apiVersions) {
      test(`${apiVersion} ${name}`, () => {
        const object = objectOf(name, apiVersion, kind.template, podSpec);
        const slash = apiVersion.indexOf('/');
        const objectRef = {
          resource: kind.resource,
          ...(slash > 0 && { apiGroup: apiVersion.slice(0, slash) }),
          apiVersion: apiVersion.slice(slash + 1),
          namespace: 'ns',
          name: 'n',
        };
        const seen = changeOf(audited({ objectRef, requestObject: object, responseObject: object }));
        const proposed = changeOf(manifest(object));
        assert.deepEqual(seen.workload, proposed.workload);
        assert.equal(seen.workload.kind, name);
        assert.equal(seen.workload.hostPID, true);
        assert.equal(seen.change.complete, true);
        assert.deepEqual(
          seen.workload.containers.map(({ name: of, role }) => [of, role]),
          [
            ['prepare', 'init'],
            ['proxy', 'sidecar'],
            ['main', 'container'],
            ['debug', 'ephemeral'],
          ],
        );
        const path = [...kind.template, 'spec', 'containers[0]'].join('.');
        assert.equal(seen.workload.containers[2]?.path, path);
      });
    }
  }

  test('resources of the same name in other groups are something else', () => {
    for (const apiGroup of ['batch.acme.example', 'metrics.k8s.io', undefined]) {
      const objectRef = {
        resource: apiGroup === 'metrics.k8s.io' ? 'pods' : 'jobs',
        apiGroup,
        namespace: 'ns',
      };
      assert.equal(readWorkloadChange(audited({ objectRef })), undefined);
    }
    assert.equal(
      readWorkloadChange(manifest({ apiVersion: 'batch.acme.example/v1alpha1', kind: 'Job' })),
      undefined,
    );
  });
});

test('a container with all that it can run, see and do', () => {
  const { workload } = changeOf(
    manifest({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: podSpec }),
  );
  const main = workload.containers[2];
  assert.ok(main !== undefined);
  assert.deepEqual(main.commandLines, ['sh -c echo hello', 'wget -q', 'stop', 'check']);
  assert.deepEqual([main.registry, main.repository, main.tag], ['registry.example:5000', 'team/app', '1.2']);
  assert.deepEqual(main.capabilitiesAdd, ['SYS_ADMIN', 'NET_RAW']);
  assert.deepEqual([main.privileged, main.runAsUser, main.runAsRoot], [true, 0, true]);
  assert.equal(main.seccompProfile, 'RuntimeDefault');
  assert.deepEqual(main.mounts, [
    {
      name: 'root',
      mountPath: '/host',
      subPath: '',
      readOnly: false,
      hostPath: '/',
      propagation: 'Bidirectional',
    },
  ]);
  assert.deepEqual(main.env[1], { name: 'B', value: '', secret: 'db', configMap: '', fieldPath: '' });
  assert.deepEqual(main.envFrom, [{ secret: '', configMap: 'settings' }]);
  assert.deepEqual([main.ports, main.hostPorts], [[80], [8080]]);
  assert.deepEqual(
    workload.volumes.map(volume => [volume.type, volume.source, volume.serviceAccountToken]),
    [
      ['hostPath', '', false],
      ['projected', 's', true],
      ['emptyDir', '', false],
    ],
  );
});

test('paths of the node, in their shortest form, with the part that is mounted', () => {
  const spec = {
    volumes: [
      { name: 'a', hostPath: { path: '//etc/./cron.d/' } },
      { name: 'root', hostPath: { path: '/' } },
      { name: 'windows', hostPath: { path: 'C:\\data' } },
    ],
    containers: [
      {
        name: 'main',
        volumeMounts: [
          { name: 'a', mountPath: '/a' },
          { name: 'root', mountPath: '/b' },
          { name: 'root', mountPath: '/c', subPath: 'var/spool/' },
          { name: 'windows', mountPath: '/d' },
          { name: 'unknown', mountPath: '/e', subPath: 'x' },
        ],
      },
    ],
  };
  const { workload } = changeOf(manifest({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec }));
  assert.deepEqual(
    workload.containers[0]?.mounts.map(mount => mount.hostPath),
    ['/etc/cron.d', '/', '/var/spool', 'C:\\data', ''],
  );
});

describe('which body', () => {
  const objectRef = { resource: 'cronjobs', apiGroup: 'batch', apiVersion: 'v1', namespace: 'ns', name: 'n' };
  const cronJob = objectOf('CronJob', 'batch/v1', ['spec', 'jobTemplate', 'spec', 'template'], podSpec);
  const status = { kind: 'Status', apiVersion: 'v1', status: 'Failure', code: 422 };

  test('the response is preferred: admission may have added a container', () => {
    const injected = objectOf('CronJob', 'batch/v1', ['spec', 'jobTemplate', 'spec', 'template'], {
      containers: [{ name: 'main' }, { name: 'injected' }],
    });
    const { workload, missing } = changeOf(
      audited({ objectRef, requestObject: cronJob, responseObject: injected }),
    );
    assert.deepEqual(
      workload.containers.map(({ name }) => name),
      ['main', 'injected'],
    );
    assert.deepEqual(missing, []);
  });

  test('a Status is no object: the refused request is read', () => {
    const change = changeOf(
      audited({ objectRef, requestObject: cronJob, responseObject: status, responseStatus: { code: 422 } }),
    );
    assert.equal(change.workload.containers.length, 4);
    assert.equal(change.change.outcome, 'failed');
  });

  test('a generated name is in the response', () => {
    const made = { ...cronJob, metadata: { generateName: 'n-', name: 'n-x7k', namespace: 'ns', uid: 'u1' } };
    const { workload } = changeOf(
      audited({ objectRef: { ...objectRef, name: undefined }, responseObject: made }),
    );
    assert.deepEqual([workload.name, workload.generateName, workload.uid], ['n-x7k', 'n-', 'u1']);
  });

  test('Metadata: only the header', () => {
    const { change, workload, missing, object } = changeOf(audited({ level: 'Metadata', objectRef }));
    assert.deepEqual([change.visible, change.complete, workload.name, object], [false, false, 'n', null]);
    assert.deepEqual(missing, ['requestObject', 'responseObject']);
  });

  test('a strategic merge patch is read as far as it goes', () => {
    const patch = {
      spec: {
        jobTemplate: {
          spec: {
            template: {
              spec: {
                containers: [
                  { name: 'main', command: ['sh'] },
                  { name: 'gone', $patch: 'delete' },
                ],
              },
            },
          },
        },
      },
    };
    const { change, workload } = changeOf(
      audited({ verb: 'patch', objectRef, requestObject: patch, responseStatus: { code: 200 } }),
    );
    assert.deepEqual([change.complete, change.visible], [false, true]);
    assert.deepEqual(
      workload.containers.map(({ name, commandLines }) => [name, commandLines]),
      [['main', ['sh']]],
    );
    assert.equal(workload.name, 'n');
  });

  test('server-side apply that made the object holds all of it', () => {
    const event = { verb: 'patch', objectRef, requestObject: cronJob };
    assert.equal(changeOf(audited({ ...event, responseStatus: { code: 201 } })).change.complete, true);
    assert.equal(changeOf(audited({ ...event, responseStatus: { code: 200 } })).change.complete, false);
  });

  test('a JSON Patch is read by its paths', () => {
    const requestObject: JsonObject[] = [
      { op: 'test', path: '/spec/suspend', value: false },
      { op: 'replace', path: '/spec/schedule', value: '@hourly' },
      {
        op: 'replace',
        path: '/spec/jobTemplate/spec/template/spec/containers/1/command/2',
        value: 'curl x | sh',
      },
      {
        op: 'add',
        path: '/spec/jobTemplate/spec/template/spec/containers/-',
        value: { name: 'new', image: 'evil' },
      },
      { op: 'add', path: '/metadata/annotations/a~1b', value: 'c' },
      { op: 'add', path: '/__proto__/polluted', value: true },
      { op: 'remove', path: '/spec/timeZone' },
    ];
    const { workload } = changeOf(
      audited({ verb: 'patch', objectRef, requestObject, responseStatus: { code: 200 } }),
    );
    const spec = 'spec.jobTemplate.spec.template.spec';
    assert.equal(workload.schedule, '@hourly');
    assert.deepEqual(
      workload.containers.map(({ path, image, commandLines }) => [path, image, commandLines]),
      [
        [`${spec}.containers[1]`, '', ['curl x | sh']],
        [`${spec}.containers[-]`, 'evil', []],
      ],
    );
    assert.equal(workload.annotations.get('a/b'), 'c');
    assert.equal(Reflect.get({}, 'polluted'), undefined);
  });

  test('a whole spec by JSON Patch, then a part of it', () => {
    const requestObject: JsonObject[] = [
      {
        op: 'replace',
        path: '/spec/jobTemplate/spec/template/spec',
        value: { hostPID: true, containers: [{ name: 'a' }] },
      },
      { op: 'add', path: '/spec/jobTemplate/spec/template/spec/hostIPC', value: true },
    ];
    const { workload } = changeOf(
      audited({ verb: 'patch', objectRef, requestObject, responseStatus: { code: 200 } }),
    );
    assert.deepEqual([workload.hostPID, workload.hostIPC, workload.containers[0]?.name], [true, true, 'a']);
  });

  test('a delete has options, not the object', () => {
    const { change } = changeOf(
      audited({
        verb: 'delete',
        objectRef,
        requestObject: { kind: 'DeleteOptions' },
        responseObject: status,
      }),
    );
    assert.equal(change.visible, false);
  });

  test('reads and other subresources are no template changes', () => {
    for (const verb of ['get', 'list', 'watch']) {
      assert.equal(readWorkloadChange(audited({ verb, objectRef })), undefined);
    }
    for (const subresource of ['status', 'scale', 'binding', 'eviction', 'exec', 'resize']) {
      const reference = { resource: 'pods', apiVersion: 'v1', namespace: 'ns', name: 'n', subresource };
      assert.equal(readWorkloadChange(audited({ objectRef: reference })), undefined, subresource);
    }
  });

  test('an ephemeral container comes alone in the request, in all forms', () => {
    const reference = {
      resource: 'pods',
      apiVersion: 'v1',
      namespace: 'ns',
      name: 'n',
      subresource: 'ephemeralcontainers',
    };
    const ephemeralContainers = [{ name: 'debug', image: 'alpine', command: ['nsenter', '-t', '1'] }];
    const bodies: readonly (readonly [string, JsonObject | readonly JsonObject[]])[] = [
      ['patch', { spec: { ephemeralContainers } }],
      ['patch', [{ op: 'add', path: '/spec/ephemeralContainers/-', value: ephemeralContainers[0] ?? {} }]],
      ['update', { kind: 'EphemeralContainers', apiVersion: 'v1', ephemeralContainers }],
      ['update', { kind: 'Pod', apiVersion: 'v1', spec: { ephemeralContainers } }],
    ];
    for (const [verb, requestObject] of bodies) {
      const event = {
        verb,
        objectRef: reference,
        level: 'Request',
        requestObject,
        responseStatus: { code: 200 },
      };
      const { workload, change } = changeOf(audited(event));
      assert.deepEqual(
        workload.containers.map(({ name, role }) => [name, role]),
        [['debug', 'ephemeral']],
      );
      assert.equal(change.subresource, 'ephemeralcontainers');
    }
  });
});

describe('who made it', () => {
  const owner = (kind: string, controller = true) => ({
    kind,
    apiVersion: 'batch/v1',
    name: 'o',
    uid: 'u',
    controller,
  });
  const job = (ownerReferences: readonly JsonObject[]): JsonObject => ({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'o-29712345', namespace: 'ns', ownerReferences },
    spec: { template: { spec: { containers: [] } } },
  });
  const objectRef = { resource: 'jobs', apiGroup: 'batch', apiVersion: 'v1', namespace: 'ns' };
  const cronjobController = { username: 'system:serviceaccount:kube-system:cronjob-controller' };
  const manager = { username: 'system:kube-controller-manager' };
  const person = { username: 'alice@corp.example' };

  const cases: readonly (readonly [string, JsonObject, JsonObject, boolean])[] = [
    ['its controller', { user: cronjobController }, job([owner('CronJob')]), true],
    ['the controller manager', { user: manager }, job([owner('CronJob')]), true],
    ['a person with a forged owner', { user: person }, job([owner('CronJob')]), false],
    ['its controller, without an owner', { user: cronjobController }, job([]), false],
    [
      'its controller, owner not controlling',
      { user: cronjobController },
      job([owner('CronJob', false)]),
      false,
    ],
    ['its controller, another owner', { user: cronjobController }, job([owner('Deployment')]), false],
    [
      'another controller',
      { user: { username: 'system:serviceaccount:kube-system:job-controller' } },
      job([owner('CronJob')]),
      false,
    ],
    [
      'a namesake elsewhere',
      { user: { username: 'system:serviceaccount:web:cronjob-controller' } },
      job([owner('CronJob')]),
      false,
    ],
    [
      'somebody who acts as it',
      { user: person, impersonatedUser: cronjobController },
      job([owner('CronJob')]),
      false,
    ],
    [
      'it acting as somebody',
      { user: cronjobController, impersonatedUser: person },
      job([owner('CronJob')]),
      false,
    ],
  ];
  for (const [name, event, object, derived] of cases) {
    test(`${name}: ${derived ? 'derived' : 'not derived'}`, () => {
      const { workload } = changeOf(audited({ ...event, objectRef, responseObject: object }));
      assert.equal(workload.derived, derived);
    });
  }

  test('types of actors, real and effective', () => {
    const users: readonly (readonly [string, string])[] = [
      ['alice@corp.example', 'user'],
      ['system:admin', 'user'],
      ['system:anonymous', 'anonymous'],
      ['system:node:n1', 'node'],
      ['system:kube-scheduler', 'controller'],
      ['system:kube-controller-manager', 'controller'],
      ['system:serviceaccount:kube-system:ttl-after-finished-controller', 'controller'],
      ['system:serviceaccount:kube-system:coredns', 'serviceaccount'],
      ['system:serviceaccount:web:job-controller', 'serviceaccount'],
    ];
    for (const [username, type] of users) {
      const { actor } = changeOf(
        audited({ objectRef, user: { username: 'bob' }, impersonatedUser: { username } }),
      );
      assert.deepEqual([actor.type, actor.effectiveType, actor.impersonated], ['user', type, true], username);
      assert.equal(changeOf(audited({ objectRef, user: { username } })).actor.type, type);
    }
  });

  test('the pod behind a bound token', () => {
    const extra = { 'authentication.kubernetes.io/pod-name': ['web-1'] };
    const user = { username: 'system:serviceaccount:shop:web', extra };
    assert.equal(changeOf(audited({ objectRef, user })).actor.pod, 'shop/web-1');
    assert.equal(changeOf(audited({ objectRef, user: { ...user, username: 'eve' } })).actor.pod, '');
  });

  test('mirror pods', () => {
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p-n1', annotations: { 'kubernetes.io/config.mirror': 'x' } },
      spec: {},
    };
    assert.equal(changeOf(manifest(pod)).workload.mirror, true);
  });
});

describe('hostile objects', () => {
  test('ten thousand containers are inspected up to a limit, and that is said', () => {
    const containers = Array.from({ length: 10_000 }, (_, index) => ({
      name: `c${index}`,
      command: ['x'.repeat(100)],
    }));
    const { workload, missing } = changeOf(
      manifest({ apiVersion: 'v1', kind: 'Pod', metadata: {}, spec: { containers } }),
    );
    assert.ok(workload.containers.length < 10_000);
    assert.match(missing.join(), /^containers from number \d+ on/);
  });

  test('very long text is cut', () => {
    const containers = Array.from({ length: 200 }, () => ({
      args: Array.from({ length: 100 }, () => 'a'.repeat(20_000)),
    }));
    const { workload, missing } = changeOf(
      manifest({ apiVersion: 'v1', kind: 'Pod', metadata: {}, spec: { containers } }),
    );
    const total = workload.containers.flatMap(({ commandLines }) => commandLines).join('').length;
    assert.ok(total < 2_000_000, String(total));
    assert.equal(missing.length, 1);
  });

  test('keys that name prototypes are data', () => {
    const object: JsonObject = JSON.parse(
      '{"apiVersion":"v1","kind":"Pod","metadata":{"labels":{"__proto__":"x","constructor":"y"}},"spec":{"containers":[{"name":"a","constructor":"b","__proto__":{"image":"c"}}]}}',
    );
    const { workload } = changeOf(manifest(object));
    assert.deepEqual(
      [...workload.labels],
      [
        ['__proto__', 'x'],
        ['constructor', 'y'],
      ],
    );
    assert.equal(workload.containers[0]?.image, '');
  });

  test('any JSON in the place of a body is read without an error', () => {
    const kinds = fc.constantFrom(...workloadKinds);
    fc.assert(
      fc.property(kinds, fc.jsonValue(), fc.jsonValue(), (kind, spec, body) => {
        const object = objectOf(kind.kind, `${kind.groups[0] || ''}/v1`.replace(/^\//, ''), kind.template, {
          spec,
        });
        const objectRef = { resource: kind.resource, apiGroup: kind.groups[0] };
        readWorkloadChange(manifest({ ...object, spec, metadata: body }));
        readWorkloadChange(
          audited({ verb: 'patch', objectRef, requestObject: JSON.parse(JSON.stringify(body)) }),
        );
        return true;
      }),
    );
  });
});
