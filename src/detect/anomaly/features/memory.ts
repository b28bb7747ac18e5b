import { hash } from 'node:crypto';
import type { WorkloadDetail } from '../../../workloads/workload-change.ts';
import { familyOf } from '../names.ts';
import type { Observation } from '../observation.ts';
import { objectsOf } from './data.ts';
import { powersOf } from './powers.ts';
import { seriesSights } from './series.ts';
import type { Place, Sight } from './sight.ts';
import { actor, cluster, family, namespace, remembered } from './sight.ts';

/** What is only remembered, so that evidence can ask whether it was there before: templates, images, names. */
export function memory(observation: Observation): readonly Sight[] {
  const { after, step } = observation;
  const name = remembered('name', [namespace(observation), cluster(observation)], observation.family);
  if (step === 'deleted') return [remembered('deleted', [actorFamily(observation)], 'yes')];
  if (after === undefined || after.containers.length === 0) return [name];
  const images = [...new Set(after.containers.map(({ image }) => image))];
  const repositories = [
    ...new Set(after.containers.map(({ registry, repository }) => `${registry}/${repository}`)),
  ];
  return [
    name,
    remembered('template', templatePlaces(observation), templateOf(after)),
    remembered('state', [family(observation)], stateOf(after)),
    ...seriesSights(observation),
    ...images.map(image => remembered('image', [namespace(observation), cluster(observation)], image)),
    ...repositories.map(path => remembered('image-user', [across(observation, path)], ownName(observation))),
    ...(observation.caller.name === ''
      ? []
      : [remembered('tracking', [actor(observation)], trackingOf(after))]),
    ...objectsOf(after).map(object =>
      remembered('data-user', [within(observation, object)], observation.family),
    ),
    remembered('account-user', [within(observation, `account ${after.serviceAccount}`)], observation.family),
  ];
}

export const templatePlaces = (observation: Observation): readonly Place[] => [
  family(observation),
  namespace(observation),
];

const actorFamily = (observation: Observation): Place => {
  const { key, words } = actor(observation);
  return { key: `${key} ${observation.kind} ${observation.family}`, words };
};

/** Repositories are used across namespaces. */
const across = (observation: Observation, what: string): Place => ({
  key: `${cluster(observation).key} ${what}`,
  words: `of ${what}`,
});

/** `orders/orders-api`: a workload among all of the cluster. */
export const ownName = ({ namespace: space, family: own }: Observation): string =>
  `${familyOf(space)}/${own}`;

function within(observation: Observation, what: string): Place {
  return { key: `${cluster(observation).key} ${observation.namespace}/${what}`, words: `of ${what}` };
}

/** All that decides what runs, as one short text: equal only if it runs the same. Values are in it as a digest alone. */
export function templateOf(workload: WorkloadDetail): string {
  const containers = workload.containers.map(({ name, image, commandLines, env }) => [
    name,
    image,
    commandLines,
    env.map(({ name: variable, value }) => [variable, value]),
  ]);
  const whole = [containers, workload.serviceAccount || 'default', powersOf(workload), objectsOf(workload)];
  return hash('sha256', JSON.stringify(whole), 'base64url').slice(0, 16);
}

/** The same with when, where and how often it runs: equal only if the workload is wholly as it was, but for its scale. */
export function stateOf(workload: WorkloadDetail): string {
  const { schedule, timeZone, parallelism, completions, nodeName, nodeSelector, tolerations } = workload;
  const { successfulJobsHistoryLimit, failedJobsHistoryLimit, ttlSecondsAfterFinished } = workload;
  const kept = [successfulJobsHistoryLimit, failedJobsHistoryLimit, ttlSecondsAfterFinished];
  const placed = [nodeName, [...nodeSelector], tolerations];
  const whole = [templateOf(workload), schedule, timeZone, parallelism, completions, kept, placed];
  return hash('sha256', JSON.stringify(whole), 'base64url').slice(0, 16);
}

const tracking =
  /(?:^|[./])(?:argocd|argoproj|fluxcd|toolkit|fleet|helm|kapp|kustomize|configmanagement|olm|crossplane|spinnaker)\b/;

/** The labels and annotations by which a system tracks what it wrote; their names, not their values. */
function trackingOf({ labels, annotations }: WorkloadDetail): string {
  const keys = [...labels.keys(), ...annotations.keys()].filter(
    key => key.includes('/') && tracking.test(key),
  );
  return [...new Set([...keys, labels.get('app.kubernetes.io/managed-by') ?? ''])]
    .filter(key => key !== '')
    .toSorted()
    .slice(0, 8)
    .join(' ');
}
