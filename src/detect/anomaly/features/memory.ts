import { hash } from 'node:crypto';
import type { WorkloadDetail } from '../../../workloads/workload-change.ts';
import type { Observation } from '../observation.ts';
import { objectsOf } from './data.ts';
import { powersOf } from './powers.ts';
import type { Place, Sight } from './sight.ts';
import { actor, cluster, family, namespace } from './sight.ts';

/** What is only remembered, so that evidence can ask whether it was there before: templates, images, names. */
export function memory(observation: Observation): readonly Sight[] {
  const { after, step } = observation;
  const name = remembered('name', [namespace(observation), cluster(observation)], observation.family);
  if (step === 'deleted') return [remembered('deleted', [actorFamily(observation)], 'yes')];
  if (after === undefined || after.containers.length === 0) return [name];
  const images = [...new Set(after.containers.map(({ image }) => image))];
  return [
    name,
    remembered('template', templatePlaces(observation), templateOf(after)),
    ...images.map(image => remembered('image', [namespace(observation), cluster(observation)], image)),
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

function remembered(feature: string, places: readonly Place[], value: string): Sight {
  return { feature, places, value, novelty: 4, most: 0, says: '', silent: 'memory' };
}

const actorFamily = (observation: Observation): Place => {
  const { key, words } = actor(observation);
  return { key: `${key} ${observation.kind} ${observation.family}`, words };
};

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
