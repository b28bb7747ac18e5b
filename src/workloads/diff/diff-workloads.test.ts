import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../../model/json.ts';
import { kindOfObject } from '../kinds/kinds.ts';
import { nobody } from '../read-actor.ts';
import { readWorkload } from '../read-workload.ts';
import type { Container, WorkloadDetail } from '../workload-change.ts';
import { diffWorkloads } from './diff-workloads.ts';
import type { FieldChange } from './field-change.ts';
import { changesWhatRuns } from './field-change.ts';

const podSpec: JsonObject = {
  serviceAccountName: 'reader',
  containers: [
    {
      name: 'main',
      image: 'registry.example/app:1',
      command: ['run'],
      env: [
        { name: 'KEY', value: 'first secret' },
        { name: 'FROM', valueFrom: { secretKeyRef: { name: 'keys', key: 'a' } } },
      ],
      volumeMounts: [{ name: 'data', mountPath: '/data' }],
      lifecycle: { postStart: { exec: { command: ['warm', 'up'] } } },
    },
    { name: 'side', image: 'registry.example/side:1' },
  ],
  volumes: [{ name: 'data', emptyDir: {} }],
};

function cronJob(spec: JsonObject, changes: JsonObject = {}, metadata: JsonObject = {}): WorkloadDetail {
  const object = {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'tidy', namespace: 'shop', ...metadata },
    spec: { schedule: '0 3 * * *', jobTemplate: { spec: { template: { spec } } }, ...changes },
  };
  const kind = kindOfObject('CronJob', 'batch/v1');
  assert.ok(kind);
  return readWorkload({ kind, group: 'batch', object, actor: nobody }).workload;
}

const before = cronJob(podSpec);
const main = firstOf(before);

function firstOf({ containers: [first] }: WorkloadDetail): Container {
  assert.ok(first);
  return first;
}

/** Of every field that is not a plain text, a value that it does not have. */
const others: { readonly [field: string]: unknown } = {
  labels: new Map([['a', 'b']]),
  annotations: new Map([['a', 'b']]),
  podLabels: new Map([['a', 'b']]),
  podAnnotations: new Map([['a', 'b']]),
  nodeSelector: new Map([['a', 'b']]),
  owner: { kind: 'A', name: 'b', uid: 'c', controller: true },
  schedules: ['* * * * *'],
  tolerations: [{ key: 'a', operator: 'Exists', value: '', effect: '' }],
  imagePullSecrets: ['pull'],
  volumes: [],
  references: [{ kind: 'A', name: 'b', path: 'c' }],
  containers: [],
  command: ['other'],
  args: ['other'],
  commandLines: ['run', 'other'],
  env: [],
  envFrom: [{ secret: 'a', configMap: '' }],
  capabilitiesAdd: ['SYS_ADMIN'],
  capabilitiesDrop: ['ALL'],
  mounts: [],
  ports: [1],
  hostPorts: [1],
  decoded: ['x'],
};

const another = (field: string, value: unknown): unknown => {
  if (Object.hasOwn(others, field)) return others[field];
  if (typeof value === 'boolean') return !value;
  return typeof value === 'number' ? value + 7 : `${value}-other`;
};

/** Fields whose change is none of the workload's: they are what it is, who wrote it, or follow from others. */
const ofNoChange = new Set([
  ...[
    'group',
    'kind',
    'namespace',
    'name',
    'generateName',
    'uid',
    'derived',
    'operated',
    'mirror',
    'kindKnown',
  ],
  ...['scheduled', 'schedule', 'scheduleDialect', 'persistent', 'finite', 'everyNode'],
]);
const ofNoContainerChange = new Set(['path', 'tag', 'digest', 'runAsRoot', 'decoded']);

describe('differences of workloads', () => {
  it('are none where nothing changed', () => {
    assert.deepEqual(diffWorkloads(before, before), []);
    assert.deepEqual(diffWorkloads(before, cronJob(podSpec)), []);
  });

  for (const [field, value] of Object.entries(before)) {
    it(`tell ${field}, or it is left out on purpose`, () => {
      const changes = diffWorkloads(before, { ...before, [field]: another(field, value) });
      assert.equal(changes.length === 0, ofNoChange.has(field), JSON.stringify(changes));
    });
  }

  for (const [field, value] of Object.entries(main)) {
    it(`tell ${field} of a container, or it is left out on purpose`, () => {
      const containers = [{ ...main, [field]: another(field, value) }, ...before.containers.slice(1)];
      const changes = diffWorkloads(before, { ...before, containers });
      assert.equal(changes.length === 0, ofNoContainerChange.has(field), JSON.stringify(changes));
    });
  }

  it('say what was and what is', () => {
    const changed = cronJob(
      {
        ...podSpec,
        serviceAccountName: 'admin',
        hostPID: true,
        containers: [
          {
            name: 'main',
            image: 'registry.example/app:2',
            command: ['run', 'all of it'],
            env: [
              { name: 'KEY', value: 'second secret' },
              { name: 'NEW', value: 'third secret' },
            ],
            securityContext: { privileged: true },
            volumeMounts: [{ name: 'data', mountPath: '/data', readOnly: true }],
          },
          { name: 'extra', image: 'registry.example/extra:1' },
        ],
      },
      { schedule: '* * * * *', suspend: true },
    );
    const said = diffWorkloads(before, changed).map(
      ({ field, container, from, to }) => `${field} ${container}: ${from} -> ${to}`,
    );
    assert.deepEqual(said, [
      'schedule : 0 3 * * * -> * * * * *',
      'suspended : false -> true',
      'serviceAccount : reader -> admin',
      'hostPID : false -> true',
      'image main: registry.example/app:1 -> registry.example/app:2',
      'command main: run -> run "all of it"',
      'hooksAndProbes main: warm up -> ',
      'env main: FROM from Secret keys -> ',
      'env main:  -> NEW',
      'privileged main: false -> true',
      'mounts main: /data from data -> /data from data read-only',
      'env main: KEY -> KEY with another value',
      'containers side: registry.example/side:1 -> ',
      'containers extra:  -> registry.example/extra:1',
    ]);
  });

  it('never hold the value of a variable', () => {
    const sent = { [applied]: JSON.stringify({ env: 'first secret' }) };
    const changed = cronJob({ containers: [] }, {}, { annotations: sent });
    assert.doesNotMatch(JSON.stringify(diffWorkloads(before, changed)), /secret"|first secret/);
  });

  it('know what runs from what does not', () => {
    const about = (field: FieldChange['field']): FieldChange => ({ field, container: '', from: '', to: '' });
    for (const field of [
      'image',
      'args',
      'env',
      'serviceAccount',
      'privileged',
      'mounts',
      'containers',
      'hostPID',
    ] as const)
      assert.ok(changesWhatRuns(about(field)), field);
    for (const field of ['labels', 'replicas', 'suspended', 'schedule', 'failedJobsHistoryLimit'] as const)
      assert.ok(!changesWhatRuns(about(field)), field);
  });
});

const applied = 'kubectl.kubernetes.io/last-applied-configuration';
