import { hash } from 'node:crypto';
import type { JsonObject } from '../model/json.ts';
import { booleanAt, numberAt, objectAt, stringAt } from '../model/json.ts';
import type { WorkloadKind } from '../workloads/kinds/workload-kind.ts';
import type { Ran } from './aspects.ts';
import { imagesOf, ranBy } from './aspects.ts';
import type { Entries } from './sorted.ts';
import { sorted } from './sorted.ts';

/** A workload in the few words that lineage compares. */
export interface Shape extends Ran {
  /** Digest of the whole template, labels and annotations included: another one makes a Deployment roll out. */
  readonly template: string;
  readonly images: readonly string[];
  readonly schedule: string;
  readonly timeZone: string;
  readonly suspended: boolean;
  /** -1 where it has none. */
  readonly replicas: number;
  /** `kubectl rollout restart` writes it into the template: a change that changes nothing that runs. */
  readonly restartedAt: string;
}

/** The shape of a whole object. */
export function shapeOf(object: JsonObject, kind: WorkloadKind): Shape {
  const template = templateOf(object, kind);
  const podSpec = objectAt(template, 'spec') ?? {};
  const metadata = objectAt(template, 'metadata');
  const spec = objectAt(object, 'spec');
  return {
    ...ranBy(podSpec),
    template: digest([
      withoutHash(objectAt(metadata, 'labels')),
      sorted(objectAt(metadata, 'annotations')),
      sorted(podSpec),
    ]),
    images: imagesOf(podSpec),
    schedule: stringAt(spec, 'schedule') ?? '',
    timeZone: stringAt(spec, 'timeZone') ?? '',
    suspended: booleanAt(spec, 'suspend') ?? false,
    replicas: kind.kind === 'Pod' ? -1 : (numberAt(spec, 'replicas') ?? -1),
    restartedAt: stringAt(objectAt(metadata, 'annotations'), 'kubectl.kubernetes.io/restartedAt') ?? '',
  };
}

/** The keys of a pod's spec that say what runs, and with what powers. */
export const runKeys: ReadonlySet<string> = new Set([
  'containers',
  'initContainers',
  'ephemeralContainers',
  'volumes',
  'serviceAccountName',
  'serviceAccount',
  'hostNetwork',
  'hostPID',
  'hostIPC',
  'securityContext',
  'shareProcessNamespace',
  'runtimeClassName',
]);

const digest = (value: unknown): string => hash('sha256', JSON.stringify(value), 'base64url').slice(0, 22);

/** The pod template in a whole object or in a part of one. */
export function templateOf(object: JsonObject, kind: WorkloadKind): JsonObject | undefined {
  let current: JsonObject | undefined = object;
  for (const key of kind.template) current = objectAt(current, key);
  return current;
}

/** Labels that the Deployment, Job and other controllers add to what they make. */
const withoutHash = (labels: JsonObject | undefined): Entries =>
  sorted(labels).filter(([key]) => key !== 'pod-template-hash');
