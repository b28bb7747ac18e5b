import type { JsonObject } from '../../../model/json.ts';
import { objectAt, stringAt } from '../../../model/json.ts';
import { withField } from '../edit.ts';
import { normalised } from '../normalise.ts';
import { objectType } from '../schema/schema.ts';
import { each, filled, within } from './fill.ts';
import { podDefaults, podSpecDefaults } from './pod-defaults.ts';
import { claimResources, resourcesIn } from './quantity.ts';
import { claimDefaults } from './volume-defaults.ts';

/** The object of a built-in kind as the server stores it: normalised, with the defaults of apps/v1, batch/v1 and v1. */
export function stored(object: JsonObject, kind: string): JsonObject {
  const type = objectType(kind);
  const complete = byKind.get(kind);
  const clean = normalised(object, type);
  return complete === undefined ? clean : complete(clean);
}

type Complete = (object: JsonObject) => JsonObject;

const template: Complete = object =>
  within(object, 'template', found => within(found, 'spec', spec => podSpecDefaults(resourcesIn(spec))));

/** pkg/apis/batch/v1/defaults.go. */
const jobSpec: Complete = spec => {
  const parallel = Object.hasOwn(spec, 'parallelism') ? spec : filled(spec, { completions: 1 });
  return filled(template(parallel), {
    parallelism: 1,
    backoffLimit: Object.hasOwn(spec, 'backoffLimitPerIndex') ? 2_147_483_647 : 6,
    completionMode: 'NonIndexed',
    suspend: false,
    podReplacementPolicy: Object.hasOwn(spec, 'podFailurePolicy') ? 'Failed' : 'TerminatingOrFailed',
    manualSelector: false,
  });
};

const job: Complete = object => {
  const result = within(object, 'spec', spec => within(jobSpec(spec), 'podFailurePolicy', failurePolicy));
  return labelledAs(result, 'template');
};

const failurePolicy: Complete = policy =>
  each(policy, 'rules', rule =>
    each(rule, 'onPodConditions', pattern => filled(pattern, { status: 'True' })),
  );

/** An object without labels gets those of its template. */
function labelledAs(object: JsonObject, key: string): JsonObject {
  const labels = objectAt(objectAt(objectAt(objectAt(object, 'spec'), key), 'metadata'), 'labels');
  if (labels === undefined) return object;
  return within(object, 'metadata', metadata => filled(metadata, { labels }));
}

const cronJob: Complete = object =>
  within(object, 'spec', spec =>
    within(
      filled(spec, {
        concurrencyPolicy: 'Allow',
        suspend: false,
        successfulJobsHistoryLimit: 3,
        failedJobsHistoryLimit: 1,
      }),
      'jobTemplate',
      // Its Job is defaulted as such only when it is made: here the pod's template alone is.
      found => within(found, 'spec', spec => within(template(spec), 'podFailurePolicy', failurePolicy)),
    ),
  );

const rolling = (
  spec: JsonObject,
  key: string,
  defaults: { readonly [key: string]: string | number },
): JsonObject =>
  within(spec, key, strategy => {
    const typed = filled(strategy, { type: 'RollingUpdate' });
    if (stringAt(typed, 'type') !== 'RollingUpdate') return typed;
    return within(filled(typed, { rollingUpdate: {} }), 'rollingUpdate', found => filled(found, defaults));
  });

/** pkg/apis/apps/v1/defaults.go. */
const deployment: Complete = object =>
  within(object, 'spec', spec =>
    filled(rolling(template(spec), 'strategy', { maxUnavailable: '25%', maxSurge: '25%' }), {
      replicas: 1,
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
    }),
  );

const daemonSet: Complete = object =>
  within(object, 'spec', spec => {
    const typed = rolling(template(spec), 'updateStrategy', { maxUnavailable: 1, maxSurge: 0 });
    // What is left of it under another strategy has no defaults, but both fields (their Go types are no pointers inside).
    const whole = within(typed, 'updateStrategy', strategy =>
      within(strategy, 'rollingUpdate', found => filled(found, { maxUnavailable: 0, maxSurge: 0 })),
    );
    return filled(whole, { revisionHistoryLimit: 10 });
  });

const statefulSet: Complete = object =>
  within(object, 'spec', spec => {
    const typed = within(template(spec), 'updateStrategy', statefulStrategy);
    const kept = within(
      filled(typed, { persistentVolumeClaimRetentionPolicy: {} }),
      'persistentVolumeClaimRetentionPolicy',
      policy => filled(policy, { whenDeleted: 'Retain', whenScaled: 'Retain' }),
    );
    const claims = each(kept, 'volumeClaimTemplates', claim =>
      claimDefaults(
        filled(claimResources(claim), {
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          status: { phase: 'Pending' },
        }),
      ),
    );
    return filled(claims, { podManagementPolicy: 'OrderedReady', replicas: 1, revisionHistoryLimit: 10 });
  });

/** Unlike with the others, a strategy that is named keeps what it has. */
function statefulStrategy(strategy: JsonObject): JsonObject {
  const typed = Object.hasOwn(strategy, 'type')
    ? strategy
    : filled(strategy, { type: 'RollingUpdate', rollingUpdate: {} });
  if (stringAt(typed, 'type') !== 'RollingUpdate') return typed;
  return within(typed, 'rollingUpdate', found => filled(found, { partition: 0, maxUnavailable: 1 }));
}

const replicaSet: Complete = object =>
  within(object, 'spec', spec => filled(template(spec), { replicas: 1 }));

const replicationController: Complete = object => {
  const labels = objectAt(objectAt(objectAt(objectAt(object, 'spec'), 'template'), 'metadata'), 'labels');
  const result = within(object, 'spec', spec => {
    const complete = filled(template(spec), { replicas: 1 });
    const unselected = Object.keys(objectAt(complete, 'selector') ?? {}).length === 0;
    return unselected && labels !== undefined ? withField(complete, 'selector', labels) : complete;
  });
  return labelledAs(result, 'template');
};

const pod: Complete = object =>
  podDefaults(within(object, 'spec', spec => podSpecDefaults(resourcesIn(spec))));

const byKind: ReadonlyMap<string, Complete> = new Map([
  ['Pod', pod],
  ['PodTemplate', template],
  ['Job', job],
  ['CronJob', cronJob],
  ['Deployment', deployment],
  ['DaemonSet', daemonSet],
  ['StatefulSet', statefulSet],
  ['ReplicaSet', replicaSet],
  ['ReplicationController', replicationController],
]);
