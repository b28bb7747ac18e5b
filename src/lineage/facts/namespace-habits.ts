import type { Sighting } from '../sighting.ts';
import type { NamespaceFacts } from './lineage-facts.ts';

/** How pods come into a namespace. */
export interface NamespaceHabits {
  note(sighting: Sighting): void;
  of(sighting: Sighting): NamespaceFacts;
}

const limit = 20_000;
const nothing: NamespaceFacts = { pods: 0, barePods: 0 };

export function createNamespaceHabits(): NamespaceHabits {
  const counts = new Map<string, NamespaceFacts>();
  return {
    note(sighting) {
      const { object, verb, owner, author } = sighting;
      if (object.resource !== 'pods' || verb !== 'create') return;
      const key = keyOf(sighting);
      const { pods, barePods } = counts.get(key) ?? nothing;
      // Of one without a body it is not known: it counts as bare, so that nothing is concluded from there being none.
      const isOwned = owner !== undefined || (author.type === 'controller' && !author.impersonated);
      counts.delete(key);
      counts.set(key, isOwned ? { pods: pods + 1, barePods } : { pods, barePods: barePods + 1 });
      if (counts.size > limit) counts.delete(counts.keys().next().value ?? '');
    },
    of: sighting => counts.get(keyOf(sighting)) ?? nothing,
  };
}

const keyOf = ({ object }: Sighting): string => `${object.cluster} ${object.namespace}`;
