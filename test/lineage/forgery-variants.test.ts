import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AuditActivity } from '../../src/model/activity.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { atLeast } from '../../src/model/severity.ts';
import { audited } from '../support/audited.ts';
import {
  asController,
  cronJob,
  hash,
  job,
  minuteOf,
  nightly,
  ordinaryWorld,
  ownerOf,
  pathOf,
  pod,
  podOf,
  podSpec,
  remove,
  runOf,
  secondsAt,
  selecting,
  stampKey,
  web,
  webPodLabels,
  webSet,
  webSpec,
  write,
} from '../support/forgery-world.ts';
import { firedBy } from '../support/rule-folders.ts';

/** Ways to make something pass for another's, and honest work that looks like it. Their names are the rules that must tell. */

const rules = [
  'rules/lineage/*/rule.yml',
  'rules/privilege-escalation/token-for-controller-account/rule.yml',
];
const tool = podSpec('registry.example/toolbox:1', 'sleep');
const edited = podSpec('registry.example/report:2', 'sleep');
const manual = { 'cronjob.kubernetes.io/instantiate': 'manual' } as const;
const now = secondsAt(5, 10, 30);
const mallory = { user: 'mallory@corp.example', at: now } as const;
const ofNightly = [ownerOf('CronJob', 'nightly')] as const;
const stamped = (day: number, hour: number, minute: number) => ({
  [stampKey]: new Date(Date.UTC(2026, 0, day, hour, minute)).toISOString().replace('.000', ''),
});
const runAt = (day: number, hour: number, minute: number, spec = podSpec()): JsonObject =>
  job(
    {
      name: `nightly-${minuteOf(day, hour, minute)}`,
      owners: ofNightly,
      annotations: stamped(day, hour, minute),
    },
    spec,
  );
const withoutBody = (object: JsonObject, by: { readonly user: string; readonly at: number }): AuditActivity =>
  audited({ ...by, verb: 'create', object: pathOf(object) });
const patch = (
  object: JsonObject,
  body: JsonObject | readonly JsonObject[],
  answer?: JsonObject,
): AuditActivity =>
  audited({ ...mallory, verb: 'patch', object: pathOf(object), body, ...(answer && { answer }) });
const withOwners = (object: JsonObject, owners: readonly JsonObject[]): JsonObject => {
  const metadata = object['metadata'];
  assert.ok(typeof metadata === 'object' && metadata !== null && !Array.isArray(metadata));
  return { ...object, metadata: { ...metadata, uid: 'u-own', ownerReferences: owners } };
};
const ownPod = pod({ name: 'own', uid: 'u-own', labels: { app: 'own' } }, tool);
const mirror = (node: string): JsonObject => ({
  ...pod({
    name: `proxy-${node}`,
    annotations: { 'kubernetes.io/config.mirror': 'h', 'kubernetes.io/config.hash': 'h' },
  }),
  spec: { ...tool, nodeName: node },
});
const token = (name: string): AuditActivity =>
  audited({
    ...mallory,
    verb: 'create',
    object: `v1/serviceaccounts/kube-system/${name}/token`,
    annotations: { 'authentication.kubernetes.io/issued-credential-id': 'JTI=stolen' },
  });
const withToken = { 'authentication.kubernetes.io/credential-id': ['JTI=stolen'] };
const boundToken = { 'authentication.kubernetes.io/pod-name': ['helper'] };
const elsewhere = (name: string) => ({ ...asController(name), address: '198.51.100.99', at: now });

const forged: readonly (readonly [string, string, readonly AuditActivity[]])[] = [
  ['V01', 'job-claims-a-cronjob', [write(job({ name: 'report-x', owners: ofNightly }, tool), mallory)]],
  ['V02', 'job-claims-a-cronjob', [write(runAt(6, 2, 15), mallory)]],
  [
    'V03 another image',
    'template-differs-from-owner',
    [write(job({ name: 'run-1', owners: ofNightly, annotations: manual }, tool), mallory)],
  ],
  [
    'V03 another command',
    'manual-run-changed',
    [write(job({ name: 'run-1', owners: ofNightly, annotations: manual }, edited), mallory)],
  ],
  [
    'V04 a container more',
    'template-differs-from-owner',
    [
      write(
        job(
          { name: 'run-2', owners: ofNightly, annotations: manual },
          {
            ...podSpec(),
            containers: [
              { name: 'main', image: 'registry.example/report:2', command: ['report'] },
              { name: 'side', image: 'registry.example/report:2' },
            ],
          },
        ),
        mallory,
      ),
    ],
  ],
  [
    'V04 privileged',
    'template-differs-from-owner',
    [
      write(
        job(
          { name: 'run-3', owners: ofNightly, annotations: manual },
          {
            ...podSpec(),
            containers: [
              {
                name: 'main',
                image: 'registry.example/report:2',
                command: ['report'],
                securityContext: { privileged: true },
              },
            ],
          },
        ),
        mallory,
      ),
    ],
  ],
  [
    'V04 another account',
    'template-differs-from-owner',
    [
      write(
        job(
          { name: 'run-4', owners: ofNightly, annotations: manual },
          { ...podSpec(), serviceAccountName: 'admin' },
        ),
        mallory,
      ),
    ],
  ],
  ['V05', 'job-named-like-scheduled', [write(job({ name: `nightly-${minuteOf(6, 2, 15)}` }, tool), mallory)]],
  ['V06 from the header', 'job-named-like-scheduled', [withoutBody(runAt(6, 2, 15), mallory)]],
  [
    'V07',
    'scheduled-run-off-schedule',
    [
      write(
        job({ name: `nightly-${minuteOf(6, 2, 15)}`, owners: ofNightly, annotations: stamped(6, 3, 15) }),
        mallory,
      ),
    ],
  ],
  ['V08', 'scheduled-run-off-schedule', [write(runAt(5, 10, 29), { ...asController('cronjob'), at: now })]],
  [
    'V08 without a time zone',
    'scheduled-run-off-schedule',
    [
      write(cronJob({ name: 'hourly' }, { schedule: '0 * * * *', timeZone: '' }), {
        user: 'deployer',
        at: secondsAt(5, 9, 0),
      }),
      write(
        job({
          name: `hourly-${minuteOf(5, 10, 7)}`,
          owners: [ownerOf('CronJob', 'hourly')],
          annotations: stamped(5, 10, 7),
        }),
        { ...asController('cronjob'), at: now },
      ),
    ],
  ],
  ['V09', 'scheduled-run-off-schedule', [write(runAt(6, 2, 15), { ...asController('cronjob'), at: now })]],
  [
    'V10',
    'scheduled-run-off-schedule',
    [
      write(
        job({
          name: `nightly-${minuteOf(5, 10, 15) * 60}`,
          owners: ofNightly,
          annotations: stamped(5, 10, 15),
        }),
        mallory,
      ),
    ],
  ],
  [
    'V11 of a Job',
    'owner-does-not-exist',
    [
      write(
        job({ name: 'run-5', owners: [ownerOf('CronJob', 'nightly', 'u-invented')], annotations: manual }),
        mallory,
      ),
    ],
  ],
  [
    'V11 of a pod',
    'owner-does-not-exist',
    [write(pod({ name: 'p', owners: [ownerOf('ReplicaSet', `web-${hash}`, 'u-invented')] }, tool), mallory)],
  ],
  [
    'V12',
    'owner-does-not-exist',
    [
      remove(runOf(5), { ...asController('ttl-after-finished'), at: now - 60 }),
      write(podOf(runOf(5), 'qqqqq', podSpec()), mallory),
    ],
  ],
  [
    'V12 by a stolen identity',
    'owner-does-not-exist',
    [
      remove(runOf(5), { ...asController('ttl-after-finished'), at: now - 900 }),
      write(podOf(runOf(5), 'qqqqq', podSpec()), { ...asController('job'), at: now }),
    ],
  ],
  ['V13', 'pod-claims-a-controller', [write(podOf(webSet, 'zzzzz', webSpec), mallory)]],
  [
    'V13 by server-side apply',
    'pod-claims-a-controller',
    [write(podOf(webSet, 'zzzzz', webSpec), { ...mallory, verb: 'patch', code: 201 })],
  ],
  ['V14', 'template-differs-from-owner', [write(podOf(webSet, 'zzzzz', tool), elsewhere('replicaset'))]],
  ['V14 of a Job', 'template-differs-from-owner', [write(runAt(6, 2, 15, tool), elsewhere('cronjob'))]],
  [
    'V15',
    'controller-impersonated',
    [write(runAt(6, 2, 15), { ...mallory, as: asController('cronjob').user })],
  ],
  ['V16', 'token-for-controller-account', [token('job-controller')]],
  [
    'V17',
    'controller-identity-misused',
    [write(runAt(5, 2, 15), { ...elsewhere('cronjob'), agent: 'kubectl/v1.34.0' })],
  ],
  [
    'V17 with a client of its own',
    'controller-identity-unusual',
    [write(runAt(5, 2, 15), { ...elsewhere('cronjob'), agent: 'runner/1.0' })],
  ],
  [
    'V18 from an address of somebody else',
    'controller-identity-unusual',
    [
      write(cronJob({ name: 'own' }), { ...mallory, address: '198.51.100.99', at: now - 60 }),
      write(runAt(5, 2, 15), elsewhere('cronjob')),
    ],
  ],
  [
    'V18 with a token that somebody asked for',
    'controller-identity-unusual',
    [
      token('cronjob-controller'),
      write(runAt(5, 2, 15), { ...asController('cronjob'), at: now, extra: withToken }),
    ],
  ],
  [
    'V19',
    'controller-identity-misused',
    [write(runAt(5, 2, 15), { ...asController('cronjob'), at: now, extra: boundToken })],
  ],
  ['V20', 'mirror-pod-forged', [write(mirror('node-a'), mallory)]],
  [
    'V20 refused',
    'mirror-pod-forged',
    [write(mirror('node-a'), { ...mallory, code: 422, stored: { kind: 'Status', status: 'Failure' } })],
  ],
  ['V21', 'mirror-pod-forged', [write(mirror('node-b'), { user: 'system:node:node-a', at: now })]],
  [
    'V21 refused',
    'mirror-pod-forged',
    [
      write(mirror('node-b'), {
        user: 'system:node:node-a',
        at: now,
        code: 403,
        stored: { kind: 'Status', status: 'Failure' },
      }),
    ],
  ],
  ['V22', 'labels-capture-others', [write(pod({ name: 'web-helper', labels: webPodLabels }, tool), mallory)]],
  [
    'V22 labels changed later',
    'labels-capture-others',
    [
      write(ownPod, { ...mallory, at: now - 60 }),
      audited({
        ...mallory,
        verb: 'patch',
        object: pathOf(ownPod),
        body: { metadata: { labels: webPodLabels } },
        answer: pod({ name: 'own', uid: 'u-own', labels: { ...webPodLabels } }, tool),
      }),
    ],
  ],
  [
    'V23',
    'labels-capture-others',
    [
      write(
        selecting(
          'Deployment',
          { name: 'web-shadow' },
          { selector: { app: 'web' }, labels: { app: 'web' }, spec: tool },
        ),
        mallory,
      ),
    ],
  ],
  [
    'V23 a ReplicaSet',
    'labels-capture-others',
    [
      write(
        selecting(
          'ReplicaSet',
          { name: 'helper' },
          { selector: { app: 'web' }, labels: { app: 'web', tier: 'x' }, spec: tool },
        ),
        mallory,
      ),
    ],
  ],
  [
    'V24',
    'owner-changed-by-hand',
    [
      write(ownPod, { ...mallory, at: now - 60 }),
      patch(
        ownPod,
        { metadata: { ownerReferences: [ownerOf('ReplicaSet', `web-${hash}`)] } },
        withOwners(ownPod, [ownerOf('ReplicaSet', `web-${hash}`)]),
      ),
    ],
  ],
  [
    'V24 without the answer',
    'owner-changed-by-hand',
    [
      write(ownPod, { ...mallory, at: now - 60 }),
      patch(ownPod, { metadata: { ownerReferences: [ownerOf('ReplicaSet', `web-${hash}`)] } }),
    ],
  ],
  [
    'V25',
    'owner-changed-by-hand',
    [
      patch(
        runOf(5),
        { metadata: { ownerReferences: null } },
        job({ name: `nightly-${minuteOf(5, 2, 15)}`, uid: `u-nightly-${minuteOf(5, 2, 15)}` }),
      ),
    ],
  ],
  [
    'V25 by JSON patch',
    'owner-changed-by-hand',
    [patch(runOf(5), [{ op: 'remove', path: '/metadata/ownerReferences' }])],
  ],
  [
    'V25 by PUT',
    'owner-changed-by-hand',
    [
      write(job({ name: `nightly-${minuteOf(5, 2, 15)}`, uid: `u-nightly-${minuteOf(5, 2, 15)}` }), {
        ...mallory,
        verb: 'update',
      }),
    ],
  ],
  [
    'V26',
    'owner-changed-by-hand',
    [
      write(cronJob({ name: 'own' }), { ...mallory, at: now - 60 }),
      patch(
        runOf(5),
        { metadata: { ownerReferences: [ownerOf('CronJob', 'own')] } },
        job({
          name: `nightly-${minuteOf(5, 2, 15)}`,
          uid: `u-nightly-${minuteOf(5, 2, 15)}`,
          owners: [ownerOf('CronJob', 'own')],
        }),
      ),
    ],
  ],
  ['V27', 'schedule-orphaned', [remove(nightly, { ...mallory, body: { propagationPolicy: 'Orphan' } })]],
  [
    'V27 of a Job, by the query',
    'schedule-orphaned',
    [remove(runOf(5), { ...mallory, query: 'propagationPolicy=Orphan' })],
  ],
  ['V28', 'bare-pod-where-none-is', [write(pod({ name: 'helper' }, tool), mallory)]],
  [
    'V29',
    'pod-claims-a-controller',
    [
      write(
        selecting(
          'ReplicaSet',
          { name: 'web-66666', owners: [ownerOf('Deployment', 'web')] },
          { selector: webPodLabels, labels: webPodLabels, spec: tool },
        ),
        mallory,
      ),
    ],
  ],
  [
    'V30',
    'job-claims-a-cronjob',
    [
      write(
        job(
          {
            name: 'run-6',
            owners: [{ ...ownerOf('CronJob', 'nightly'), controller: false }],
            annotations: stamped(6, 2, 15),
          },
          tool,
        ),
        mallory,
      ),
    ],
  ],
];

describe('forged lineage is found', () => {
  for (const [name, rule, played] of forged) {
    it(`${name}: ${rule}`, () => {
      const fired = firedBy(rules, [...ordinaryWorld(), ...played]);
      assert.ok(
        fired.some(each => each.rule === rule),
        JSON.stringify(fired.map(each => each.rule)),
      );
    });
  }
});

const deployer = { user: 'deployer', at: now } as const;
const argo = {
  user: 'system:serviceaccount:argocd:argocd-application-controller',
  agent: 'argocd-application-controller/v3.0',
  address: '192.0.2.40',
  at: now,
} as const;
const velero = {
  user: 'system:serviceaccount:velero:velero',
  agent: 'velero-server/v1.16',
  at: now,
} as const;
const operator = {
  user: 'system:serviceaccount:flows:workflow-controller',
  agent: 'workflow-controller/v3',
  at: now,
} as const;
const flow: JsonObject = {
  kind: 'Workflow',
  apiVersion: 'argoproj.io/v1alpha1',
  metadata: { name: 'etl', namespace: 'data', uid: 'u-etl' },
  spec: { templates: [] },
};
const ofFlow = [
  { apiVersion: 'argoproj.io/v1alpha1', kind: 'Workflow', name: 'etl', uid: 'u-etl', controller: true },
];
const nightlyChanged = cronJob({ name: 'nightly' }, {}, podSpec('registry.example/report:3'));
const withSidecar: JsonObject = {
  ...webSpec,
  containers: [
    { name: 'main', image: 'registry.example/web:1', command: ['serve'] },
    { name: 'proxy', image: 'registry.example/proxy:9' },
  ],
};
const renamed = (object: JsonObject, uid: string): JsonObject => ({
  ...object,
  metadata: {
    ...(typeof object['metadata'] === 'object' && !Array.isArray(object['metadata'])
      ? object['metadata']
      : {}),
    uid,
  },
});

const honest: readonly (readonly [string, readonly AuditActivity[]])[] = [
  [
    'H01 the controllers, each with its account',
    [write(runAt(6, 2, 15), { ...asController('cronjob'), at: secondsAt(6, 2, 15) })],
  ],
  [
    'H02 kubectl create job --from',
    [
      write(
        job({
          name: 'run-1',
          owners: [{ ...ownerOf('CronJob', 'nightly'), blockOwnerDeletion: false }],
          annotations: manual,
        }),
        mallory,
      ),
    ],
  ],
  [
    'H03 a run by hand without the mark',
    [write(job({ name: 'nightly-202601051030', owners: ofNightly }), mallory)],
  ],
  [
    'H03 named by the second',
    [write(job({ name: `nightly-${minuteOf(5, 10, 30) * 60}`, owners: ofNightly }), mallory)],
  ],
  [
    'H03 of what the CronJob ran before',
    [
      write(nightlyChanged, { ...deployer, verb: 'update', at: now - 60 }),
      write(job({ name: 'run-1', owners: ofNightly, annotations: manual }), mallory),
    ],
  ],
  [
    'H04 rollout restart',
    [
      write(
        selecting(
          'Deployment',
          { name: 'web' },
          { selector: { app: 'web' }, labels: { app: 'web' }, spec: webSpec },
        ),
        { ...mallory, verb: 'patch' },
      ),
      write(
        selecting(
          'ReplicaSet',
          { name: 'web-55555', owners: [ownerOf('Deployment', 'web')] },
          {
            selector: { app: 'web', 'pod-template-hash': '55555' },
            labels: { app: 'web', 'pod-template-hash': '55555' },
          },
        ),
        { ...asController('deployment'), at: now + 1 },
      ),
    ],
  ],
  [
    'H04 rollout undo',
    [
      write(
        selecting(
          'Deployment',
          { name: 'web' },
          {
            selector: { app: 'web' },
            labels: { app: 'web' },
            spec: podSpec('registry.example/web:2', 'serve'),
          },
        ),
        { ...deployer, verb: 'patch', at: now - 100 },
      ),
      write(selecting('Deployment', { name: 'web' }, { selector: { app: 'web' }, labels: { app: 'web' } }), {
        ...mallory,
        verb: 'patch',
      }),
      write(podOf(webSet, 'zzzzz', webSpec), { ...asController('replicaset'), at: now + 1 }),
    ],
  ],
  [
    'H05 kubectl debug --copy-to',
    [
      write(
        pod(
          { name: 'web-debug' },
          {
            ...webSpec,
            containers: [
              { name: 'main', image: 'registry.example/web:1', command: ['sh'], stdin: true, tty: true },
            ],
          },
        ),
        mallory,
      ),
    ],
  ],
  [
    'H05 kubectl run -it',
    [
      write(
        pod(
          { name: 'look', labels: { run: 'look' } },
          { containers: [{ name: 'look', image: 'registry.example/toolbox:1', stdin: true, tty: true }] },
        ),
        mallory,
      ),
    ],
  ],
  [
    'H06 helm upgrade',
    [
      write(web, { ...deployer, verb: 'patch', agent: 'Helm/3.17' }),
      write(nightlyChanged, { ...deployer, verb: 'patch', agent: 'Helm/3.17' }),
    ],
  ],
  [
    'H07 applied again and again',
    [
      write(web, { ...argo, verb: 'patch', query: 'fieldManager=argocd-controller&force=true' }),
      write(web, {
        ...argo,
        verb: 'patch',
        at: now + 180,
        query: 'fieldManager=argocd-controller&force=true',
      }),
    ],
  ],
  [
    'H08 a Job of a custom resource',
    [
      write(flow, { ...deployer, at: now - 5 }),
      write(job({ name: 'etl-step', owners: ofFlow }, tool), operator),
      write(pod({ name: 'etl-1', owners: ofFlow }, tool), operator),
    ],
  ],
  [
    'H08 of one that is being deleted',
    [
      write(flow, { ...deployer, at: now - 60 }),
      remove(flow, { ...deployer, at: now - 30 }),
      write(job({ name: 'etl-cleanup', owners: ofFlow }, tool), operator),
    ],
  ],
  [
    'H08 an operator adopts',
    [
      write(flow, { ...deployer, at: now - 60 }),
      write(job({ name: 'step' }, tool), { ...operator, at: now - 30 }),
      write(job({ name: 'step', uid: 'u-step', owners: ofFlow }, tool), { ...operator, verb: 'update' }),
    ],
  ],
  [
    'H09 garbage collection and history',
    [
      remove(runOf(5), { ...asController('cronjob'), at: now }),
      remove(podOf(runOf(5), 'x2x9z', podSpec()), {
        ...asController('generic-garbage'),
        user: 'system:serviceaccount:kube-system:generic-garbage-collector',
        at: now + 1,
      }),
    ],
  ],
  [
    'H10 eviction, then a new pod',
    [
      remove(podOf(webSet, 'aaabx', webSpec), { user: 'system:node:node-a', at: now }),
      write(podOf(webSet, 'ccccx', webSpec), { ...asController('replicaset'), at: now + 1 }),
    ],
  ],
  [
    'H11 replace --force of a run',
    [remove(runOf(5), { ...mallory, at: now - 1 }), write(renamed(runOf(5), 'u-new'), mallory)],
  ],
  [
    'H11 replace --force of a replica',
    [
      remove(podOf(webSet, 'aaabx', webSpec), { ...mallory, at: now - 1 }),
      write(renamed(podOf(webSet, 'aaabx', webSpec), 'u-new'), mallory),
    ],
  ],
  [
    'H12 a restore with old owners',
    [
      remove(runOf(5), { ...deployer, at: now - 90 }),
      remove(nightly, { ...deployer, at: now - 80 }),
      write(renamed(nightly, 'u-restored'), { ...velero, at: now - 10 }),
      write(renamed(runOf(5), 'u-restored-run'), velero),
    ],
  ],
  [
    'H12 a restore without owners',
    [
      write(pod({ name: 'web-restored', labels: { app: 'web' } }, webSpec), { ...velero, at: now - 10 }),
      write(web, { ...velero, verb: 'patch' }),
    ],
  ],
  [
    'H13 suspended, another schedule, resumed',
    [
      write(cronJob({ name: 'nightly' }, { suspend: true }), { ...deployer, verb: 'patch', at: now - 300 }),
      write(cronJob({ name: 'nightly' }, { schedule: '29 10 * * *', suspend: true }), {
        ...deployer,
        verb: 'patch',
        at: now - 200,
      }),
      write(cronJob({ name: 'nightly' }, { schedule: '29 10 * * *', suspend: false }), {
        ...deployer,
        verb: 'patch',
        at: now - 100,
      }),
      write(runAt(5, 10, 29), { ...asController('cronjob'), at: now }),
    ],
  ],
  [
    'H14 no time zone, controllers in another',
    [
      write(cronJob({ name: 'early' }, { schedule: '30 2 * * *', timeZone: '' }), {
        ...deployer,
        at: now - 300,
      }),
      write(
        job({
          name: `early-${minuteOf(5, 20, 0)}`,
          owners: [ownerOf('CronJob', 'early')],
          annotations: stamped(5, 20, 0),
        }),
        { ...asController('cronjob'), at: secondsAt(5, 20, 0) },
      ),
    ],
  ],
  [
    'H14 summer time of a zone',
    [
      write(cronJob({ name: 'zoned' }, { schedule: '30 6 * * *', timeZone: 'Asia/Kolkata' }), {
        ...deployer,
        at: now - 300,
      }),
      write(
        job({
          name: `zoned-${minuteOf(6, 1, 0)}`,
          owners: [ownerOf('CronJob', 'zoned')],
          annotations: { [stampKey]: '2026-01-06T06:30:00+05:30' },
        }),
        { ...asController('cronjob'), at: secondsAt(6, 1, 0) },
      ),
    ],
  ],
  ['H15 made late', [write(runAt(6, 2, 15), { ...asController('cronjob'), at: secondsAt(6, 2, 40) })]],
  [
    'H16 made anew under the same name',
    [
      remove(nightly, { ...deployer, at: now - 90 }),
      write(renamed(cronJob({ name: 'nightly' }, {}, tool), 'u-second'), { ...deployer, at: now - 60 }),
      write(
        job(
          {
            name: `nightly-${minuteOf(6, 2, 15)}`,
            owners: [ownerOf('CronJob', 'nightly', 'u-second')],
            annotations: stamped(6, 2, 15),
          },
          tool,
        ),
        { ...asController('cronjob'), at: secondsAt(6, 2, 15) },
      ),
    ],
  ],
  [
    'H17 deleted without its pods and made again',
    [
      remove(web, { ...deployer, body: { propagationPolicy: 'Orphan' } }),
      write(renamed(web, 'u-web-2'), { ...deployer, at: now + 5 }),
    ],
  ],
  [
    'H18 a sidecar that admission adds',
    [
      write(podOf(webSet, 'ddddx', webSpec), {
        ...asController('replicaset'),
        at: now,
        stored: renamed(podOf(webSet, 'ddddx', withSidecar), 'u-ddddx'),
      }),
    ],
  ],
  [
    'H19 an Indexed Job',
    [
      write(
        podOf(runOf(5), '0-x2x9z', {
          ...podSpec(),
          containers: [
            {
              name: 'main',
              image: 'registry.example/report:2',
              command: ['report'],
              env: [
                {
                  name: 'JOB_COMPLETION_INDEX',
                  valueFrom: { fieldRef: { fieldPath: 'metadata.annotations' } },
                },
              ],
            },
          ],
        }),
        { ...asController('job'), address: '192.0.2.11', at: now },
      ),
    ],
  ],
  [
    'H19 claims of a StatefulSet',
    [
      write(
        selecting(
          'StatefulSet',
          { name: 'db' },
          { selector: { app: 'db' }, labels: { app: 'db' }, spec: tool },
        ),
        { ...deployer, at: now - 60 },
      ),
      write(
        pod(
          { name: 'db-0', owners: [ownerOf('StatefulSet', 'db')] },
          { ...tool, volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data-db-0' } }] },
        ),
        { ...asController('statefulset'), address: '192.0.2.11', at: now },
      ),
    ],
  ],
  [
    'H20 static pods come and go',
    [
      write(mirror('node-a'), { user: 'system:node:node-a', at: now }),
      remove(mirror('node-a'), { user: 'system:node:node-a', at: now + 5 }),
      write(mirror('node-a'), { user: 'system:node:node-a', at: now + 6 }),
    ],
  ],
  [
    'H22 a canary of the same author',
    [
      write(
        selecting(
          'Deployment',
          { name: 'web-canary' },
          { selector: { app: 'web', track: 'canary' }, labels: { app: 'web', track: 'canary' } },
        ),
        deployer,
      ),
    ],
  ],
  [
    'H22 a canary of somebody else',
    [
      write(
        selecting(
          'Deployment',
          { name: 'web-canary' },
          { selector: { app: 'web', track: 'canary' }, labels: { app: 'web', track: 'canary' } },
        ),
        mallory,
      ),
    ],
  ],
  [
    'H23 a replica set takes a pod over, and somebody edits it',
    [
      write(pod({ name: 'lost', labels: { app: 'web' } }, webSpec), { ...deployer, at: now - 60 }),
      audited({
        ...asController('replicaset'),
        at: now - 30,
        verb: 'patch',
        object: 'v1/pods/data/lost',
        body: { metadata: { ownerReferences: [ownerOf('ReplicaSet', `web-${hash}`)], uid: 'u-lost' } },
        answer: pod(
          {
            name: 'lost',
            uid: 'u-lost',
            labels: { app: 'web' },
            owners: [ownerOf('ReplicaSet', `web-${hash}`)],
          },
          webSpec,
        ),
      }),
      write(
        pod(
          {
            name: 'lost',
            uid: 'u-lost',
            labels: { app: 'web', note: 'x' },
            owners: [ownerOf('ReplicaSet', `web-${hash}`)],
          },
          webSpec,
        ),
        { ...mallory, verb: 'update' },
      ),
    ],
  ],
  [
    'H24 a new control plane node',
    Array.from({ length: 6 }, (_, index) =>
      write(podOf(webSet, `eee${'bcdfgh'[index]}x`, webSpec), {
        ...asController('replicaset'),
        address: '192.0.2.12',
        at: now + index,
      }),
    ),
  ],
  [
    'H25 a new version of the controllers',
    [
      write(podOf(webSet, 'fffffx', webSpec), {
        ...asController('replicaset'),
        agent: 'kube-controller-manager/v1.35.0 (linux/amd64) kubernetes/1111111',
        at: now,
      }),
    ],
  ],
];

describe('honest work is left alone', () => {
  const loud = (played: readonly AuditActivity[]) =>
    firedBy(rules, played).filter(({ severity }) => atLeast(severity, 'medium'));

  for (const [name, played] of honest) {
    it(name, () => assert.deepEqual(loud([...ordinaryWorld(), ...played]), []));
  }

  it('H01 the controllers, all of them one identity', () => {
    const run = write(runAt(6, 2, 15), { ...asController('cronjob', true), at: secondsAt(6, 2, 15) });
    assert.deepEqual(loud([...ordinaryWorld(true), run]), []);
  });

  it('H21 a log that begins after everything was made', () => {
    const later = honest.filter(([name]) => !/H11|H12/.test(name)).flatMap(([, played]) => played);
    assert.deepEqual(loud(later), []);
  });

  it('H26 controllers whose addresses change all the time', () => {
    const played = Array.from({ length: 60 }, (_, index) => [
      write(cronJob({ name: `own-${index}` }), { ...deployer, address: `198.51.100.${index}`, at: index }),
      write(podOf(webSet, `g${index}`, webSpec), {
        ...asController('replicaset'),
        address: `198.51.100.${index}`,
        at: index,
      }),
    ]);
    assert.deepEqual(loud(played.flat()), []);
  });
});
