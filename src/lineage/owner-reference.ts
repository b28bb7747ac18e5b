import type { JsonObject } from '../model/json.ts';
import { booleanAt, listAt, stringAt } from '../model/json.ts';
import { groupOf } from '../workloads/kinds/kinds.ts';
import { resourceOf } from './resource.ts';
import type { OwnerReference } from './sighting.ts';

const limit = 64;

/** The managing controller among the owners, else the first of them. */
export function readOwnerReference(metadata: JsonObject): OwnerReference | undefined {
  const references = listAt(metadata, 'ownerReferences').slice(0, limit);
  const found = references.find(reference => booleanAt(reference, 'controller') === true) ?? references[0];
  if (found === undefined) return undefined;
  const kind = stringAt(found, 'kind') ?? '';
  return {
    kind,
    resource: resourceOf(kind, groupOf(stringAt(found, 'apiVersion') ?? '')),
    name: stringAt(found, 'name') ?? '',
    uid: stringAt(found, 'uid') ?? '',
    controller: booleanAt(found, 'controller') ?? false,
  };
}
