import type { Sighting } from '../sighting.ts';
import type { Sightings } from '../sightings.ts';
import type { LineageFacts } from './lineage-facts.ts';

/** Was the same there before and deleted: a name, an owner, and what it runs? So `kubectl replace --force` and restores put things back. */
export function isPutBack(
  { verb, object, owner, shape, at }: Sighting,
  template: LineageFacts['template'],
  sightings: Sightings,
): boolean {
  if (verb !== 'create' || object.name === '') return false;
  const before = sightings.lives(object).findLast(({ deleted }) => deleted !== undefined && deleted.at <= at);
  if (before === undefined || before.owner?.uid !== owner?.uid) return false;
  const shapeBefore = before.seen.findLast(({ shape: known }) => known !== undefined)?.shape;
  if (shape !== undefined && shapeBefore !== undefined) return shape.runs === shapeBefore.runs;
  // Of what controllers make from an owner's template no copy is kept.
  return owner !== undefined && (template === 'same' || template === 'earlier');
}
