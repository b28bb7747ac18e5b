import type { Json, JsonObject } from '../../../src/model/json.ts';
import { changedAt } from '../../../src/workloads/effective/edit.ts';
import { asObject, podSpec } from './pod-specs.ts';
import type { Random } from './random.ts';

export interface LabKind {
  readonly kind: string;
  readonly apiVersion: string;
  readonly resource: string;
  /** Path of the pod template, or of the pod itself. */
  readonly template: readonly string[];
  readonly restartPolicies: readonly string[];
  readonly scalable: boolean;
  /** The rest of the spec. */
  readonly fields: { readonly [key: string]: (random: Random) => Json };
  /** What there must be. */
  readonly fixed: (name: string) => JsonObject;
}

const selected = (name: string): JsonObject => ({ selector: { matchLabels: { app: name } } });
const apps = { apiVersion: 'apps/v1', template: ['spec', 'template'], restartPolicies: [] } as const;
const replicas = (random: Random): Json => random.below(4);
const seconds = (random: Random): Json => random.below(50);

export const kinds: readonly LabKind[] = [
  {
    kind: 'CronJob',
    apiVersion: 'batch/v1',
    resource: 'cronjobs',
    template: ['spec', 'jobTemplate', 'spec', 'template'],
    restartPolicies: ['Never', 'OnFailure'],
    scalable: false,
    // Never due while a test runs.
    fixed: () => ({ schedule: '0 3 1 1 *', suspend: true }),
    fields: {
      schedule: random => random.one(['0 3 1 1 *', '5 4 2 2 *', '@yearly']),
      timeZone: random => random.one(['Etc/UTC', 'Europe/Berlin']),
      concurrencyPolicy: random => random.one(['Allow', 'Forbid', 'Replace']),
      successfulJobsHistoryLimit: random => random.below(4),
      failedJobsHistoryLimit: random => random.below(4),
      startingDeadlineSeconds: seconds,
    },
  },
  {
    kind: 'Job',
    apiVersion: 'batch/v1',
    resource: 'jobs',
    template: ['spec', 'template'],
    restartPolicies: ['Never', 'OnFailure'],
    scalable: false,
    fixed: () => ({ suspend: true }),
    fields: {
      parallelism: random => random.below(4),
      activeDeadlineSeconds: seconds1,
      ttlSecondsAfterFinished: seconds,
      backoffLimit: random => random.below(5),
    },
  },
  {
    ...apps,
    kind: 'Deployment',
    resource: 'deployments',
    scalable: true,
    // Its controller writes to it otherwise, at any time.
    fixed: name => ({ ...selected(name), paused: true }),
    fields: {
      replicas,
      minReadySeconds: seconds,
      revisionHistoryLimit: seconds,
      strategy: random =>
        random.one<Json>([
          {},
          { type: 'Recreate' },
          { rollingUpdate: { maxSurge: 1 } },
          { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '50%' } },
        ]),
    },
  },
  {
    ...apps,
    kind: 'StatefulSet',
    resource: 'statefulsets',
    scalable: true,
    fixed: name => ({ ...selected(name), serviceName: name }),
    fields: {
      replicas,
      minReadySeconds: seconds,
      updateStrategy: random =>
        random.one<Json>([
          {},
          { type: 'OnDelete' },
          { rollingUpdate: { partition: 2 } },
          { type: 'RollingUpdate' },
        ]),
      persistentVolumeClaimRetentionPolicy: () => ({ whenDeleted: 'Delete' }),
    },
  },
  {
    ...apps,
    kind: 'DaemonSet',
    resource: 'daemonsets',
    scalable: false,
    fixed: selected,
    fields: {
      minReadySeconds: seconds,
      updateStrategy: random =>
        random.one<Json>([{}, { type: 'OnDelete' }, { rollingUpdate: { maxUnavailable: '10%' } }]),
    },
  },
  {
    ...apps,
    kind: 'ReplicaSet',
    resource: 'replicasets',
    scalable: true,
    fixed: selected,
    fields: { replicas, minReadySeconds: seconds },
  },
  {
    kind: 'ReplicationController',
    apiVersion: 'v1',
    resource: 'replicationcontrollers',
    template: ['spec', 'template'],
    restartPolicies: [],
    scalable: true,
    fixed: () => ({}),
    fields: { replicas, minReadySeconds: seconds },
  },
  {
    kind: 'PodTemplate',
    apiVersion: 'v1',
    resource: 'podtemplates',
    template: ['template'],
    restartPolicies: ['Always', 'Never'],
    scalable: false,
    fixed: () => ({}),
    fields: {},
  },
  {
    kind: 'Pod',
    apiVersion: 'v1',
    resource: 'pods',
    template: [],
    restartPolicies: ['Always', 'Never'],
    scalable: false,
    fixed: () => ({}),
    fields: {},
  },
];

function seconds1(random: Random): Json {
  return random.below(50) + 1;
}

export function makeObject(random: Random, kind: LabKind, name: string): JsonObject {
  const head: JsonObject = {
    apiVersion: kind.apiVersion,
    kind: kind.kind,
    metadata: metadataOf(random, name),
  };
  const spec = podSpec(random, kind.restartPolicies);
  if (kind.template.length === 0) return { ...head, spec };
  const labels = { ...asObject(metadataOf(random, name)['labels']), app: name };
  const template: JsonObject = { metadata: { labels }, spec };
  const own = Object.entries(kind.fields).flatMap(([key, make]) =>
    random.chance(0.3) ? [[key, make(random)] as const] : [],
  );
  const whole =
    kind.kind === 'PodTemplate'
      ? head
      : { ...head, spec: { ...Object.fromEntries(own), ...kind.fixed(name) } };
  return changedAt(whole, kind.template, () => template);
}

export function metadataOf(random: Random, name: string): JsonObject {
  return {
    name,
    ...(random.chance(0.5)
      ? {
          labels: Object.fromEntries(
            random.some(['team', 'tier', 'x']).map(key => [key, random.one(['a', 'b', ''])]),
          ),
        }
      : {}),
    ...(random.chance(0.5)
      ? {
          annotations: Object.fromEntries(
            random.some(['note', 'example.org/a~b', 'c.d/e']).map(key => [key, random.one(['1', '2', ''])]),
          ),
        }
      : {}),
    ...(random.chance(0.1) ? { finalizers: [...random.some(['example.org/one', 'example.org/two'])] } : {}),
  };
}
