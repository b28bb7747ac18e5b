import { inOrder } from './life.ts';
import type { Sighting } from './sighting.ts';

export interface Compacted {
  readonly sightings: readonly Sighting[];
  /** Changes are among what was left out, and not only repetitions. */
  readonly forgotten: boolean;
}

/**
 * Fewer sightings of one name: a GitOps controller writes the same object every few minutes for years. What repeats the one before
 * goes first; then the oldest changes, then whatever is oldest, if there are still more than `most`.
 */
export function compacted(sightings: readonly Sighting[], most: number): Compacted {
  const ordered = sightings.toSorted(inOrder);
  const telling = ordered.filter((sighting, index) => !repeats(sighting, ordered[index - 1]));
  const surplus = new Set(
    telling.filter(({ verb }) => verb === 'change').slice(0, Math.max(0, telling.length - most)),
  );
  const rest = telling.filter(sighting => !surplus.has(sighting));
  return { sightings: rest.slice(-most), forgotten: surplus.size > 0 };
}

/** It tells no more than that the object was still there, as the one before it did. */
function repeats(sighting: Sighting, before: Sighting | undefined): boolean {
  if (before === undefined || before.uid !== sighting.uid) return false;
  if (sighting.verb === 'seen') return before.verb === 'seen' && before.owner !== undefined;
  if (sighting.verb !== 'change' || sighting.shape === undefined || before.shape === undefined) return false;
  return (
    sighting.generation === before.generation &&
    JSON.stringify(sighting.shape) === JSON.stringify(before.shape)
  );
}
