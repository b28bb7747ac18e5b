import type { Tunable } from '../../../model/score.ts';
import { shownName } from '../caller.ts';
import type { Observation } from '../observation.ts';

/** A set of cases that a value is counted among, and how a sentence names it. */
export interface Place {
  readonly key: string;
  /** `in data`, `by ci@corp.example`, `in this cluster` */
  readonly words: string;
}

/** One value of one feature, in its contexts: what is counted, and asked how usual it is. */
export interface Sight {
  /** In kebab-case, as it is shown: `image-registry`. */
  readonly feature: string;
  /** The nearest first; the last is the whole cluster. */
  readonly places: readonly Place[];
  readonly value: string;
  /** Bits of a value of which nothing is known: few for what differs everywhere, many for what is the same everywhere. */
  readonly novelty: number;
  /** It never costs more. */
  readonly most: number;
  /** What was observed: `registry ghcr.io`. */
  readonly says: string;
  readonly tunable?: Tunable;
  /** How much of what is usual is taken off; all of it if absent. */
  readonly share?: number;
  /**
   * Counted, and never scored: `unchanged`, as it was before, so that it is no news and confirms what is usual; `memory`, what evidence
   * asks for.
   */
  readonly silent?: 'unchanged' | 'memory';
}

export type Feature = (observation: Observation) => readonly Sight[];

/** Nobody chose it now: it is counted, and not scored. For what is a matter of policy: registries, powers. */
export const unlessNew = (isNew: boolean): Pick<Sight, 'silent'> => (isNew ? {} : { silent: 'unchanged' });

/**
 * The same for what differs from one workload to the next: that it is as it was says how stable this workload is, and nothing of what
 * others choose when they choose.
 */
export function ownUnlessNew(sight: Sight, isNew: boolean): Sight {
  return isNew ? sight : { ...sight, places: sight.places.slice(0, 1), silent: 'unchanged' };
}

/** Of no weight by itself: what evidence asks for. */
export const remembered = (feature: string, places: readonly Place[], value: string): Sight => ({
  feature,
  places,
  value,
  novelty: 4,
  most: 0,
  says: '',
  silent: 'memory',
});

export const cluster = ({ cluster: name }: Observation): Place => ({
  key: `${name}|`,
  words: name === '' ? 'in this cluster' : `in cluster ${name}`,
});

export const namespace = ({ cluster: name, namespace: space }: Observation): Place => ({
  key: `${name}|ns ${space}`,
  words: space === '' ? 'outside of namespaces' : `in ${space}`,
});

export const kindIn = ({ cluster: name, namespace: space, kind }: Observation): Place => ({
  key: `${name}|ns ${space} kind ${kind}`,
  words: space === '' ? `for a ${kind}` : `for a ${kind} in ${space}`,
});

export const kindEverywhere = ({ cluster: name, kind }: Observation): Place => ({
  key: `${name}|kind ${kind}`,
  words: `for a ${kind} in this cluster`,
});

export const family = ({ cluster: name, namespace: space, kind, family: own }: Observation): Place => ({
  key: `${name}|ns ${space} kind ${kind} of ${own}`,
  words: `for ${own}`,
});

export const actor = ({ cluster: name, caller }: Observation): Place => ({
  key: `${name}|by ${caller.name}`,
  words: `by ${shownName(caller.name)}`,
});

/** People apart from programs: what one of them does is compared with what others like it do. */
export const alike = ({ cluster: name, caller }: Observation): Place => {
  const { type } = caller.actor;
  const words =
    type === 'user'
      ? 'by people'
      : `by ${type === 'serviceaccount' ? 'service accounts' : `others of its sort (${type})`}`;
  return { key: `${name}|by ${type}`, words };
};

export const actorIn = ({ cluster: name, caller, namespace: space }: Observation): Place => ({
  key: `${name}|by ${caller.name} ns ${space}`,
  words: `by ${shownName(caller.name)} in ${space}`,
});

export const actorOfFamily = (observation: Observation): Place => {
  const { cluster: name, caller, namespace: space, kind, family: own } = observation;
  return {
    key: `${name}|by ${caller.name} ns ${space} kind ${kind} of ${own}`,
    words: `by ${shownName(caller.name)} for ${own}`,
  };
};
