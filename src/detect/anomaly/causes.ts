import { createBoundedMap } from '../cel/bounded-map.ts';
import { isAgainst } from './evidence/provenance.ts';
import type { Fact } from './evidence/weights.ts';
import type { Sight } from './features/sight.ts';
import type { Observation } from './observation.ts';

/** News that one identity brings to several workloads within an hour is one piece of news: a registry that moves, hours that are tuned. */
export interface Causes {
  /** Which sights the same identity brought to another workload a while ago; none where it is not verified, or evidence speaks against it. */
  sharedBy(observation: Observation, facts: readonly Fact[]): (sight: Sight) => boolean;
  note(observation: Observation, facts: readonly Fact[], sights: readonly Sight[]): void;
}

const hour = 3_600_000;

/** What one cause brings to many alike. What a workload runs, reads and may do is its own, each time. */
const alike: ReadonlySet<string> = new Set([
  'image-registry',
  'schedule-frequency',
  'schedule-hour',
  'time-zone',
]);
const sorts: ReadonlySet<string> = new Set(['image repository', 'image version', 'schedule', 'replicas']);

export function createCauses(limit: number): Causes {
  const brought = createBoundedMap<number>(limit);
  return {
    sharedBy(observation, facts) {
      if (!isClean(facts)) return () => false;
      return sight => {
        const at = isAlike(sight) ? brought.get(keyOf(observation, sight)) : undefined;
        return at !== undefined && observation.at - at <= hour;
      };
    },
    note(observation, facts, sights) {
      if (!isClean(facts)) return;
      for (const sight of sights)
        if (isAlike(sight) && sight.silent === undefined)
          brought.set(keyOf(observation, sight), observation.at);
    },
  };
}

/** Of a verified origin, and no evidence speaks against it. */
export const isClean = (facts: readonly Fact[]): boolean =>
  facts.some(({ name }) => name === 'provenance') && !facts.some(isAgainst);

const isAlike = ({ feature, value }: Sight): boolean =>
  alike.has(feature) || (feature === 'kind-of-change' && sorts.has(value));

const keyOf = ({ cluster, caller }: Observation, { feature, value }: Sight): string =>
  JSON.stringify([cluster, caller.name, feature, value]);
