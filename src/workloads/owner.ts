import type { JsonObject } from '../model/json.ts';
import { booleanAt, listAt, objectAt } from '../model/json.ts';
import { actsAs } from './built-in-controllers.ts';
import { textAt } from './fields.ts';
import type { WorkloadKind } from './kinds/workload-kind.ts';
import type { ActorDetail, OwnerDetail } from './workload-change.ts';

const nobody: OwnerDetail = { kind: '', name: '', uid: '', controller: false };

/** The managing controller among the owner references, else the first owner. */
export function readOwner(object: JsonObject): OwnerDetail {
  const references = listAt(objectAt(object, 'metadata'), 'ownerReferences').slice(0, 64);
  const found = references.find(reference => booleanAt(reference, 'controller') === true) ?? references[0];
  if (found === undefined) return nobody;
  return {
    kind: textAt(found, 'kind'),
    name: textAt(found, 'name'),
    uid: textAt(found, 'uid'),
    controller: booleanAt(found, 'controller') ?? false,
  };
}

/**
 * Did the built-in controller of that owner make it? Owner references are written by clients, so the writer must be that
 * very controller, and not somebody who acts as it.
 */
export function isDerived(made: {
  readonly kind: WorkloadKind;
  readonly actor: ActorDetail;
  readonly owner: OwnerDetail;
}): boolean {
  const { kind, actor, owner } = made;
  if (actor.impersonated || !owner.controller) return false;
  return kind.owners.some(rule => rule.kind === owner.kind && actsAs(actor.user, rule.controller));
}
