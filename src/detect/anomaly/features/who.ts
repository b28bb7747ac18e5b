import type { Observation } from '../observation.ts';
import type { Sight } from './sight.ts';
import { actor, cluster, kindEverywhere, kindIn, namespace } from './sight.ts';

/** The identity, for this kind in this namespace; then whatever else an identity usually comes with. */
export function who(observation: Observation): readonly Sight[] {
  const { caller } = observation;
  return [identity(observation), ...client(observation), ...(caller.pod === '' ? [] : [podOf(observation)])];
}

function identity(observation: Observation): Sight {
  const { caller, kind, namespace: space } = observation;
  return {
    feature: 'actor',
    places: [kindIn(observation), namespace(observation), kindEverywhere(observation), cluster(observation)],
    value: caller.name,
    novelty: 6,
    most: 10,
    says: `${caller.name} changed a ${kind}${space === '' ? '' : ` in ${space}`}`,
    tunable: 'NamespaceScope',
  };
}

function client(observation: Observation): readonly Sight[] {
  const { agent, platform, manager, address } = observation.caller;
  const places = [actor(observation), cluster(observation)];
  const byActor = [actor(observation)];
  return [
    {
      feature: 'agent',
      places,
      value: agent,
      novelty: 5,
      most: 8,
      says: `client program ${agent || 'without a name'}`,
    },
    {
      feature: 'platform',
      places: byActor,
      value: platform,
      novelty: 3,
      most: 4,
      says: `client platform ${platform || 'not named'}`,
    },
    {
      feature: 'field-manager',
      places,
      value: manager,
      novelty: 4,
      most: 7,
      says: `field manager ${manager || 'not named'}`,
    },
    {
      feature: 'address',
      places: byActor,
      value: address,
      novelty: 4,
      most: 6,
      says: `from address ${address}`,
    },
  ];
}

function podOf(observation: Observation): Sight {
  const { pod } = observation.caller;
  return {
    feature: 'token-pod',
    places: [actor(observation)],
    value: pod,
    novelty: 6,
    most: 9,
    says: `token of a pod called ${pod}`,
  };
}
