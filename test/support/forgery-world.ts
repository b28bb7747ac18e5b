import type { AuditActivity } from '../../src/model/activity.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { objectAt, stringAt } from '../../src/model/json.ts';
import type { Sent } from './audited.ts';
import { audited } from './audited.ts';

/** A namespace as it is before anybody forges anything: a CronJob and a Deployment, run by their controllers. */

const start = Date.UTC(2026, 0, 5, 10);
export const minuteOf = (day: number, hour: number, minute: number): number =>
  Date.UTC(2026, 0, day, hour, minute) / 60_000;
/** Seconds after the beginning of the world. */
export const secondsAt = (day: number, hour: number, minute: number): number =>
  minuteOf(day, hour, minute) * 60 - start / 1000;

export const podSpec = (image = 'registry.example/report:2', command = 'report'): JsonObject => ({
  containers: [{ name: 'main', image, command: [command] }],
  restartPolicy: 'Never',
});

export interface Named {
  readonly name: string;
  readonly uid?: string;
  readonly owners?: readonly JsonObject[];
  readonly labels?: JsonObject;
  readonly annotations?: JsonObject;
  readonly generateName?: string;
}

function metadata({ name, uid, owners, labels, annotations, generateName }: Named): JsonObject {
  return {
    name,
    namespace: 'data',
    ...(generateName !== undefined && { generateName }),
    ...(uid !== undefined && { uid }),
    ...(owners !== undefined && { ownerReferences: owners }),
    ...(labels !== undefined && { labels }),
    ...(annotations !== undefined && { annotations }),
  };
}

const apis = new Map([
  ['CronJob', 'batch/v1'],
  ['Job', 'batch/v1'],
  ['Deployment', 'apps/v1'],
  ['ReplicaSet', 'apps/v1'],
  ['DaemonSet', 'apps/v1'],
  ['StatefulSet', 'apps/v1'],
]);

export const ownerOf = (kind: string, name: string, uid = `u-${name}`): JsonObject => ({
  apiVersion: apis.get(kind) ?? 'v1',
  kind,
  name,
  uid,
  controller: true,
  blockOwnerDeletion: true,
});

export const cronJob = (named: Named, spec: JsonObject = {}, pod: JsonObject = podSpec()): JsonObject => ({
  kind: 'CronJob',
  apiVersion: 'batch/v1',
  metadata: metadata(named),
  spec: {
    schedule: '15 2 * * *',
    timeZone: 'Etc/UTC',
    jobTemplate: { spec: { template: { spec: pod } } },
    ...spec,
  },
});
export const job = (named: Named, pod: JsonObject = podSpec()): JsonObject => ({
  kind: 'Job',
  apiVersion: 'batch/v1',
  metadata: metadata(named),
  spec: { template: { spec: pod } },
});
export const pod = (named: Named, spec: JsonObject = podSpec()): JsonObject => ({
  kind: 'Pod',
  apiVersion: 'v1',
  metadata: metadata(named),
  spec,
});

/** A workload that selects its pods by labels. */
export const selecting = (
  kind: string,
  named: Named,
  {
    selector,
    labels,
    spec = podSpec('registry.example/web:1', 'serve'),
  }: { readonly selector: JsonObject; readonly labels: JsonObject; readonly spec?: JsonObject },
): JsonObject => ({
  kind,
  apiVersion: apis.get(kind) ?? 'v1',
  metadata: metadata(named),
  spec: { replicas: 2, selector: { matchLabels: selector }, template: { metadata: { labels }, spec } },
});

export interface Written extends Omit<Sent, 'object' | 'verb' | 'answer' | 'body'> {
  readonly verb?: string;
  readonly sent?: JsonObject;
  /** What is stored, if not what was sent. */
  readonly stored?: JsonObject;
}

const resources = new Map([
  ['CronJob', 'cronjobs'],
  ['Job', 'jobs'],
  ['Pod', 'pods'],
  ['Deployment', 'deployments'],
  ['ReplicaSet', 'replicasets'],
  ['DaemonSet', 'daemonsets'],
  ['StatefulSet', 'statefulsets'],
]);

export const pathOf = (object: JsonObject): string =>
  [
    stringAt(object, 'apiVersion') ?? 'v1',
    resources.get(stringAt(object, 'kind') ?? '') ?? `${(stringAt(object, 'kind') ?? '').toLowerCase()}s`,
    'data',
    stringAt(objectAt(object, 'metadata'), 'name') ?? '',
  ].join('/');

/** Sends an object; the server gives it the uid `u-NAME` where it has none. */
export function write(object: JsonObject, sent: Omit<Written, 'sent'> = {}): AuditActivity {
  const { verb = 'create', stored, ...rest } = sent;
  const given = objectAt(object, 'metadata') ?? {};
  const answer = stored ?? {
    ...object,
    metadata: { ...given, uid: stringAt(given, 'uid') ?? `u-${stringAt(given, 'name')}` },
  };
  return audited({ address: '198.51.100.7', ...rest, verb, object: pathOf(object), body: object, answer });
}

const account = (name: string): string => `system:serviceaccount:kube-system:${name}`;
const agent = 'kube-controller-manager/v1.34.1 (linux/amd64) kubernetes/0000000';
/** As kube-controller-manager does it. */
export const asController = (name: string, manager = false) => ({
  user: manager ? 'system:kube-controller-manager' : account(`${name}-controller`),
  agent,
  address: '192.0.2.10',
});

export const remove = (object: JsonObject, sent: Omit<Sent, 'object' | 'verb'> = {}): AuditActivity =>
  audited({
    address: '198.51.100.7',
    body: { kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy: 'Background' },
    answer: {
      kind: 'Status',
      status: 'Success',
      details: {
        uid:
          stringAt(objectAt(object, 'metadata'), 'uid') ??
          `u-${stringAt(objectAt(object, 'metadata'), 'name')}`,
      },
    },
    ...sent,
    verb: 'delete',
    object: pathOf(object),
    code: 200,
  });

export const stampKey = 'batch.kubernetes.io/cronjob-scheduled-timestamp';
export const nightly = cronJob({ name: 'nightly' });
/** The Job of 02:15 of a day. */
export const runOf = (day: number, spec: JsonObject = podSpec()): JsonObject =>
  job(
    {
      name: `nightly-${minuteOf(day, 2, 15)}`,
      owners: [ownerOf('CronJob', 'nightly')],
      annotations: { [stampKey]: `2026-01-${String(day).padStart(2, '0')}T02:15:00Z` },
    },
    spec,
  );
export const podOf = (owner: JsonObject, suffix: string, spec: JsonObject): JsonObject => {
  const kind = stringAt(owner, 'kind') ?? '';
  const name = stringAt(objectAt(owner, 'metadata'), 'name') ?? '';
  return pod({ name: `${name}-${suffix}`, generateName: `${name}-`, owners: [ownerOf(kind, name)] }, spec);
};

const webLabels = { app: 'web' } as const;
export const hash = '7d4b9c6f5';
export const web = selecting('Deployment', { name: 'web' }, { selector: webLabels, labels: webLabels });
export const webSpec = podSpec('registry.example/web:1', 'serve');
const hashed = { ...webLabels, 'pod-template-hash': hash } as const;
export const webSet = selecting(
  'ReplicaSet',
  { name: `web-${hash}`, owners: [ownerOf('Deployment', 'web')] },
  { selector: hashed, labels: hashed },
);
export const webPodLabels = hashed;

/** Everything honest, until ten o'clock of the fifth. */
export function ordinaryWorld(manager = false): readonly AuditActivity[] {
  const as = (name: string) => asController(name, manager);
  const pods = Array.from({ length: 24 }, (_, index) =>
    write(
      { ...podOf(webSet, `aaa${'bcdfghjklmnpqrstvwxz2456'[index]}x`, webSpec) },
      { ...as('replicaset'), at: secondsAt(4, 12, index) },
    ),
  );
  const run = runOf(5);
  return [
    write(nightly, { user: 'deployer', at: secondsAt(4, 9, 0) }),
    write(web, { user: 'deployer', at: secondsAt(4, 9, 1) }),
    write(webSet, { ...as('deployment'), at: secondsAt(4, 9, 2) }),
    ...pods,
    write(run, { ...as('cronjob'), at: secondsAt(5, 2, 15) }),
    write(podOf(run, 'x2x9z', podSpec()), { ...as('job'), at: secondsAt(5, 2, 15) }),
  ];
}
