import { shownName } from '../caller.ts';
import type { Observation } from '../observation.ts';
import type { Place, Sight } from './sight.ts';
import { actor, alike, cluster, family, kindEverywhere, kindIn, namespace } from './sight.ts';

/** The identity, for this kind in this namespace; then whatever else an identity usually comes with. */
export function who(observation: Observation): readonly Sight[] {
  const { caller } = observation;
  const pod = caller.pod === '' ? [] : [podOf(observation)];
  return [realm(observation), identity(observation), ...client(observation), ...pod];
}

/** Whose identities they are: a domain, an issuer, the namespace of a service account. */
function realm(observation: Observation): Sight {
  const { caller, kind, namespace: space } = observation;
  const value = realmOf(caller.name);
  return {
    feature: 'actor-realm',
    places: [family(observation), kindIn(observation), namespace(observation), cluster(observation)],
    value,
    novelty: 5,
    most: 6,
    says: `an identity of ${shownName(value)} wrote a ${kind}${space === '' ? '' : ` in ${space}`}`,
    tunable: 'NamespaceScope',
  };
}

/** Whose identity it is was asked already: which of theirs it is, is asked among them. */
const ofRealm = ({ key, words }: Place, realm: string): Place => ({
  key: `${key} realm ${realm}`,
  words: `${words} among those of ${shownName(realm)}`,
});

/** `corp.example` of `jane@corp.example`, `system:serviceaccount:data` of an account in data. */
function realmOf(name: string): string {
  const [effective = ''] = name.split(' as ');
  const at = effective.lastIndexOf('@');
  if (at >= 0) return effective.slice(at + 1);
  const colon = effective.lastIndexOf(':');
  return colon >= 0 ? effective.slice(0, colon) : 'no domain';
}

function identity(observation: Observation): Sight {
  const { caller, kind, namespace: space } = observation;
  return {
    feature: 'actor',
    places: [
      family(observation),
      kindIn(observation),
      namespace(observation),
      kindEverywhere(observation),
      cluster(observation),
    ].map(place => ofRealm(place, realmOf(caller.name))),
    value: caller.name,
    novelty: 5,
    most: 8,
    says: `${shownName(caller.name)} wrote a ${kind}${space === '' ? '' : ` in ${space}`}`,
    tunable: 'NamespaceScope',
  };
}

function client(observation: Observation): readonly Sight[] {
  const { agent, platform, manager, address } = observation.caller;
  const byActor = [actor(observation)];
  const places = [actor(observation), alike(observation), cluster(observation)];
  const own: readonly Sight[] = [
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
      feature: 'address',
      places: byActor,
      value: address,
      novelty: 4,
      most: 6,
      says: `from address ${address}`,
    },
  ];
  // Deletions name no field manager.
  if (observation.verb === 'delete') return own;
  const says = `field manager ${manager || 'not named'}`;
  return [...own, { feature: 'field-manager', places, value: manager, novelty: 4, most: 7, says }];
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
