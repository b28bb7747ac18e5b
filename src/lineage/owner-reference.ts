import type { JsonObject } from '../model/json.ts';
import { readOwner } from '../workloads/owner.ts';
import { resourceOf } from './resource.ts';
import type { OwnerReference } from './sighting.ts';

/** The managing controller among the owners, else the first of them; undefined if the object names none. */
export function ownerReferenceOf(object: JsonObject): OwnerReference | undefined {
  const owner = readOwner(object);
  return owner.kind === '' ? undefined : { ...owner, resource: resourceOf(owner.kind, owner.group) };
}
